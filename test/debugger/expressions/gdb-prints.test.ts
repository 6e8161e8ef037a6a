/**
 * Every expression of fixture/*-expressions.txt prints as gdb-multiarch 13.1 printed it (gold/*.prints.json, refreshed by
 * fixture/refresh.mjs). Where we mean to differ, `DELIBERATE` says how and why.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { bare, describe as summarize, evaluate, typeName, type EvaluationContext } from '../../../debugger/index.js';
import { goldFile, loadProgram } from './program.js';

interface Print {
  readonly expression: string;
  readonly value?: string;
  readonly type?: string;
  readonly error?: string;
}

/** Where we answer something else than GDB, on purpose. */
interface Deliberate {
  readonly of: RegExp;
  readonly value?: string;
  readonly type?: string;
  readonly error?: string;
  readonly why: string;
}

const DELIBERATE: readonly Deliberate[] = [
  { of: /^sizeof(?!\($)/, type: 'unsigned int', why: 'size_t of AAPCS32; GDB says int' },
  { of: /^lng \/ 3$/, type: 'long', why: 'C11 6.3.1.8: long stays long' },
  { of: /^ulng - 200000$/, type: 'unsigned long', why: 'C11 6.3.1.8' },
  { of: /^app::level \+ app::deep::value$/, type: 'long', why: 'C11 6.3.1.8' },
  { of: /^yes \+ yes$|^true \+ true$/, value: '2', type: 'int', why: 'C promotes booleans to int' },
  { of: /^\*main$/, value: '{int (void)} 0x803c <main>', type: 'int (void)', why: 'C11 6.5.3.2: * of a function' },
  { of: /^2\[numbers\]$/, value: '3', type: 'int', why: 'C11 6.5.2.1: operands of [] may change places' },
  { of: /^function == twice$/, value: '1', type: 'int', why: 'the Thumb bit is no difference between functions' },
  { of: /^i,t$/, value: '0b101010', type: 'int', why: 'binary numbers say that they are binary' },
  { of: /^0,t$/, value: '0b0', type: 'int', why: 'binary numbers say that they are binary' },
  {
    of: /^packet.flags.low@2$/,
    error: "Only values in memory can be extended with '@'.",
    why: 'a bit-field has no address',
  },
  { of: /^&packet.flags.low$/, error: 'A bit-field has no address.', why: 'C11 6.5.3.2' },
  { of: /^int\(3\.9\)$/, value: '3', type: 'int', why: 'casts written as calls' },
  { of: /^float\(3\)$/, value: '3', type: 'float', why: 'casts written as calls' },
  { of: /^unsigned\(5\)$/, value: '5', type: 'unsigned int', why: 'casts written as calls' },
  { of: /^bool\(0\)$/, value: 'false', type: 'bool', why: 'casts written as calls' },
  { of: /^1'000'000$/, value: '1000000', type: 'int', why: 'digit separators of C++14' },
];

/** GDB names C++ functions by DWARF, our context by the symbol table. */
function withSymbolName(text: string | undefined): string | undefined {
  return text?.replace('<main()>', '<main>');
}

/** What GDB's print shows: summaries of pointers and references begin with their type, but for `char *`. */
function printed(text: string, context: EvaluationContext): { value: string; type: string } | { error: string } {
  const result = evaluate(text, context);
  if (!result.ok) return { error: result.error.message };
  const { value, format } = result;
  const summary = summarize(value, context, format === undefined ? {} : { format });
  const failed = /^<error: (.*)>$/.exec(summary);
  if (failed !== null) return { error: failed[1]! };
  const type = typeName(value.type, context.language);
  const shape = bare(value.type);
  const pointer = shape.kind === 'pointer' || shape.kind === 'reference';
  const plain = /^(?:const )?char \*$/.test(type) || format !== undefined;
  return { value: pointer && !plain ? `(${type}) ${summary}` : summary, type };
}

function checkPrint(row: Print, context: EvaluationContext): void {
  const { expression, ...gold } = row;
  const deliberate = DELIBERATE.find(({ of }) => of.test(expression));
  const actual = printed(expression, context);
  if (deliberate?.error !== undefined) {
    assert.deepEqual(actual, { error: deliberate.error });
  } else if (gold.error !== undefined && deliberate === undefined) {
    // Our sentences are our own, but for those about memory, which views show word for word.
    assert.ok('error' in actual, JSON.stringify(actual));
    if (gold.error.startsWith('Cannot access')) assert.equal(actual.error, gold.error);
  } else {
    const expected = { value: deliberate?.value ?? withSymbolName(gold.value), type: deliberate?.type ?? gold.type };
    assert.deepEqual(actual, expected);
  }
}

for (const language of ['c', 'cpp']) {
  describe(`expressions print as in GDB: ${language}`, () => {
    const context = loadProgram(language);
    const rows = JSON.parse(readFileSync(goldFile(`${language}.prints.json`), 'utf8')) as readonly Print[];
    for (const row of rows) it(row.expression, () => checkPrint(row, context));
  });
}
