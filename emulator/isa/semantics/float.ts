/** The floating-point extension (Armv7-M ARM, A2.5 and A4.11). Every instruction asks ExecuteFPCheck first. */
import type { Builder, FloatReg, Pair, Value, Word } from '../builder.js';
import type { OperandName, Operands } from '../operands.js';

type Op<K extends OperandName> = Pick<Operands, K>;

/** A number of single or double precision. */
type Number = Value | Pair;

const SIGN = -0x8000_0000;
const MAGNITUDE = 0x7fff_ffff;

const read = (m: Builder, r: FloatReg, double: boolean): Number => (double ? m.double(r) : m.single(r));

const write = (m: Builder, r: FloatReg, double: boolean, v: Number): void => {
  if (double) m.setDouble(r, v as Pair);
  else m.setSingle(r, v as Value);
};

/** An operation that gives a number of the precision that it is named for. */
const operate = (m: Builder, double: boolean, name: string, ...operands: (Word | Pair)[]): Number =>
  double ? m.floatPair(`${name}64`, ...operands) : m.float(`${name}32`, ...operands);

/** Puts `f` in place of the word that has the sign: FPNeg and FPAbs change it alone, in NaNs too. */
const onSign = (m: Builder, double: boolean, x: Number, f: (word: Value) => Value): Number =>
  double ? m.pair(m.low(x as Pair), f(m.high(x as Pair))) : f(x as Value);

const negated = (m: Builder, double: boolean, x: Number): Number => onSign(m, double, x, (word) => m.xor(word, SIGN));

type Three = Op<'fd' | 'fn' | 'fm' | 'double'>;
type Two = Op<'fd' | 'fm' | 'double'>;

/** VADD, VSUB, VMUL, VDIV, VMAXNM, VMINNM. */
export const binary =
  (name: string) =>
  (m: Builder, { fd, fn, fm, double }: Three): void => {
    m.checkFloat();
    write(m, fd, double, operate(m, double, name, read(m, fn, double), read(m, fm, double)));
  };

export const VNMUL = (m: Builder, { fd, fn, fm, double }: Three): void => {
  m.checkFloat();
  const product = operate(m, double, 'mul', read(m, fn, double), read(m, fm, double));
  write(m, fd, double, negated(m, double, product));
};

interface Signs {
  readonly negateAddend: boolean;
  readonly negateProduct: boolean;
}

/** VMLA and its kin: the product is rounded, then the sum. */
export const multiplyThenAdd =
  ({ negateAddend, negateProduct }: Signs) =>
  (m: Builder, { fd, fn, fm, double }: Three): void => {
    m.checkFloat();
    const addend = read(m, fd, double);
    const product = operate(m, double, 'mul', read(m, fn, double), read(m, fm, double));
    const sum = operate(
      m,
      double,
      'add',
      negateAddend ? negated(m, double, addend) : addend,
      negateProduct ? negated(m, double, product) : product,
    );
    write(m, fd, double, sum);
  };

/** VFMA and its kin: one rounding; what negates the product negates its first factor. */
export const fusedMultiplyAdd =
  ({ negateAddend, negateProduct }: Signs) =>
  (m: Builder, { fd, fn, fm, double }: Three): void => {
    m.checkFloat();
    const addend = read(m, fd, double);
    const factor = read(m, fn, double);
    const sum = operate(
      m,
      double,
      'fma',
      negateAddend ? negated(m, double, addend) : addend,
      negateProduct ? negated(m, double, factor) : factor,
      read(m, fm, double),
    );
    write(m, fd, double, sum);
  };

/** VSQRT and VRINT. */
export const unary =
  (name: string) =>
  (m: Builder, { fd, fm, double }: Two): void => {
    m.checkFloat();
    write(m, fd, double, operate(m, double, name, read(m, fm, double)));
  };

export const VMOV = (m: Builder, { fd, fm, double }: Two): void => {
  m.checkFloat();
  write(m, fd, double, read(m, fm, double));
};

export const VNEG = (m: Builder, { fd, fm, double }: Two): void => {
  m.checkFloat();
  write(m, fd, double, negated(m, double, read(m, fm, double)));
};

