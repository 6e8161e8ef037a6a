/** `ringfence lint` and `ringfence regions` from their words to stdout, stderr and exit status. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../cli/engine.js';
import { ringfence } from '../../cli/ringfence.js';

let folder: string;

/** A board in the manner of Zephyr's, with one memory region. */
function board(reg: string, attribute: string): string {
  return `/dts-v1/;
#include <attributes.h>
/ {
	#address-cells = <1>;
	#size-cells = <1>;
	compatible = "test,board";
	model = "test";
	cpus {
		#address-cells = <1>;
		#size-cells = <0>;
		cpu@0 { compatible = "arm,cortex-m4"; reg = <0>; #address-cells = <1>; #size-cells = <1>;
			mpu: mpu@e000ed90 { compatible = "arm,armv7m-mpu"; reg = <0xe000ed90 0x40>; };
		};
	};
	dma: memory@20040000 {
		compatible = "zephyr,memory-region", "mmio-sram";
		reg = <${reg}>;
		zephyr,memory-region = "DMA";
		zephyr,memory-attr = <${attribute}>;
	};
};
`;
}

const ATTRIBUTES = `#define DT_MEM_ARM_MPU_RAM 0x100000
#ifdef NOCACHE
#define BUFFERS 0x200000
#else
#define BUFFERS DT_MEM_ARM_MPU_RAM
#endif
`;

