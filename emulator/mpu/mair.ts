/** A byte of MPU_MAIR0 or MPU_MAIR1: which memory type and cache policies an AttrIndx stands for (Armv8-M ARM, MAIR_ATTR). */

/** Orders of Device memory: gathering, reordering, early acknowledgement, each forbidden (n) or allowed. */
export type DeviceOrder = 'nGnRnE' | 'nGnRE' | 'nGRE' | 'GRE';

/** What one level of caches does with Normal memory. */
export type CachePolicy =
  | { readonly kind: 'nonCacheable' }
  | {
      readonly kind: 'writeThrough' | 'writeBack';
      readonly transient: boolean;
      readonly readAllocate: boolean;
      readonly writeAllocate: boolean;
    };

export type MemoryAttribute =
  | { readonly type: 'device'; readonly order: DeviceOrder }
  | { readonly type: 'normal'; readonly inner: CachePolicy; readonly outer: CachePolicy }
  /** An encoding that the manual calls UNPREDICTABLE. */
  | { readonly type: 'reserved'; readonly byte: number };

const ORDERS: readonly DeviceOrder[] = ['nGnRnE', 'nGnRE', 'nGRE', 'GRE'];
const NON_CACHEABLE = 0b0100;

/** Four bits of a Normal attribute; undefined for 0b0000, which is none. */
function policyOf(field: number): CachePolicy | undefined {
  if (field === 0) return undefined;
  if (field === NON_CACHEABLE) return { kind: 'nonCacheable' };
  return {
    kind: (field & 0b0100) === 0 ? 'writeThrough' : 'writeBack',
    // 0b00RW and 0b01RW, R and W not both 0, are transient; 0b10RW and 0b11RW are not.
    transient: (field & 0b1000) === 0,
    readAllocate: (field & 0b0010) !== 0,
    writeAllocate: (field & 0b0001) !== 0,
  };
}

/** Attr[7:4] is the outer policy, or 0 for Device memory, whose order stands in Attr[3:2]. */
export function memoryAttribute(byte: number): MemoryAttribute {
  const outer = policyOf((byte >>> 4) & 0xf);
  const inner = policyOf(byte & 0xf);
  if (outer === undefined)
    return (byte & 0b11) === 0 ? { type: 'device', order: ORDERS[(byte >>> 2) & 3]! } : { type: 'reserved', byte };
  return inner === undefined ? { type: 'reserved', byte } : { type: 'normal', inner, outer };
}

/** The byte that AttrIndx selects: Attr0 to Attr3 in MPU_MAIR0, Attr4 to Attr7 in MPU_MAIR1. */
export function attributeByte(mair: readonly [number, number], attrIndx: number): number {
  return ((attrIndx < 4 ? mair[0] : mair[1]) >>> (8 * (attrIndx & 3))) & 0xff;
}