export const VABS = (m: Builder, { fd, fm, double }: Two): void => {
  m.checkFloat();
  const magnitude = onSign(m, double, read(m, fm, double), (word) => m.and(word, MAGNITUDE));
  write(m, fd, double, magnitude);
};

/** `imm` is the upper word of a double, whose lower is 0, or a single. */
export const VMOV_immediate = (m: Builder, { fd, imm, double }: Op<'fd' | 'imm' | 'double'>): void => {
  m.checkFloat();
  write(m, fd, double, double ? m.pair(0, imm) : imm);
};

/** VSEL: the condition is part of the instruction. */
export const VSEL = (m: Builder, { fd, fn, fm, double, cond }: Three & Op<'cond'>): void => {
  m.checkFloat();
  const holds = m.condition(cond);
  if (double) {
    const [n, x] = [m.double(fn), m.double(fm)];
    m.setDouble(fd, m.pair(m.select(holds, m.low(n), m.low(x)), m.select(holds, m.high(n), m.high(x))));
  } else m.setSingle(fd, m.select(holds, m.single(fn), m.single(fm)));
};

/** VCMP and VCMPE, of two registers, or of one and zero. */
const compare = (m: Builder, signals: boolean, double: boolean, x: Number, y: Word | Pair): void =>
  m.setFpscrFlags(m.float(`${signals ? 'compareSignal' : 'compare'}${double ? 64 : 32}`, x, y));

export const VCMP =
  (signals: boolean) =>
  (m: Builder, { fd, fm, double }: Two): void => {
    m.checkFloat();
    compare(m, signals, double, read(m, fd, double), read(m, fm, double));
  };

export const VCMP_zero =
  (signals: boolean) =>
  (m: Builder, { fd, double }: Op<'fd' | 'double'>): void => {
    m.checkFloat();
    compare(m, signals, double, read(m, fd, double), double ? m.pair(0, 0) : 0);
  };

/** To an integer in an S register; `name` says how it is rounded and whether it has a sign. */
export const toInteger =
  (name: string) =>
  (m: Builder, { fd, fm, double }: Two): void => {
    m.checkFloat();
    m.setSingle(fd, m.float(`${name}${double ? 64 : 32}`, read(m, fm, double)));
  };

export const fromInteger =
  (sign: 'S' | 'U') =>
  (m: Builder, { fd, fm, double }: Two): void => {
    m.checkFloat();
    write(m, fd, double, operate(m, double, `fromInt${sign}`, m.single(fm)));
  };

type FixedPoint = Op<'fd' | 'imm' | 'double'>;

/** `imm` is the number of bits behind the point. The result fills the register, extended. */
export const toFixed =
  (sign: 'S' | 'U', bits: 16 | 32) =>
  (m: Builder, { fd, imm, double }: FixedPoint): void => {
    m.checkFloat();
    const word = m.float(`toFixed${sign}${bits}_${double ? 64 : 32}`, read(m, fd, double), imm);
    write(m, fd, double, double ? m.pair(word, sign === 'S' ? m.asr(word, 31) : 0) : word);
  };

export const fromFixed =
  (sign: 'S' | 'U', bits: 16 | 32) =>
  (m: Builder, { fd, imm, double }: FixedPoint): void => {
    m.checkFloat();
    const word = double ? m.low(m.double(fd)) : m.single(fd);
    write(m, fd, double, operate(m, double, `fromFixed${sign}${bits}_`, word, imm));
  };

export const toDouble = (m: Builder, { fd, fm }: Op<'fd' | 'fm'>): void => {
  m.checkFloat();
  m.setDouble(fd, m.floatPair('toDouble', m.single(fm)));
};

export const toSingle = (m: Builder, { fd, fm }: Op<'fd' | 'fm'>): void => {
  m.checkFloat();
  m.setSingle(fd, m.float('toSingle', m.double(fm)));
};

/** VCVTB and VCVTT: half precision lies in one half of an S register; the other half stays. */
export const fromHalf = (m: Builder, { fd, fm, double, top }: Two & Op<'top'>): void => {
  m.checkFloat();
  const half = top ? m.lsr(m.single(fm), 16) : m.single(fm);
  write(m, fd, double, operate(m, double, 'fromHalf', half));
};

