/** Registers, MPU, rights and console of each kind of core: they show what the core has, and nothing else. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { root } from '../support/root.js';
import { go, launch, leave, type Rig, startRig, stopped } from './rig.js';

interface Core {
  readonly board: string;
  readonly demo: string;
  /** Of the core registers, those behind PC (Armv6-M ARM, B1.4; Armv7-M ARM, B1.4). */
  readonly special: readonly string[];
  readonly mpuSummary: RegExp;
  /** Registers of the MPU's block, fault status registers of the SCB's. */
  readonly mpuRegisters: number;
  readonly status: readonly string[];
  /** Who is told apart in answers on rights. */
  readonly levels: readonly string[];
  /** The type of the fault that the demo stops at. */
  readonly fault: string;
}

const V6M = ['xpsr', 'msp', 'psp', 'control', 'primask'];
const V7M = [...V6M, 'faultmask', 'basepri'];
const STATUS = ['CFSR', 'HFSR', 'MMFAR', 'BFAR'];
/** The group of S0 to S31 and D0 to D15, on a core with an FPU. */
const FLOATS = 'floating point';
const BOTH = ['privileged', 'unprivileged'];
const onM3 = { demo: 'stack-overflow-mps2-an385-bare', special: V7M, mpuSummary: /^On, 1 of 8 regions/ } as const;

const CORES: readonly Core[] = [
  {
    board: 'microbit',
    demo: 'unaligned-field-microbit-bare',
    special: V6M,
    mpuSummary: /^This core has no MPU$/,
    mpuRegisters: 1,
    status: [],
    levels: ['all code'],
    fault: 'HardFault',
  },
  {
    board: 'mps2-m0plus',
    demo: 'subregion-guard-mps2-m0plus-bare',
    special: V6M,
    mpuSummary: /^On, 2 of 8 regions/,
    mpuRegisters: 5,
    status: [],
    levels: BOTH,
    fault: 'HardFault',
  },
  { board: 'mps2-an385', ...onM3, mpuRegisters: 11, status: STATUS, levels: BOTH, fault: 'MemManage' },
  {
    board: 'mps2-an386',
    ...onM3,
    special: [...V7M, 'fpscr', FLOATS],
    mpuRegisters: 11,
    status: STATUS,
    levels: BOTH,
    fault: 'MemManage',
  },
];

async function children(rig: Rig, variablesReference: number): Promise<ReadonlyMap<string, string>> {
  const { variables } = await rig.client.request('variables', { variablesReference });
  return new Map(variables.map(({ name, value }) => [name, value]));
}

/** The program at the fault that its demo is for, the frame, and its scopes by name. */
async function atFault(
  rig: Rig,
  { board, demo, fault }: Core,
): Promise<{ readonly frameId: number; readonly scopes: ReadonlyMap<string, number> }> {
  await go(rig, await launch(rig, { program: join(root, `firmware/elf/demos/${demo}.elf`), board }));
  assert.equal((await stopped(rig)).reason, 'exception');
  assert.equal((await rig.client.request('exceptionInfo', { threadId: 1 })).exceptionId, fault);
  const { stackFrames } = await rig.client.request('stackTrace', { threadId: 1, levels: 1 });
  const frameId = stackFrames[0]!.id;
  const { scopes } = await rig.client.request('scopes', { frameId });
  return { frameId, scopes: new Map(scopes.map(({ name, variablesReference }) => [name, variablesReference])) };
}

describe('debug adapter: views of each core', () => {
  for (const core of CORES) {
    const { board, special, mpuSummary, mpuRegisters, status, levels, fault } = core;
    it(board, async () => {
      const rig = startRig();
      const { frameId, scopes } = await atFault(rig, core);

      const registers = [...(await children(rig, scopes.get('Core registers')!)).keys()];
      assert.deepEqual(registers.slice(registers.indexOf('pc') + 1), special);
      const { variables } = await rig.client.request('variables', {
        variablesReference: scopes.get('System registers')!,
      });
      const block = async (name: string): Promise<readonly string[]> => [
        ...(await children(rig, variables.find((one) => one.name === name)!.variablesReference)).keys(),
      ];
      assert.equal((await block('MPU')).length, mpuRegisters);
      const scb = await block('SCB');
      assert.deepEqual(
        STATUS.filter((name) => scb.includes(name)),
        status,
      );

      const mpu = await children(rig, scopes.get('MPU')!);
      assert.match(mpu.get('state')!, mpuSummary);
      assert.equal(mpu.has('MPU_CTRL'), mpuRegisters > 1);
      const body = await rig.client.request('ringfence/mpuRegions', {});
      assert.match(body.summary, mpuSummary);
      assert.equal(body.present, mpuRegisters > 1);

      const rights = await rig.client.request('ringfence/explainAccess', { address: '0x20000000', sizeBytes: 4 });
      assert.equal(rights.unprivileged !== undefined, levels.includes('unprivileged'));
      const evaluate = async (expression: string, context: 'repl' | 'hover'): Promise<string> => {
        const { result, variablesReference } = await rig.client.request('evaluate', { expression, frameId, context });
        const more = variablesReference === 0 ? new Map<string, string>() : await children(rig, variablesReference);
        return [result, ...[...more].map(([name, value]) => `${name}: ${value}`)].join('\n');
      };
      const named = registers.filter((name) => name !== FLOATS);
      const table = await evaluate('info registers', 'repl');
      assert.deepEqual(
        table.split('\n').map((line) => line.split(' ')[0]),
        named,
      );
      assert.doesNotMatch(table, /not known/);
      const completions = await rig.client.request('completions', { frameId, text: '$', column: 2 });
      const labels = completions.targets.map(({ label }) => label.slice(1)).filter((label) => !/^[sd]\d+$/.test(label));
      assert.deepEqual(labels.sort(), [...named].sort());
      const explained = await evaluate('explain 0x20000000', 'repl');
      for (const level of ['all code', ...BOTH]) {
        const pattern = new RegExp(`[:;] ${level === 'all code' ? level : `${level} code`}:`);
        assert.equal(pattern.test(explained), levels.includes(level), `${level}: ${explained}`);
      }
      const causes = await rig.client.request('ringfence/faultCauses', {});
      assert.ok(causes.title.startsWith(fault), causes.title);
      assert.equal(/CFSR/.test(causes.report), status.length > 0);
      await leave(rig);
    });
  }
});
