/** dtc's checks by a table, and the table against dtc. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { CHECKS, checkCode, rangeText } from '../../../devicetree/index.js';
import { requireTool } from '../../support/requirements.js';
import { build } from '../build.js';
import { dtcVersion, parseWarnings } from '../differential/dtc.js';
import { CHECK_CASES, type CheckCase } from './cases.js';

/** Checks that dtc changed after 1.6, or came with later versions, and with which. */
const CHANGED_IN: Readonly<Record<string, number>> = {
  node_name_not_empty: 8,
  alias_paths: 8,
  interrupt_provider: 7,
  interrupt_map: 7,
  avoid_unnecessary_addr_size: 7,
  pci_device_bus_num: 7,
  i2c_bus_bridge: 7,
  i2c_bus_reg: 7,
  graph_nodes: 8,
  graph_port: 8,
  graph_endpoint: 8,
};

/** Rows of one table, one of which stands for all. */
function isRowOfProviders(name: string): boolean {
  const others =
    /^(cooling_device|dmas|hwlocks|interrupts_extended|io_channels|iommus|mboxes|mux_controls|phys|power_domains|pwms|resets|sound_dai|thermal_sensors)_(property|is_cell)$/;
  return others.test(name) || name === 'msi_parent_is_cell';
}

function textOf({ body, text }: CheckCase): string {
  return text ?? `/dts-v1/;\n/ { ${body ?? ''} };\n`;
}

/** Subjects that the check reports, each with the texts that it marks. */
function report(name: string, text: string): [subject: string, marked: string][] {
  const marked = new Map<string, string[]>();
  for (const finding of build(text, 'linux', { [name]: 'warning' }).findings) {
    if (finding.code !== checkCode(name)) continue;
    const subject = finding.subject ?? '';
    marked.set(subject, [...(marked.get(subject) ?? []), rangeText(finding.range)]);
  }
  return [...marked].map(([subject, texts]) => [subject, [...new Set(texts)].join('|')]);
}

function expected({ finds = [] }: CheckCase): [subject: string, marked: string][] {
  return finds.map(([subject, marked]) => [subject, [...new Set(marked.split('|'))].join('|')]);
}

describe("devicetree: dtc's checks", () => {
  it('has a case for every check', () => {
    for (const { name } of CHECKS) assert.ok(isRowOfProviders(name) || name in CHECK_CASES, name);
    const known = new Set(CHECKS.map(({ name }) => name));
    for (const name of Object.keys(CHECK_CASES)) assert.ok(known.has(name), name);
  });

  for (const [name, cases] of Object.entries(CHECK_CASES)) {
    for (const checkCase of cases) {
      it(`${name}: ${checkCase.about}`, () => {
        assert.deepEqual(report(name, textOf(checkCase)), expected(checkCase));
      });
    }
  }

  it('leaves out what is off, and can be told otherwise', () => {
    const text = '/dts-v1/; / { a_b { }; };';
    const code = checkCode('node_name_chars_strict');
    assert.ok(!build(text, 'linux').findings.some((finding) => finding.code === code));
    const [finding] = build(text, 'linux', { node_name_chars_strict: 'error' }).findings;
    assert.deepEqual([finding?.code, finding?.severity], [code, 'error']);
    assert.deepEqual(build('/dts-v1/; / { a@1 { }; };', 'linux', { unit_address_vs_reg: 'off' }).findings, []);
  });

  it("takes Zephyr's levels for Zephyr's dialect", () => {
    const text =
      '/dts-v1/; / { #address-cells = <1>; #size-cells = <1>; a@1 { reg = <1 1>; }; b@1 { reg = <1 1>; }; c@2 { }; };';
    const found = build(text, 'zephyr').findings.map(({ code, severity }) => `${severity} ${code}`);
    assert.deepEqual(found.sort(), ['error dtc-unit-address-vs-reg', 'warning dtc-unique-unit-address-if-enabled']);
  });
});

describe("devicetree: the checks' table against dtc", function () {
  this.timeout(60_000);

  before(function () {
    requireTool(this, 'dtc', 'device-tree-compiler');
  });

  it('dtc says the same about every case', () => {
    const [, minor] = dtcVersion();
    for (const [name, cases] of Object.entries(CHECK_CASES)) {
      if (minor < (CHANGED_IN[name] ?? 0)) continue;
      for (const checkCase of cases) {
        const args = ['-I', 'dts', '-O', 'null', '-W', name, '-'];
        const { stderr } = spawnSync('dtc', args, { input: textOf(checkCase), encoding: 'utf8' });
        const theirs = [...parseWarnings(stderr).warnings].filter((entry) => entry.startsWith(`${checkCode(name)} `));
        const subjects = checkCase.dtcNames ?? expected(checkCase).map(([subject]) => subject);
        const ours = subjects.map((subject) => `${checkCode(name)} ${subject}`);
        assert.deepEqual(theirs.sort(), ours.sort(), `${name}: ${checkCase.about}\n${stderr}`);
      }
    }
  });
});
