/** The framework: when rules run, how severe they are, what comments silence, and how fixes go together. */
import assert from 'node:assert/strict';
import { checkBindings, openBindings } from '../../../devicetree/bindings/index.js';
import {
  applyEdits,
  fixAll,
  lint,
  RULES,
  zephyrFacts,
  type LintContext,
  type LintOptions,
} from '../../../devicetree/lint/index.js';
import { rangeText, type DevicetreeFinding } from '../../../devicetree/source/index.js';
import { filesOf, lintExample, lintFiles, memory, OVERLAY_PATH, report, root, type Example } from './support.js';
import { BOARD_PATH } from './boards.js';

const ODD = memory({ size: '0x3000', attribute: 'DT_MEM_ARM_MPU_RAM' });

function found(source: string, options?: LintOptions, example: Partial<Example> = {}): string[] {
  const { findings } = lintExample({ ...example, source }, options);
  return findings.map(({ code, severity, range }) => `${severity} ${code} ${rangeText(range)}`);
}

const ZM040 = 'error ZM040 0x20040000 0x3000';

/** The parser's errors. */
function lintedErrors({ compilation }: LintContext): DevicetreeFinding[] {
  return compilation.syntax.findings.filter(({ severity }) => severity === 'error');
}

describe('devicetree lint: when rules run', () => {
  it('only where something is about Zephyr', () => {
    const text = '/dts-v1/;\n/ {\n};\n';
    const files = new Map([
      ['/project/base.dts', text],
      ['/project/app.overlay', '/dts-v1/;\n'],
    ]);
    assert.deepEqual(lintFiles(files).findings, []);
    assert.deepEqual(
      lintFiles(files, {}).findings.map(({ code }) => code),
      ['ZM100'],
    );
  });

  it('with the severity that options give, or not at all', () => {
    assert.deepEqual(found(root(ODD)), [ZM040]);
    assert.deepEqual(found(root(ODD), { severities: { ZM040: 'information' } }), [
      ZM040.replace('error', 'information'),
    ]);
    assert.deepEqual(found(root(ODD), { severities: { ZM040: 'off' } }), []);
  });

  it('and answer in the order of files and places', () => {
    const source = root(
      memory({ name: '"A-B"', size: '0x3000', attribute: 'DT_MEM_ARM_MPU_RAM' }),
      memory({ label: 'x', at: '20050000', name: '"RAM"' }),
    );
    const board = (text: string): string =>
      text
        .replace('reg = <0xe000ed90', 'arm,num-mpu-regions = <7>;\n reg = <0xe000ed90')
        .replace('arm,num-mpu-regions = <8>;', '');
    assert.deepEqual(
      lintExample({ source, board }).findings.map(({ code, range }) => `${code} ${range.file.path}`),
      [`ZM082 ${BOARD_PATH}`, ...['ZM040', 'ZM062', 'ZM061'].map((code) => `${code} ${OVERLAY_PATH}`)],
    );
  });

  it('each with an id, a page and a title of its own', () => {
    assert.equal(new Set(RULES.map(({ id }) => id)).size, RULES.length);
    assert.equal(new Set(RULES.map(({ title }) => title)).size, RULES.length);
    for (const { id, documentation } of RULES) assert.equal(documentation, `docs/lint/${id}.md`);
  });
});

