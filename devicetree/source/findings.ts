/** What the engine has to say about its input: the language's errors, dtc's checks and the memory rules alike. */
import type { Severity } from '../../base/index.js';
import type { SourceRange } from './source-file.js';

/** A replacement of one range; an insertion has an empty range. */
export interface TextEdit {
  readonly range: SourceRange;
  readonly newText: string;
}

/** A change that mends a finding. */
export interface Fix {
  /** As a menu shows it: `Use DT_MEM_ARM_MPU_RAM`. */
  readonly title: string;
  readonly edits: readonly TextEdit[];
  /** Fixes of one kind can be applied together, e.g. `migrate-memory-region-mpu`. */
  readonly kind?: string;
  /** The fix is what its author would nearly always choose. */
  readonly preferred?: boolean;
}

/** A second place that belongs to a finding: the other node of an overlap, the macro's definition. */
export interface RelatedPlace {
  readonly range: SourceRange;
  readonly message: string;
}

/** One remark about the input. */
export interface DevicetreeFinding {
  /** A stable name: `ZM040`, `dtc-unit-address-vs-reg`, `dts-expected-semicolon`, `cpp-include-not-found`. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: SourceRange;
  /** The node or property that it is about, as dtc prints it: `/soc/serial@40`, `/soc/serial@40:reg`. */
  readonly subject?: string;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
  /** An editor may strike the text through or grey it out. */
  readonly tag?: 'unnecessary' | 'deprecated';
}
