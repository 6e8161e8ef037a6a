/** The header of a line number program and its file names (DWARF 5, 6.2.4; DWARF 4, 6.2.4 for older ones). */
import { decodeUtf8 } from '../../base/index.js';
import { DW_LNCT } from './constants.js';
import { type AttributeValue, type FormContext, readForm } from './forms.js';
import { Reader } from './reader.js';

export interface LineFile {
  /** As the compiler wrote it, relative to `directory` or absolute. */
  readonly name: string;
  /** As the compiler wrote it; empty for the compilation directory of DWARF 2 to 4. */
  readonly directory: string;
}

export interface LineHeader {
  readonly version: number;
  readonly programOffset: number;
  readonly end: number;
  readonly minimumInstructionLength: number;
  readonly maximumOperations: number;
  readonly defaultIsStatement: boolean;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  readonly operandCounts: readonly number[];
  readonly directories: readonly string[];
  /** By the index that rows use: from 1 before version 5, so that 0 is a gap there. */
  readonly files: readonly (LineFile | undefined)[];
  /** Adds a file that the program itself defines (DW_LNE_define_file). */
  defineFile(reader: Reader): void;
}

/** `unit` gives strings for DW_FORM_strp and the like; sizes come from the program's own header. */
export function readLineHeader(section: Uint8Array, offset: number, unit: FormContext): LineHeader | undefined {
  const reader = new Reader(section, offset);
  const { length, offsetSize } = reader.initialLength();
  const end = Math.min(reader.position + length, section.length);
  const version = reader.u16();
  if (reader.failed || version < 2 || version > 5) return undefined;
  const addressSize = version >= 5 ? reader.u8() : unit.addressSize;
  if (version >= 5) reader.skip(1);
  const headerLength = reader.offset(offsetSize);
  const programOffset = reader.position + headerLength;
  if (programOffset > end) return undefined;
  const minimumInstructionLength = reader.u8();
  const maximumOperations = version >= 4 ? Math.max(1, reader.u8()) : 1;
  const defaultIsStatement = reader.u8() !== 0;
  const lineBase = reader.i8();
  const lineRange = reader.u8();
  const opcodeBase = reader.u8();
  const operandCounts = Array.from({ length: Math.max(0, opcodeBase - 1) }, () => reader.u8());
  // A failed reader answers zero.
  if (lineRange === 0 || opcodeBase === 0) return undefined;
  const tables = new Reader(section, reader.position, programOffset);
  const context = { ...formContextOf(unit), version, offsetSize, addressSize };
  const { directories, files } = version >= 5 ? readTables5(tables, context) : readTables2(tables);
  return {
    version,
    programOffset,
    end,
    minimumInstructionLength,
    maximumOperations,
    defaultIsStatement,
    lineBase,
    lineRange,
    opcodeBase,
    operandCounts,
    directories,
    files,
    defineFile: (program) => {
      const name = program.string();
      files.push(readOldFile(program, name, directories));
    },
  };
}

/** The methods bound to the unit, so that a copy with other sizes can be made. */
function formContextOf(unit: FormContext): Omit<FormContext, 'version' | 'offsetSize' | 'addressSize'> {
  return {
    unitOffset: 0,
    stringAt: (offset) => unit.stringAt(offset),
    lineStringAt: (offset) => unit.lineStringAt(offset),
    indexedString: (index) => unit.indexedString(index),
    indexedAddress: (index) => unit.indexedAddress(index),
  };
}

interface Tables {
  readonly directories: string[];
  readonly files: (LineFile | undefined)[];
}

function readTables2(reader: Reader): Tables {
  const directories = [''];
  for (let name = reader.string(); name !== '' && !reader.failed; name = reader.string()) directories.push(name);
  const files: (LineFile | undefined)[] = [undefined];
  for (let name = reader.string(); name !== '' && !reader.failed; name = reader.string()) {
    files.push(readOldFile(reader, name, directories));
  }
  return { directories, files };
}

/** Directory, time of change and length follow a file's name (DWARF 4, 6.2.4). */
function readOldFile(reader: Reader, name: string, directories: readonly string[]): LineFile {
  const directory = directories[reader.uleb()] ?? '';
  reader.uleb();
  reader.uleb();
  return { name, directory };
}

function readTables5(reader: Reader, context: FormContext): Tables {
  const directories = readEntries(reader, context).map((entry) => entry.path);
  const files = readEntries(reader, context).map((entry) => ({
    name: entry.path,
    directory: directories[entry.directoryIndex] ?? '',
  }));
  return { directories, files };
}

/** A table that describes its own columns. */
function readEntries(reader: Reader, context: FormContext): { path: string; directoryIndex: number }[] {
  const columns = Array.from({ length: reader.u8() }, () => ({ content: reader.uleb(), form: reader.uleb() }));
  const count = reader.uleb();
  const entries: { path: string; directoryIndex: number }[] = [];
  for (let i = 0; i < count; i++) {
    const entry = { path: '', directoryIndex: 0 };
    const start = reader.position;
    for (const { content, form } of columns) {
      const value = readForm(reader, form, 0n, context);
      if (content === DW_LNCT.path) entry.path = textOf(value);
      else if (content === DW_LNCT.directory_index && value.kind === 'constant')
        entry.directoryIndex = Number(value.value);
    }
    if (reader.failed || reader.position === start) break;
    entries.push(entry);
  }
  return entries;
}

function textOf(value: AttributeValue): string {
  if (value.kind === 'string') return value.text;
  return value.kind === 'block' ? decodeUtf8(value.bytes) : '';
}
