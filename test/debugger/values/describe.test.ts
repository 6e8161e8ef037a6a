/**
 * Summaries that a file cannot hold: registers, pieces, what is not there, long and broken things. What a file can hold is
 * compared with GDB in test/debugger/expressions/gdb-prints.test.ts. Wording of reasons: GDB 13.1.
 */
import assert from 'node:assert/strict';
import {
  describe as summarize,
  typeName,
  type CType,
  type TypedValue,
  type ValueAccess,
} from '../../../debugger/index.js';

const INT: CType = { kind: 'base', name: 'int', sizeBytes: 4, encoding: 'signed' };
const LONG_LONG: CType = { kind: 'base', name: 'long long int', sizeBytes: 8, encoding: 'signed' };
const CHAR: CType = { kind: 'base', name: 'char', sizeBytes: 1, encoding: 'unsignedChar' };
const FLOAT: CType = { kind: 'base', name: 'float', sizeBytes: 4, encoding: 'float' };
const BOOL: CType = { kind: 'base', name: '_Bool', sizeBytes: 1, encoding: 'boolean' };

const pointer = (target: CType): CType => ({ kind: 'pointer', sizeBytes: 4, target: () => target });
const array = (element: CType, ...dimensions: (number | undefined)[]): CType => ({
  kind: 'array',
  element: () => element,
  dimensions,
});
const qualified = (qualifier: 'const' | 'volatile', target: CType): CType => ({
  kind: 'qualified',
  qualifier,
  target: () => target,
});

/** Memory from 0x100 to 0x200 that holds its own low address bytes, but letters at the end. */
const access: ValueAccess = {
  readMemory(address, length) {
    if (address < 0x100 || address + length > 0x200) return undefined;
    return Uint8Array.from({ length }, (_, i) => (address + i >= 0x1fc ? 0x61 : (address + i) & 0xff));
  },
  register: (name) =>
    name === 'r0' || name === 'r1' ? { value: name === 'r0' ? 0xffff_fff6 : 2, type: INT } : undefined,
  symbolAt: (address) =>
    address >= 0x180 && address < 0x190 ? { name: 'table', offsetBytes: address - 0x180 } : undefined,
};

const bytes = (...values: number[]): TypedValue['location'] => ({ kind: 'bytes', bytes: Uint8Array.from(values) });
const memory = (address: number): TypedValue['location'] => ({ kind: 'memory', address });

const endless: CType = {
  kind: 'struct',
  name: 'endless',
  sizeBytes: 4,
  incomplete: false,
  members: () => [{ name: 'again', type: () => endless, offsetBytes: 0, inheritance: false, static: false }],
};
const alias: CType = { kind: 'typedef', name: 'alias', target: () => alias };
const opaque: CType = { kind: 'struct', name: 'opaque', sizeBytes: 0, incomplete: true, members: () => [] };

const SUMMARIES: readonly (readonly [what: string, value: TypedValue, text: string])[] = [
  ['a register', { type: INT, location: { kind: 'register', register: 0 } }, '-10'],
  ['two registers', { type: LONG_LONG, location: { kind: 'register', register: 0 } }, String(0x2_ffff_fff6)],
  ['a byte of a register', { type: CHAR, location: { kind: 'register', register: 0 }, offsetBytes: 3 }, "255 '\\377'"],
  [
    'an unknown register',
    { type: INT, location: { kind: 'register', register: 120 } },
    '<register 120 is not available>',
  ],
  ['optimized out', { type: INT, location: { kind: 'unavailable', why: 'optimized out' } }, '<optimized out>'],
  [
    'half of it optimized out',
    { type: LONG_LONG, location: { kind: 'pieces', pieces: [{ location: bytes(1, 0, 0, 0), sizeBytes: 4 }] } },
    '<optimized out>',
  ],
  [
    'a structure in pieces, one of them gone',
    {
      type: array(INT, 2),
      location: {
        kind: 'pieces',
        pieces: [
          { location: { kind: 'register', register: 1 }, sizeBytes: 4 },
          { location: { kind: 'unavailable', why: 'optimized out' }, sizeBytes: 4 },
        ],
      },
    },
    '{2, <optimized out>}',
  ],
  ['memory that is not there', { type: INT, location: memory(0x10) }, '<error: Cannot access memory at address 0x10>'],
  ['a boolean that is neither', { type: BOOL, location: bytes(7) }, '7'],
  ['a float', { type: FLOAT, location: bytes(0xdb, 0x0f, 0x49, 0x40) }, '3.14159274'],
  ['a negative NaN', { type: FLOAT, location: bytes(1, 0, 0xc0, 0xff) }, '-nan(0x400001)'],
  ['a symbol in the middle', { type: pointer(INT), location: bytes(0x88, 1, 0, 0) }, '0x188 <table+8>'],
  [
    'a pointer nowhere',
    { type: pointer(CHAR), location: bytes(0x10) },
    '0x10 <error: Cannot access memory at address 0x10>',
  ],
  [
    'a string that runs out of memory',
    { type: pointer(CHAR), location: bytes(0xfe, 1) },
    '0x1fe "aa"<error: Cannot access memory at address 0x200>',
  ],
  ['a structure within itself', { type: endless, location: bytes(0, 0, 0, 0) }, endlessText()],
  ['a typedef of itself', { type: alias, location: bytes(0) }, 'void'],
  ['an incomplete structure', { type: opaque, location: memory(0x100) }, '<incomplete type>'],
  ['an array of unknown length', { type: array(INT, undefined), location: memory(0x100) }, '{}'],
  [
    'a kind without a model',
    { type: { kind: 'unsupported', what: 'set', sizeBytes: 4 }, location: memory(0) },
    '<set>',
  ],
  [
    'a complex number',
    { type: { kind: 'base', name: 'complex float', sizeBytes: 8, encoding: 'complex' }, location: memory(0x100) },
    '0x706050403020100',
  ],
];

function endlessText(): string {
  return '{again = '.repeat(21) + '{...}' + '}'.repeat(21);
}

const NAMES: readonly (readonly [type: CType, name: string])[] = [
  [pointer(qualified('const', CHAR)), 'const char *'],
  [qualified('const', pointer(CHAR)), 'char * const'],
  [qualified('const', pointer(pointer(CHAR))), 'char ** const'],
  [pointer(qualified('const', pointer(INT))), 'int * const *'],
  [qualified('const', qualified('volatile', INT)), 'const volatile int'],
  [array(pointer(INT), 3), 'int *[3]'],
  [pointer(array(INT, 3)), 'int (*)[3]'],
  [array(INT, 2, undefined), 'int [2][]'],
  [{ kind: 'function', result: () => INT, parameters: () => [], variadic: false }, 'int (void)'],
  [
    pointer({ kind: 'function', result: () => pointer(INT), parameters: () => [INT, pointer(CHAR)], variadic: true }),
    'int *(*)(int, char *, ...)',
  ],
  [LONG_LONG, 'long long'],
  [opaque, 'struct opaque'],
];

describe('summaries of values', () => {
  for (const [what, value, text] of SUMMARIES) it(what, () => assert.equal(summarize(value, access), text));
});

describe('names of types', () => {
  for (const [type, name] of NAMES) it(name, () => assert.equal(typeName(type), name));
});