describe('devicetree lint: comments', () => {
  const cases: readonly { name: string; source: string; left: readonly string[] }[] = [
    { name: 'off', source: `/* ringfence-lint off ZM040 */\n${root(ODD)}`, left: [] },
    { name: 'off for every rule', source: `/* ringfence-lint off */\n${root(ODD)}`, left: [] },
    {
      name: 'off and on again before it',
      source: `/* ringfence-lint off ZM062 */\n${root(memory({ name: '"A-B"', size: '0x3000', attribute: 'DT_MEM_ARM_MPU_RAM' }))}`,
      left: [ZM040],
    },
    {
      name: 'off and on around something else',
      source: `/* ringfence-lint off ZM040 */\n/* ringfence-lint on ZM040 */\n${root(ODD)}`,
      left: ['information lint-unused-comment ZM040', ZM040],
    },
    {
      name: 'on for every rule',
      source: root(
        `\t/* ringfence-lint off ZM040 */\n${ODD}\t/* ringfence-lint on */\n`,
        memory({ label: 'b', at: '20050000', size: '0x3000', attribute: 'DT_MEM_ARM_MPU_RAM' }),
      ),
      left: ['error ZM040 0x20050000 0x3000'],
    },
    { name: 'off-line', source: root(ODD.replace('0x3000>;', '0x3000>; // ringfence-lint off-line ZM040')), left: [] },
    {
      name: 'off-next-line',
      source: root(ODD.replace('\t\treg', '\t\t// ringfence-lint off-next-line ZM040\n\t\treg')),
      left: [],
    },
    {
      name: 'off-next-line in a comment of several lines',
      source: root(
        ODD.replace(
          '\t\treg',
          '\t\t/*\n\t\t * ringfence-lint off-next-line ZM040 -- the hardware\n\t\t * folds it\n\t\t */\n\t\treg',
        ),
      ),
      left: [],
    },
    {
      name: 'off-next-line of another line',
      source: root(ODD.replace('\t\tcompatible', '\t\t// ringfence-lint off-next-line ZM040\n\t\tcompatible')),
      left: ['information lint-unused-comment ZM040', ZM040],
    },
    {
      name: 'several ids',
      source: `// ringfence-lint off ZM040, ZM062 -- both on purpose\n${root(memory({ name: '"A-B"', size: '0x3000', attribute: 'DT_MEM_ARM_MPU_RAM' }))}`,
      left: [],
    },
    {
      name: 'an id that no rule has',
      source: `/* ringfence-lint off ZM999 */\n${root(memory())}`,
      left: ['information lint-unknown-rule ZM999'],
    },
    {
      name: 'a rule that finds nothing',
      source: `/* ringfence-lint off ZM040 */\n${root(memory())}`,
      left: ['information lint-unused-comment ZM040'],
    },
    {
      name: 'a rule that cannot run without a configuration',
      source: `/* ringfence-lint off ZM083 */\n${root(memory())}`,
      left: [],
    },
    {
      name: 'a verb that there is not',
      source: `/* ringfence-lint disable ZM040 */\n${root(memory())}`,
      left: ['information lint-bad-comment ringfence-lint disable ZM040'],
    },
    {
      name: 'nothing but the mark',
      source: `/* ringfence-lint */\n${root(memory())}`,
      left: ['information lint-bad-comment ringfence-lint'],
    },
    {
      name: 'the mark in a string',
      source: root(memory({ more: ['label = "/* ringfence-lint off ZM999 */";'] })),
      left: [],
    },
    { name: 'the mark inside a sentence', source: `/* see ringfence-lint off ZM999 */\n${root(memory())}`, left: [] },
    {
      name: 'an apostrophe in a comment before',
      source: `/* it isn't closed */ // ringfence-lint off ZM040\n${root(ODD)}`,
      left: [],
    },
  ];
  for (const { name, source, left } of cases)
    it(name, () => {
      assert.deepEqual(found(source), left);
    });

  it('of an included file are not called unused: another board may need them', () => {
    const board = (text: string): string => `/* ringfence-lint off ZM040 */\n${text}`;
    assert.deepEqual(found(root(memory()), undefined, { board }), []);
  });

  it('silence checks of dtc, and no errors of the language', () => {
    const { context, overlay } = lintExample({ source: `/* ringfence-lint off */\n${root(ODD)}` });
    const range = { file: overlay, start: overlay.text.length - 2, end: overlay.text.length };
    const checks = ['dtc-unit-address-vs-reg', 'dts-expected-semicolon', 'cpp-include-not-found'].map(
      (code): DevicetreeFinding => ({ code, severity: 'error', message: 'm', range }),
    );
    assert.deepEqual(
      lint(context, { checks }).map(({ code }) => code),
      ['cpp-include-not-found', 'dts-expected-semicolon'],
    );
  });

  it('are called unused for all rules together only where all findings were there to silence', () => {
    const { context } = lintExample({ source: `/* ringfence-lint off */\n${root(memory())}` });
    assert.deepEqual(lint(context), []);
    assert.deepEqual(
      lint(context, { checks: [] }).map(({ code }) => code),
      ['lint-unused-comment'],
    );
  });
});

describe('devicetree lint: what other parts of the engine found', () => {
  it('goes where a rule says it better', () => {
    const { context } = lintExample({ source: root(memory({ attribute: 'DT_ARM_MPU(ATTR_MPU_RAM)' })) });
    const checks = lintedErrors(context);
    assert.deepEqual(
      checks.map(({ code }) => code),
      ['dts-unknown-name'],
    );
    assert.deepEqual(
      lint(context, { checks }).map(({ code }) => code),
      ['ZM001'],
    );
    assert.deepEqual(
      lint(context, { checks, severities: { ZM001: 'off' } }).map(({ code }) => code),
      ['dts-unknown-name'],
    );
  });
});

