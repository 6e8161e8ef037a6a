/** What an instruction of guest/float.s leaves, computed by the emulator's arithmetic alone: for those that are one operation. */
import { FloatStatus, FPSCR_BITS } from '../../emulator/float/fpscr.js';
import { FLOAT_OPERATIONS, floatOperationNumber } from '../../emulator/float/operations.js';
import { wide, type Wide } from '../../emulator/float/wide.js';
import type { FloatResult, Stub } from './float-image.js';
import type { OperandWords } from './float-operands.js';

const NZCV = 0xf000_0000;

export function modelledResult(stub: Stub, [dl, dh, nl, nh, ml, mh]: OperandWords, fpscr: number): FloatResult {
  const operation = FLOAT_OPERATIONS[floatOperationNumber(stub.operation!)]!;
  const registers: Readonly<Record<string, Wide>> = {
    d: wide(dh, dl),
    n: wide(nh, nl),
    m: wide(mh, ml),
    z: wide(0, 0),
  };
  const operands = stub.operands.map((name, i) => {
    const { high, low } = registers[name] ?? wide(0, Number(name));
    return operation.takes[i] === 32 ? wide(0, low) : wide(high, low);
  });
  const initial = (fpscr & FPSCR_BITS) >>> 0;
  const status = new FloatStatus(initial);
  const result = operation.compute(operands, status);
  const raised = (initial | status.raised) >>> 0;
  if (stub.operation!.startsWith('compare')) return { low: dl, high: dh, fpscr: ((raised & ~NZCV) | result.low) >>> 0 };
  if (operation.gives === 64) return { ...result, fpscr: raised };
  const extended = stub.operation!.startsWith('toFixed') && operation.takes[0] === 64;
  const sign = stub.operation!.startsWith('toFixedS') ? result.low >> 31 : 0;
  return { low: result.low, high: extended ? sign >>> 0 : dh, fpscr: raised };
}

export function modelledResults(stub: Stub, table: readonly OperandWords[], fpscr: number): readonly FloatResult[] {
  return table.map((operands) => modelledResult(stub, operands, fpscr));
}
