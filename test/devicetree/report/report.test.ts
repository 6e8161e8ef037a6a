/** Findings as text, JSON and SARIF; SARIF is held against the published schema of 2.1.0. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Ajv from 'ajv';
import { jsonReport, sarifLog, textReport, type SarifLog } from '../../../devicetree/report/index.js';
import type { DevicetreeFinding, SourceFile } from '../../../devicetree/source/index.js';
import { root } from '../../support/root.js';

const BOARD: SourceFile = {
  path: '/project/boards/my board.dts',
  text: '/ {\n\tsram1: memory@20020000 {\n\t\treg = <0x20020000 0x3000>;\n\t};\n};\n',
};
const HEADER: SourceFile = { path: '/zephyr/include/attr#1.h', text: '#define SIZE 0x3000\r\n' };

function rangeOf(file: SourceFile, text: string) {
  const start = file.text.indexOf(text);
  assert.ok(start >= 0, text);
  return { file, start, end: start + text.length };
}

const FINDINGS: readonly DevicetreeFinding[] = [
  {
    code: 'ZM040',
    severity: 'error',
    message: 'Size 0x3000',
    range: rangeOf(BOARD, '0x3000'),
    related: [{ range: rangeOf(HEADER, '0x3000'), message: 'from here' }],
    fixes: [
      {
        title: 'Round up',
        kind: 'round-up',
        preferred: true,
        edits: [
          { range: rangeOf(BOARD, '0x3000'), newText: '0x4000' },
          { range: { file: BOARD, start: 0, end: 0 }, newText: '/* sized */\n' },
          { range: rangeOf(HEADER, '0x3000'), newText: '0x4000' },
        ],
      },
    ],
  },
  {
    code: 'ZM062',
    severity: 'information',
    message: 'Spans lines',
    range: rangeOf(BOARD, 'reg = <0x20020000 0x3000>;\n\t}'),
  },
  {
    code: 'dtc-other',
    severity: 'warning',
    message: 'At the end',
    range: { file: BOARD, start: BOARD.text.length, end: BOARD.text.length },
  },
];

const RULES = [
  { id: 'ZM040', severity: 'error', title: 'Size is no power of two', documentation: 'docs/lint/ZM040.md' },
  { id: 'ZM041', severity: 'error', title: 'Base is not aligned', documentation: 'docs/lint/ZM041.md' },
] as const;

describe('devicetree report: text', () => {
  it('prints place, severity, message, code, the line and a mark; tabs stay tabs', () => {
    assert.equal(
      textReport(FINDINGS, { base: '/project' }),
      [
        'boards/my board.dts:3:21: error: Size 0x3000 [ZM040]',
        '\t\treg = <0x20020000 0x3000>;',
        '\t\t                  ^~~~~~',
        '/zephyr/include/attr#1.h:1:14: note: from here',
        '#define SIZE 0x3000',
        '             ^~~~~~',
        'boards/my board.dts:3:3: information: Spans lines [ZM062]',
        '\t\treg = <0x20020000 0x3000>;',
        '\t\t^~~~~~~~~~~~~~~~~~~~~~~~~~',
        'boards/my board.dts:6:1: warning: At the end [dtc-other]',
        '',
      ].join('\n'),
    );
  });

  it('does not print endless lines', () => {
    const file: SourceFile = { path: 'x.dts', text: 'x'.repeat(1_000_000) };
    const text = textReport([{ code: 'c', severity: 'error', message: 'm', range: { file, start: 5, end: 900_000 } }]);
    assert.equal(text, 'x.dts:1:6: error: m [c]\n');
  });
});