export const toHalf = (m: Builder, { fd, fm, double, top }: Two & Op<'top'>): void => {
  m.checkFloat();
  const half = m.float(`toHalf${double ? 64 : 32}`, read(m, fm, double));
  const old = m.single(fd);
  m.setSingle(fd, top ? m.or(m.and(old, 0xffff), m.lsl(half, 16)) : m.or(m.and(old, ~0xffff), half));
};

// Moves between core registers and floating-point registers

export const toCore = (m: Builder, { fn, t }: Op<'fn' | 't'>): void => {
  m.checkFloat();
  m.setReg(t, m.single(fn));
};

export const fromCore = (m: Builder, { fn, t }: Op<'fn' | 't'>): void => {
  m.checkFloat();
  m.setSingle(fn, m.reg(t));
};

/** Two S registers, which a D register is too. */
export const twoToCore = (m: Builder, { fm, fm2, t, t2 }: Op<'fm' | 'fm2' | 't' | 't2'>): void => {
  m.checkFloat();
  m.setReg(t, m.single(fm));
  m.setReg(t2, m.single(fm2));
};

export const twoFromCore = (m: Builder, { fm, fm2, t, t2 }: Op<'fm' | 'fm2' | 't' | 't2'>): void => {
  m.checkFloat();
  m.setSingle(fm, m.reg(t));
  m.setSingle(fm2, m.reg(t2));
};

export const VMRS = (m: Builder, { t }: Op<'t'>): void => {
  m.checkFloat();
  m.setReg(t, m.fpscr);
};

/** With Rt = 15: FPSCR's flags become APSR's. */
export const VMRS_flags = (m: Builder, _i: object): void => {
  m.checkFloat();
  m.setNZCV(m.fpscr);
};

/** `mask` has the bits that there are. */
export const VMSR = (m: Builder, { t, mask }: Op<'t' | 'mask'>): void => {
  m.checkFloat();
  m.setFpscr(m.and(m.reg(t), mask));
};

// Loads and stores

const loaded = (m: Builder, { fd, double }: Op<'fd' | 'double'>, address: Value): void => {
  m.aligned(address, 4);
  const low = m.load(address, 4);
  if (double) m.setDouble(fd, m.pair(low, m.load(m.add(address, 4), 4)));
  else m.setSingle(fd, low);
};

export const VLDR = (m: Builder, i: Op<'fd' | 'n' | 'offset' | 'double'>): void => {
  m.checkFloat();
  loaded(m, i, m.add(m.reg(i.n), i.offset));
};

export const VLDR_literal = (m: Builder, i: Op<'fd' | 'target' | 'double'>): void => {
  m.checkFloat();
  loaded(m, i, i.target);
};

export const VSTR = (m: Builder, { fd, n, offset, double }: Op<'fd' | 'n' | 'offset' | 'double'>): void => {
  m.checkFloat();
  const address = m.add(m.reg(n), offset);
  m.aligned(address, 4);
  if (double) {
    const x = m.double(fd);
    m.store(address, 4, m.low(x));
    m.store(m.add(address, 4), 4, m.high(x));
  } else m.store(address, 4, m.single(fd));
};

/** `offset` is what the base register moves by; `bytes` lie from it on, or end at it. */
type Several = Op<'fd' | 'n' | 'bytes' | 'offset' | 'wback'>;
type Direction = 'IA' | 'DB';

const start = (m: Builder, { n, offset, wback }: Several, direction: Direction): Value => {
  const base = m.reg(n);
  const moved = direction === 'IA' ? m.add(base, offset) : m.sub(base, offset);
  const lowest = direction === 'IA' ? base : moved;
  if (wback) {
    m.withinStack(n, lowest);
    m.setReg(n, moved);
  }
  return lowest;
};

export const VLDM =
  (direction: Direction) =>
  (m: Builder, i: Several): void => {
    m.checkFloat();
    m.loadFloats(start(m, i, direction), i.fd, i.bytes);
  };

export const VSTM =
  (direction: Direction) =>
  (m: Builder, i: Several): void => {
    m.checkFloat();
    m.storeFloats(start(m, i, direction), i.fd, i.bytes);
  };
