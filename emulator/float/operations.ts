/** The operations that instructions name: what each takes and gives, and what it computes. Generated code calls them by number. */
import { addition, comparison, division, extremum, multiplication, multiplyAdd, squareRoot } from './arithmetic.js';
import { convert, fromFixed, roundToIntegral, toFixed, type Fixed } from './convert.js';
import { DOUBLE, HALF, SINGLE, type Format } from './format.js';
import type { FloatStatus, Rounding } from './fpscr.js';
import { wide, type Wide } from './wide.js';

/** A word, which a number of single or half precision is too, or a number of double precision. */
export type Width = 32 | 64;

export interface FloatOperation {
  readonly name: string;
  readonly takes: readonly Width[];
  readonly gives: Width;
  /** Operands of 32 bits stand in `low`; so does such a result. */
  readonly compute: Compute;
}

type Compute = (operands: readonly Wide[], status: FloatStatus) => Wide;

const word = (value: number): Wide => wide(0, value);

function operation(name: string, takes: readonly Width[], gives: Width, compute: Compute): FloatOperation {
  return { name, takes, gives, compute };
}

/** Names of the operations that both precisions have, without their suffix. */
const ARITHMETIC = {
  add: (f, [x, y], status) => addition(f, x!, y!, status),
  sub: (f, [x, y], status) => addition(f, x!, y!, status, true),
  mul: (f, [x, y], status) => multiplication(f, x!, y!, status),
  div: (f, [x, y], status) => division(f, x!, y!, status),
  sqrt: (f, [x], status) => squareRoot(f, x!, status),
  /** Addend, and the two that are multiplied. */
  fma: (f, [a, x, y], status) => multiplyAdd(f, a!, x!, y!, status),
  maxNum: (f, [x, y], status) => extremum(f, x!, y!, status, true),
  minNum: (f, [x, y], status) => extremum(f, x!, y!, status, false),
  /** By FPSCR's mode, or by the one that is named; `Exact` raises Inexact. */
  rint: (f, [x], status) => roundToIntegral(f, x!, status.rounding, false, status),
  rintExact: (f, [x], status) => roundToIntegral(f, x!, status.rounding, true, status),
  rintZero: (f, [x], status) => roundToIntegral(f, x!, 'zero', false, status),
  rintAway: (f, [x], status) => roundToIntegral(f, x!, 'away', false, status),
  rintNearest: (f, [x], status) => roundToIntegral(f, x!, 'nearest', false, status),
  rintUp: (f, [x], status) => roundToIntegral(f, x!, 'up', false, status),
  rintDown: (f, [x], status) => roundToIntegral(f, x!, 'down', false, status),
} as const satisfies Readonly<Record<string, (f: Format, x: readonly Wide[], status: FloatStatus) => Wide>>;

const OPERAND_COUNTS: Readonly<Partial<Record<keyof typeof ARITHMETIC, number>>> = {
  add: 2,
  sub: 2,
  mul: 2,
  div: 2,
  fma: 3,
  maxNum: 2,
  minNum: 2,
};

/** Of VCVT, VCVTR and VCVTA, N, P, M. */
const TO_INTEGER: Readonly<Record<string, Rounding | 'mode'>> = {
  toInt: 'zero',
  toIntMode: 'mode',
  toIntAway: 'away',
  toIntNearest: 'nearest',
  toIntUp: 'up',
  toIntDown: 'down',
};

const PRECISIONS: readonly (readonly [suffix: string, format: Format, width: Width])[] = [
  ['32', SINGLE, 32],
  ['64', DOUBLE, 64],
];
const SIGNS = [
  ['S', true],
  ['U', false],
] as const;

function ofPrecision(suffix: string, format: Format, width: Width): readonly FloatOperation[] {
  const arithmetic = (Object.keys(ARITHMETIC) as (keyof typeof ARITHMETIC)[]).map((name) =>
    operation(
      name + suffix,
      Array.from({ length: OPERAND_COUNTS[name] ?? 1 }, () => width),
      width,
      (operands, status) => ARITHMETIC[name](format, operands, status),
    ),
  );
  const comparisons = [false, true].map((signals) =>
    operation(`${signals ? 'compareSignal' : 'compare'}${suffix}`, [width, width], 32, ([x, y], status) =>
      word(comparison(format, x!, y!, status, signals)),
    ),
  );
  const integers = SIGNS.flatMap(([sign, signed]) => {
    const integer: Fixed = { bits: 32, signed, fraction: 0 };
    return [
      ...Object.entries(TO_INTEGER).map(([name, rounding]) =>
        operation(`${name}${sign}${suffix}`, [width], 32, ([x], status) =>
          word(toFixed(format, x!, integer, rounding === 'mode' ? status.rounding : rounding, status)),
        ),
      ),
      operation(`fromInt${sign}${suffix}`, [32], width, ([x], status) =>
        fromFixed(format, x!.low, integer, status.rounding, status),
      ),
      // The second operand is the number of bits behind the point, which may be negative.
      ...([16, 32] as const).flatMap((bits) => [
        operation(`toFixed${sign}${bits}_${suffix}`, [width, 32], 32, ([x, fraction], status) =>
          word(toFixed(format, x!, { bits, signed, fraction: fraction!.low | 0 }, 'zero', status)),
        ),
        operation(`fromFixed${sign}${bits}_${suffix}`, [32, 32], width, ([x, fraction], status) =>
          fromFixed(format, x!.low, { bits, signed, fraction: fraction!.low | 0 }, 'nearest', status),
        ),
      ]),
    ];
  });
  const halves = [
    operation(`fromHalf${suffix}`, [32], width, ([x], status) => convert(HALF, format, word(x!.low & 0xffff), status)),
    operation(`toHalf${suffix}`, [width], 32, ([x], status) => convert(format, HALF, x!, status)),
  ];
  return [...arithmetic, ...comparisons, ...integers, ...halves];
}

export const FLOAT_OPERATIONS: readonly FloatOperation[] = [
  ...PRECISIONS.flatMap(([suffix, format, width]) => ofPrecision(suffix, format, width)),
  operation('toDouble', [32], 64, ([x], status) => convert(SINGLE, DOUBLE, x!, status)),
  operation('toSingle', [64], 32, ([x], status) => convert(DOUBLE, SINGLE, x!, status)),
];

const NUMBERS: ReadonlyMap<string, number> = new Map(FLOAT_OPERATIONS.map(({ name }, number) => [name, number]));

/** The number of an operation; throws an Error for a name that there is not. */
export function floatOperationNumber(name: string): number {
  const number = NUMBERS.get(name);
  if (number === undefined) throw new Error(`no floating-point operation "${name}"`);
  return number;
}