describe('devicetree report: JSON', () => {
  it('has one shape for every finding', () => {
    const report = jsonReport(FINDINGS, '/project/');
    assert.equal(report.formatVersion, 1);
    assert.deepEqual(report.counts, { error: 1, warning: 1, information: 1 });
    assert.deepEqual(report.findings[0], {
      file: 'boards/my board.dts',
      line: 3,
      column: 21,
      endLine: 3,
      endColumn: 27,
      code: 'ZM040',
      severity: 'error',
      message: 'Size 0x3000',
      related: [
        { file: '/zephyr/include/attr#1.h', line: 1, column: 14, endLine: 1, endColumn: 20, message: 'from here' },
      ],
      fixes: [
        {
          title: 'Round up',
          kind: 'round-up',
          preferred: true,
          edits: [
            { file: 'boards/my board.dts', line: 3, column: 21, endLine: 3, endColumn: 27, newText: '0x4000' },
            { file: 'boards/my board.dts', line: 1, column: 1, endLine: 1, endColumn: 1, newText: '/* sized */\n' },
            { file: '/zephyr/include/attr#1.h', line: 1, column: 14, endLine: 1, endColumn: 20, newText: '0x4000' },
          ],
        },
      ],
    });
    assert.deepEqual(Object.keys(report.findings[2]!), Object.keys(report.findings[0]));
  });
});

describe('devicetree report: SARIF', () => {
  const require = createRequire(join(root, 'package.json'));
  const schemaOf = (name: string) => JSON.parse(readFileSync(require.resolve(name), 'utf8')) as object;
  // The schema is of JSON Schema's draft 4, which this validator knows as `id` with another schema of schemas.
  const ajv = new Ajv({ format: 'full', schemaId: 'id', meta: false, unknownFormats: 'ignore' });
  ajv.addMetaSchema(schemaOf('ajv/lib/refs/json-schema-draft-04.json'));
  const validate = ajv.compile(schemaOf('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));

  function log(findings: readonly DevicetreeFinding[]): SarifLog {
    return sarifLog(findings, { tool: { name: 'Ringfence', version: '0.1.0' }, rules: RULES, base: '/project' });
  }

  it('fits the schema', () => {
    for (const findings of [FINDINGS, []]) {
      const ok = validate(JSON.parse(JSON.stringify(log(findings))));
      assert.equal(ok, true, JSON.stringify(validate.errors, null, 2));
    }
    // The schema does look inside: a level that it does not know is refused.
    const wrong = JSON.parse(JSON.stringify(log(FINDINGS)).replace('"level":"note"', '"level":"hint"')) as object;
    assert.equal(validate(wrong), false);
  });

  it('says levels, rules, places from 1 and relative addresses', () => {
    const { runs } = log(FINDINGS);
    const [{ tool, results }] = runs;
    assert.deepEqual(
      tool.driver.rules.map(({ id }) => id),
      ['ZM040', 'ZM041', 'ZM062', 'dtc-other'],
    );
    assert.deepEqual(
      results.map(({ ruleId, ruleIndex, level }) => ({ ruleId, ruleIndex, level })),
      [
        { ruleId: 'ZM040', ruleIndex: 0, level: 'error' },
        { ruleId: 'ZM062', ruleIndex: 2, level: 'note' },
        { ruleId: 'dtc-other', ruleIndex: 3, level: 'warning' },
      ],
    );
    const [first] = results;
    assert.deepEqual(first!.locations[0].physicalLocation, {
      artifactLocation: { uri: 'boards/my%20board.dts', uriBaseId: '%SRCROOT%' },
      region: { startLine: 3, startColumn: 21, endLine: 3, endColumn: 27 },
    });
    assert.equal(
      first!.relatedLocations![0]!.physicalLocation.artifactLocation.uri,
      'file:///zephyr/include/attr%231.h',
    );
    assert.deepEqual(
      first!.fixes![0]!.artifactChanges.map(({ replacements }) => replacements.length),
      [2, 1],
    );
  });

  it('names files of a Windows disk', () => {
    const file: SourceFile = { path: 'C:\\other\\a b.dts', text: 'x' };
    const [{ results }] = log([{ code: 'c', severity: 'error', message: 'm', range: { file, start: 0, end: 1 } }]).runs;
    assert.equal(results[0]!.locations[0].physicalLocation.artifactLocation.uri, 'file:///C:/other/a%20b.dts');
  });
});
