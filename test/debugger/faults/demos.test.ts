// The demos' faults, field by field against what their handlers print on QEMU (test/firmware/gold), and their whole reports.
import assert from 'node:assert/strict';
import { hex32 } from '../../../base/index.js';
import {
  explainFault,
  faultChain,
  faultJson,
  faultText,
  faultTree,
  isUnhandled,
  type FaultNode,
} from '../../../debugger/index.js';
import { regionRegisters } from '../../../emulator/index.js';
import { readGold } from '../../firmware/manifest.js';
import { checkGold } from '../../support/gold.js';
import { faultedDemo } from './faulty.js';

const DEMOS = ['mbed-rom-write', 'guarded-task', 'stack-overflow'] as const;
const BOARDS = ['mps2-an385', 'lm3s6965evb'] as const;

/** `key=value` lines, as numbers where they are. */
function printed(name: string): ReadonlyMap<string, string> {
  const text = readGold(`demos/${name}`);
  const block = text.slice(text.indexOf('fault begin'), text.indexOf('fault end'));
  return new Map([...block.matchAll(/^(\w+)=(\w+)$/gm)].map((row) => [row[1]!, row[2]!.toLowerCase()]));
}

const hex = (value: number): string => hex32(value).slice(2);

/** The same keys from the emulator: the fault, the registers after entry, the MPU. */
function emulated(name: string): ReadonlyMap<string, string> {
  const { fault, machine } = faultedDemo(name);
  const after = machine.registers();
  const { before } = fault;
  const values: [string, number][] = [
    ['IPSR', after.xpsr & 0x1ff],
    ['CFSR', fault.cfsr],
    ['HFSR', fault.hfsr],
    ['MMFAR', fault.mmfar],
    ['BFAR', fault.bfar],
    ['MSP', after.msp],
    ['PSP', after.psp],
    ['EXC_RETURN', after.r[14]!],
  ];
  if (fault.stacked) {
    values.push(['FRAME', (after.r[14]! & 4) !== 0 ? after.psp : after.msp]);
    for (const n of [0, 1, 2, 3, 12]) values.push([`R${n}`, before.r[n]!]);
    values.push(['LR', before.r[14]!], ['PC', fault.pc]);
    // Bit 9 says that entry aligned SP (B1.5.6).
    const frame = values.find(([key]) => key === 'FRAME')![1];
    values.push(['xPSR', before.xpsr | (before.r[13]! - frame === 36 ? 1 << 9 : 0)]);
  }
  const { mpuView } = machine;
  values.push(['MPU_TYPE', mpuView.regionCount << 8], ['MPU_CTRL', mpuView.ctrl], ['MPU_RNR', mpuView.rnr]);
  mpuView.regions().forEach((region, n) => {
    const { rbar, second } = regionRegisters(region);
    values.push([`MPU_RBAR${n}`, rbar], [`MPU_RASR${n}`, second]);
  });
  const texts = new Map(values.map(([key, value]) => [key, hex(value)]));
  if (!fault.stacked) texts.set('FRAME', 'invalid');
  return texts;
}

describe('debugger/faults: the demos as on QEMU', () => {
  for (const demo of DEMOS) {
    for (const board of BOARDS) {
      for (const suffix of ['', '-O2']) {
        const name = `${demo}-${board}${suffix}`;
        it(name, () => {
          const gold = printed(name);
          const values = emulated(`demos/${name}`);
          assert.deepEqual([...values.keys()].sort(), [...gold.keys()].sort());
          for (const [key, value] of gold) assert.equal(values.get(key), value, key);
        });
      }
    }
  }
});

function labels(node: FaultNode): readonly string[] {
  return [node.label, ...node.children.flatMap(labels)];
}

describe('debugger/faults: reports of the demos', () => {
  for (const demo of DEMOS) {
    for (const board of BOARDS) {
      const name = `${demo}-${board}`;
      it(name, () => {
        const { fault, context } = faultedDemo(`demos/${name}`);
        const report = explainFault(fault, context);
        const text = faultText(report);
        for (const line of text.split('\n')) assert.ok(line.length <= 100, line);
        // Paths hang on where the firmware was built; the text has file names only.
        checkGold(`test/debugger/faults/gold/${name}.txt`, text);
        assert.deepEqual(JSON.parse(faultJson(report)), JSON.parse(JSON.stringify(report)));
        const tree = faultTree(report);
        assert.equal(tree.label, report.title);
        const all = labels(tree);
        for (const step of report.nextSteps) assert.ok(all.includes(step), step);
        for (const bit of report.bits) assert.ok(all.includes(`${bit.register}.${bit.name}`));
      });
    }
  }

  it('unwinds a stack overflow that left no frame', () => {
    const { fault, context } = faultedDemo('demos/stack-overflow-mps2-an385');
    const report = explainFault(fault, context);
    assert.equal(fault.stacked, false);
    assert.equal(report.frames[1]?.function, 'count_menus');
    assert.ok(report.frames.filter((frame) => frame.function === 'count_menus').length > 10);
    assert.match(report.stackNotes.join(' '), /On silicon a probe could not see this stack/);
    assert.equal(report.addressRegister.valid, false);
  });
});

describe('debugger/faults: who handles the demos', () => {
  for (const demo of DEMOS) {
    for (const board of BOARDS) {
      for (const [suffix, why] of [
        ['', undefined],
        ['-O2', undefined],
        ['-bare', 'branchToSelf'],
      ] as const) {
        it(`${demo}-${board}${suffix}`, () => {
          const { fault, elf, context } = faultedDemo(`demos/${demo}-${board}${suffix}`);
          const { readMemory } = context;
          const outcome = isUnhandled(fault, { vectorTable: 0, vectorCount: 48, readMemory, symbols: elf.symbols });
          assert.equal(outcome.unhandled ? outcome.why : undefined, why);
          assert.equal(faultChain(fault).length, 1);
        });
      }
    }
  }
});