describe('devicetree lint: fixes', () => {
  it('of one kind go together, and a header is included once', () => {
    const source = root(
      ...['RAM', 'RAM_NOCACHE', 'FLASH', 'PPB', 'IO', 'EXTMEM'].map((type, n) =>
        memory({
          label: `m${n}`,
          at: `200${(0x40 + 16 * n).toString(16)}000`,
          more: [`zephyr,memory-region-mpu = "${type}";`],
        }),
      ),
    );
    const { findings, overlay } = lintExample({ source, include: [] });
    assert.deepEqual(new Set(findings.map(({ code }) => code)), new Set(['ZM007']));
    const text = applyEdits(overlay, fixAll(findings, 'migrate-memory-region-mpu'));
    assert.equal(text.match(/#include/g)?.length, 1);
    const fixed = lintFiles(new Map([...filesOf({ source, include: [] }), [OVERLAY_PATH, text]]));
    assert.deepEqual(fixed.errors, []);
    // PPB means nothing for RAM, and six regions leave none for threads: those are other rules' business.
    assert.deepEqual(fixed.findings.map(({ code }) => code).sort(), ['ZM050', 'ZM081'], report(fixed.findings));
  });
});

describe('devicetree lint: bindings', () => {
  const FOLDER = '/zephyr/dts/bindings';
  const REG = 'properties:\n  reg:\n    type: array\n    required: true\n';
  const MEMORY = '  zephyr,memory-attr:\n    type: int\n  zephyr,memory-region:\n    type: string\n';
  const FILES = new Map([
    [`${FOLDER}/mmio-sram.yaml`, `description: plain\ncompatible: "mmio-sram"\n${REG}`],
    [`${FOLDER}/acme,ram.yaml`, `description: described\ncompatible: "acme,ram"\n${REG}${MEMORY}`],
    [`${FOLDER}/acme,old.yaml`, `description: not\ncompatible: "acme,old"\n${REG}`],
    [
      `${FOLDER}/zephyr,memory-region.yaml`,
      `description: region\ncompatible: "zephyr,memory-region"\n${REG}${MEMORY}    required: true\n`,
    ],
  ]);
  const sources = new Map([...FILES].map(([path, text]) => [path, { path, text }]));
  const index = openBindings([FOLDER], {
    read: (path) => sources.get(path),
    list: (path) =>
      path === FOLDER
        ? [...FILES.keys()].map((each) => ({ name: each.slice(FOLDER.length + 1), kind: 'file' }) as const)
        : undefined,
  });

  function codesFor(text: Parameters<typeof memory>[0], withChecks = false): string[] {
    const zephyr = zephyrFacts(
      {
        base: '/zephyr',
        version: '4.1.0',
        board: undefined,
        bindingsFolders: [FOLDER],
        kconfig: new Map(),
        kconfigComplete: false,
      },
      index,
    );
    assert.equal(zephyr.version, '4.1');
    assert.equal(zephyr.config, undefined);
    const { context } = lintExample({ source: root(memory(text)), zephyr });
    const checks = withChecks
      ? checkBindings(context.compilation.tree, index).filter(({ range }) => range.file.path === OVERLAY_PATH)
      : [];
    return lint(context, { checks }).map(({ code }) => code);
  }

  it('decide who may have an attribute', () => {
    const attribute = 'DT_MEM_ARM_MPU_RAM';
    assert.deepEqual(codesFor({ attribute }), []);
    assert.deepEqual(codesFor({ attribute, compatible: '"acme,ram"', name: null }), []);
    assert.deepEqual(codesFor({ attribute, compatible: '"acme,old"', name: null }), ['ZM022']);
    assert.deepEqual(codesFor({ attribute, compatible: '"acme,unknown"', name: null }), ['ZM022']);
    assert.deepEqual(codesFor({ attribute, compatible: '"acme,unknown", "acme,ram"', name: null }), []);
    assert.deepEqual(codesFor({ attribute, compatible: '"acme,old", "zephyr,memory-region"' }), ['ZM021']);
    assert.deepEqual(codesFor({ attribute, compatible: '"acme,ram", "zephyr,memory-region"' }), []);
  });

  it('have their own findings dropped where a rule says the same', () => {
    const attribute = 'DT_MEM_ARM_MPU_RAM';
    assert.deepEqual(codesFor({ attribute, compatible: '"acme,old"', name: null }, true), ['ZM022']);
    assert.deepEqual(codesFor({ attribute, compatible: '"acme,old", "zephyr,memory-region"' }, true), ['ZM021']);
    assert.deepEqual(codesFor({ name: null }, true), ['ZM023']);
    assert.deepEqual(codesFor({ reg: null }, true), ['ZM024']);
    assert.deepEqual(codesFor({ more: ['zephyr,memory-attr = "RAM";'] }, true), ['ZM006']);
    assert.deepEqual(codesFor({ more: ['zephyr,memory-attr = <1 2>;'] }, true), ['ZM008']);
    assert.deepEqual(codesFor({ more: ['zephyr,memory-region-mpu = "RAM";'] }, true), ['ZM007']);
  });
});