const path = (name: string): string => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-dts-'));
  mkdirSync(path('include'));
  writeFileSync(path('include/attributes.h'), ATTRIBUTES);
  writeFileSync(path('good.dts'), board('0x20040000 0x1000', 'BUFFERS'));
  writeFileSync(path('bad.dts'), board('0x20040000 0x3000', 'BUFFERS'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Neither command touches the debugger. */
const ENGINE: Engine = {
  run: () => Promise.reject(new Error('not asked for')),
  disassemble: () => [],
  dap: () => Promise.reject(new Error('not asked for')),
  demoSession: () => Promise.reject(new Error('not asked for')),
};

async function check(words: readonly string[], status: number): Promise<{ stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const given = await ringfence(words, ENGINE, {
    stdout: (bytes) => (stdout += Buffer.from(bytes).toString()),
    stderr: (text) => (stderr += text),
  });
  assert.equal(given, status, stderr);
  return { stdout, stderr };
}

const include = (): string[] => ['-I', path('include')];

describe('ringfence lint', () => {
  it('is silent about a sound source', async () => {
    const { stdout, stderr } = await check(['lint', path('good.dts'), ...include()], 0);
    assert.deepEqual([stdout, stderr], ['', 'ringfence: 0 errors, 0 warnings.\n']);
  });

  it('prints findings with place, source line and mark, and exits with 1', async () => {
    const { stdout, stderr } = await check(['lint', path('good.dts'), path('bad.dts'), ...include()], 1);
    assert.equal(
      stdout.replaceAll(folder, ''),
      [
        '/bad.dts:17:10: error: 0x3000 is no power of two: the MPU covers 0x20040000-0x20043fff, 4 KiB more than dma. [ZM040]',
        '\t\treg = <0x20040000 0x3000>;',
        '\t\t       ^~~~~~~~~~~~~~~~~',
        '',
      ].join('\n'),
    );
    assert.equal(stderr, 'ringfence: 1 error, 0 warnings.\n');
  });

  it('prints each finding once where sources share it', async () => {
    const { stderr } = await check(['lint', path('bad.dts'), path('bad.dts'), ...include()], 1);
    assert.equal(stderr, 'ringfence: 1 error, 0 warnings.\n');
  });

  it('judges by another core, other severities and macros of the command line', async () => {
    await check(['lint', path('bad.dts'), ...include(), '--core', 'cortex-m33'], 0);
    const { stderr } = await check(['lint', path('bad.dts'), ...include(), '--severity', 'ZM040=warning'], 0);
    assert.equal(stderr, 'ringfence: 0 errors, 1 warning.\n');
    await check(['lint', path('bad.dts'), ...include(), '--severity=ZM040=off'], 0);
    const plan = await check(['regions', path('good.dts'), ...include(), '-D', 'NOCACHE'], 0);
    assert.match(plan.stdout, / RAM_NOCACHE /);
  });

  it('knows rules that need a .config', async () => {
    writeFileSync(path('.config'), '# CONFIG_ARM_MPU is not set\n');
    const { stdout } = await check(['lint', path('good.dts'), ...include(), '--config', path('.config')], 0);
    assert.match(stdout, /\[ZM083\]/);
  });

  it('does not ask an overlay alone for what its board says', async () => {
    writeFileSync(
      path('app.overlay'),
      '/ { dma: memory@20000000 { compatible = "zephyr,memory-region"; reg = <0x20000000 0x1000>; zephyr,memory-region = "DMA"; zephyr,memory-attr = <0x100000>; }; };\n',
    );
    const { stdout } = await check(['lint', path('app.overlay')], 0);
    assert.doesNotMatch(stdout, /dtc-|ZM028/);
  });

  it("tells errors of an SDK's files, and its warnings where it is asked to", async () => {
    const sdk = mkdtempSync(join(tmpdir(), 'cli-sdk-'));
    try {
      writeFileSync(join(sdk, 'soc.dtsi'), '/ { a@1 { }; };\n');
      writeFileSync(path('app.dts'), '/dts-v1/;\n#include <soc.dtsi>\n');
      const words = ['lint', path('app.dts'), '-I', sdk, '--dialect', 'linux'];
      const few = await check(words, 0);
      assert.equal(few.stdout, '');
      assert.equal(
        few.stderr,
        'ringfence: 0 errors, 0 warnings. 1 remark on files from elsewhere left out; --all-files shows them.\n',
      );
      const all = await check([...words, '--all-files'], 0);
      assert.match(all.stdout, /soc\.dtsi:1:5: warning: .* \[dtc-unit-address-vs-reg\]/);
      assert.equal(all.stderr, 'ringfence: 0 errors, 1 warning.\n');
      writeFileSync(join(sdk, 'soc.dtsi'), '/ { a = <&none>; };\n');
      assert.match((await check(words, 1)).stdout, /soc\.dtsi:1:\d+: error/);
    } finally {
      rmSync(sdk, { recursive: true });
    }
  });

  it('tells what is wrong with the build folder too', async () => {
    mkdirSync(path('build'));
    writeFileSync(
      path('build/build_info.yml'),
      `cmake:\n  devicetree:\n    files: [${path('good.dts')}]\n    include-dirs: {\n`,
    );
    const { stdout, stderr } = await check(['lint', path('build')], 1);
    assert.match(stdout + stderr, /build_info\.yml:\d+/);
  });

  it('writes JSON and SARIF', async () => {
    const json = await check(['lint', path('bad.dts'), ...include(), '--format', 'json'], 1);
    const report = JSON.parse(json.stdout) as { formatVersion: number; findings: { code: string; line: number }[] };
    assert.equal(report.formatVersion, 1);
    assert.deepEqual(
      report.findings.map(({ code, line }) => [code, line]),
      [['ZM040', 17]],
    );
    const sarif = await check(['lint', path('bad.dts'), ...include(), '--format', 'sarif'], 1);
    const log = JSON.parse(sarif.stdout) as { version: string; runs: { results: { ruleId: string }[] }[] };
    assert.deepEqual([log.version, log.runs[0]?.results.map(({ ruleId }) => ruleId)], ['2.1.0', ['ZM040']]);
  });

  it('says what is wrong with its words and files', async () => {
    const mistakes: readonly (readonly [words: readonly string[], sentence: RegExp])[] = [
      [['lint'], /needs FILES/],
      [['lint', path('none.dts')], /Cannot read “.*none\.dts”/],
      [['lint', folder], /is a folder, but no build folder of Zephyr/],
      [['lint', path('good.dts'), '--severity', 'ZM040'], /such as ZM013=off/],
      [['lint', path('good.dts'), '-D', '1x'], /has to be NAME or NAME=VALUE/],
      [['lint', path('good.dts'), '--format', 'xml'], /text or json or sarif/],
      [['lint', path('good.dts'), '--config', path('none')], /no such file/],
      [['regions', path('good.dts'), path('bad.dts')], /does not know what to do with/],
    ];
    for (const [words, sentence] of mistakes) {
      const { stdout, stderr } = await check(words, 125);
      assert.equal(stdout, '');
      assert.match(stderr, sentence);
      assert.match(stderr, /^ringfence: .*\.\n$/);
    }
  });
});

describe('ringfence regions', () => {
  it('prints the plan, and errors of the source beside it', async () => {
    const { stdout, stderr } = await check(['regions', path('bad.dts'), ...include()], 0);
    // RBAR: base, VALID, slot 2, behind the two of Zephyr's own table. RASR: RAM of Zephyr, SIZE 13 (16 KiB), ENABLE.
    assert.match(stdout, /0x20040000-0x20042fff +0x20040000-0x20043fff .* 0x20040012 +0x110b001b/);
    assert.match(stderr, /\[ZM040\]/);
  });

  it('prints it as JSON, too', async () => {
    const { stdout } = await check(['regions', path('good.dts'), ...include(), '--format', 'json'], 0);
    const plan = JSON.parse(stdout) as { formatVersion: number };
    assert.equal(plan.formatVersion, 1);
  });

  it('answers where an allocation lands and what a check of a buffer says', async () => {
    writeFileSync(path('heap.dts'), board('0x20040000 0x1000', '(DT_MEM_ARM_MPU_RAM | 0x40000)'));
    const questions = ['--allocate', 'DT_MEM_SW_ALLOC_DMA:256:32', '--allocate', '0x10000:16'];
    const checks = ['--check', '0x20040ff0:16:DT_MEM_ARM_MPU_RAM', '--check', '0x20040ff0:17:0'];
    const { stdout } = await check(['regions', path('heap.dts'), ...include(), ...questions, ...checks], 0);
    assert.deepEqual(stdout.trimEnd().split('\n').slice(1), [
      'allocate DT_MEM_SW_ALLOC_DMA:256:32: memory@20040000 (0x20040000-0x20040fff): the first heap in devicetree order with exactly DT_MEM_SW_ALLOC_DMA.',
      'allocate 0x10000:16: NULL: no heap has exactly DT_MEM_SW_ALLOC_CACHE.',
      'check 0x20040ff0:16:DT_MEM_ARM_MPU_RAM: 0: All of the buffer lies in memory@20040000 (0x20040000-0x20040fff), which has every attribute bit asked for.',
      'check 0x20040ff0:17:0: -ENOSPC: 17 bytes reach beyond the end of memory@20040000 (0x20040000-0x20040fff).',
    ]);
    assert.match(stdout, /^memory@20040000 .*, a heap: at most 0x[0-9a-f]+ bytes in one block/);
  });

  it('says what is wrong with such a question', async () => {
    const mistakes: readonly (readonly [words: readonly string[], sentence: RegExp])[] = [
      [['--allocate', 'DT_MEM_SW_ALLOC_DMA'], /is not ATTRIBUTE:BYTES/],
      [['--allocate', 'DT_MEM_NONSENSE:16'], /“DT_MEM_NONSENSE” is no memory attribute/],
      [['--allocate', '0x10000:lots'], /“lots” is no number/],
      [['--check', '0x20040000:16'], /is not ADDRESS:BYTES:ATTRIBUTE/],
      [['--check', '0:16:0', '--format', 'json'], /in text only/],
    ];
    for (const [words, sentence] of mistakes) {
      const { stdout, stderr } = await check(['regions', path('good.dts'), ...include(), ...words], 125);
      assert.equal(stdout, '');
      assert.match(stderr, sentence);
    }
  });
});
