/** The phandle that a node carries itself (Devicetree Specification v0.4, 2.3.3), as dtc and dtlib read it. */
import type { ReferenceSyntax } from '../syntax/index.js';
import type { DevicetreeProperty } from './types.js';
import { encodeValue } from './value.js';

export type ExplicitPhandle =
  | { readonly kind: 'number'; readonly value: number }
  /** `phandle = <&node>`: of the node itself, which asks for any free number, or of another, which is an error. */
  | { readonly kind: 'reference'; readonly reference: ReferenceSyntax }
  | { readonly kind: 'bad-length'; readonly bytes: number }
  /** 0 and 0xffffffff name no node. */
  | { readonly kind: 'bad-number'; readonly value: number };

/** Reads a property `phandle` or `linux,phandle`. */
export function explicitPhandle(property: Pick<DevicetreeProperty, 'syntax'>): ExplicitPhandle {
  const bytes = encodeValue(property.syntax, undefined);
  if (bytes.length !== 4) return { kind: 'bad-length', bytes: bytes.length };
  for (const value of property.syntax.values ?? []) {
    if (value.kind !== 'cells') continue;
    for (const cell of value.cells) {
      if (cell.kind === 'reference') return { kind: 'reference', reference: cell.reference };
    }
  }
  const value = new DataView(bytes.buffer).getUint32(0);
  return value === 0 || value === 0xffff_ffff ? { kind: 'bad-number', value } : { kind: 'number', value };
}
