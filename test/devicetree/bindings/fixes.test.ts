/** Quick fixes of the bindings' findings: applied, the finding is gone. */
import assert from 'node:assert/strict';
import { runCase } from './case.js';

const BINDING = `description: a device
compatible: "test,dev"
properties:
  speed: {type: int, required: true, enum: [9600, 115200]}
  mode: {type: string, enum: [fast, slow]}
  clock-frequency: {type: int}
`;

interface FixCase {
  readonly name: string;
  readonly dts: string;
  readonly title: string;
  readonly becomes: string;
}

const CASES: readonly FixCase[] = [
  {
    name: 'adds a required property behind the compatible',
    dts: '/ {\n\tdev {\n\t\tcompatible = "test,dev";\n\t};\n};\n',
    title: "Add 'speed'",
    becomes: '/ {\n\tdev {\n\t\tcompatible = "test,dev";\n\t\tspeed = <9600>;\n\t};\n};\n',
  },
  {
    name: 'corrects the spelling of a value',
    dts: '/ {\n\tdev {\n\t\tcompatible = "test,dev";\n\t\tspeed = <9600>;\n\t\tmode = "fats";\n\t};\n};\n',
    title: 'Use "fast"',
    becomes: '/ {\n\tdev {\n\t\tcompatible = "test,dev";\n\t\tspeed = <9600>;\n\t\tmode = "fast";\n\t};\n};\n',
  },
  {
    name: 'corrects the spelling of a property',
    dts: '/ {\n\tdev {\n\t\tcompatible = "test,dev";\n\t\tspeed = <9600>;\n\t\tclock-freqency = <1>;\n\t};\n};\n',
    title: "Rename to 'clock-frequency'",
    becomes: '/ {\n\tdev {\n\t\tcompatible = "test,dev";\n\t\tspeed = <9600>;\n\t\tclock-frequency = <1>;\n\t};\n};\n',
  },
];

describe('devicetree/bindings: fixes', () => {
  for (const { name, dts, title, becomes } of CASES) {
    it(name, () => {
      const run = runCase({ files: { 'a.yaml': BINDING }, dts });
      assert.equal(run.findings.length, 1);
      const [fix] = run.findings[0]!.fixes!;
      assert.equal(fix!.title, title);
      const [edit, ...others] = fix!.edits;
      assert.equal(others.length, 0);
      const { range, newText } = edit!;
      const text = range.file.text.slice(0, range.start) + newText + range.file.text.slice(range.end);
      assert.equal(text, `/dts-v1/;\n${becomes}`);
      assert.deepEqual(runCase({ files: { 'a.yaml': BINDING }, dts: becomes }).findings, []);
    });
  }

  it('offers none where names are far apart, or the line holds more', () => {
    const far = '/ {\n\tdev {\n\t\tcompatible = "test,dev";\n\t\tspeed = <9600>;\n\t\twhatever = <1>;\n\t};\n};\n';
    const crowded = '/ { dev { compatible = "test,dev"; }; };\n';
    for (const dts of [far, crowded]) {
      const { findings } = runCase({ files: { 'a.yaml': BINDING }, dts });
      assert.equal(findings.length, 1);
      assert.equal(findings[0]!.fixes, undefined);
    }
  });
});
