/** Fixes, fixes of a kind, and comments that silence. */
import assert from 'node:assert/strict';
import { codeActions, fixAllActions, type CodeAction } from '../../../devicetree/queries/index.js';
import { applyEdits } from '../../../devicetree/lint/index.js';
import { overlay, type Project } from './support.js';

function old(name: string, at: string): string {
  return `/ { ${name}: m@${at} { compatible = "zephyr,memory-region", "mmio-sram"; reg = <0x${at} 0x1000>; zephyr,memory-region = "${name}"; zephyr,memory-region-mpu = "RAM"; }; };\n`;
}

function actionsAt({ context, file }: Project, text: string): readonly CodeAction[] {
  const start = file.text.indexOf(text);
  assert(start >= 0);
  return codeActions(context, file, { start, end: start + 1 });
}

describe('codeActions', () => {
  const project = overlay('m4', old('A', '20040000') + old('B', '20050000'));
  it('mends one, and all of its kind', () => {
    const actions = actionsAt(project, 'zephyr,memory-region-mpu');
    const one = actions.find(({ kind }) => kind === 'fix')!;
    const all = actions.find(({ kind }) => kind === 'fix-kind')!;
    assert.equal(applyEdits(project.file, one.edits).match(/region-mpu/g)?.length, 1);
    assert.equal(all.title, 'Migrate zephyr,memory-region-mpu to zephyr,memory-attr: all 2 in this file');
    assert.doesNotMatch(applyEdits(project.file, all.edits), /region-mpu/);
  });
  it('silences a finding that lint knows, on the line or in the file', () => {
    const silencing = actionsAt(project, 'zephyr,memory-region-mpu').filter(({ kind }) => kind === 'suppress');
    const [line, whole] = silencing;
    assert.match(line!.title, /^Silence ZM007 for this line$/);
    const text = applyEdits(project.file, line!.edits);
    assert.match(text, /\n\/\* ringfence-lint off-next-line ZM007 \*\/\n\/ \{ A: /);
    assert.match(applyEdits(project.file, whole!.edits), /^\/\* ringfence-lint off ZM007 \*\/\n/);
  });
  it('offers nothing where nothing is found', () => {
    assert.deepEqual(actionsAt(project, '#include'), []);
  });
  it('leaves errors of the language without a comment', () => {
    const broken = overlay('m4', '/ { p = <1> };\n');
    assert(broken.context.findings.length > 0);
    const at = broken.context.findings.find(({ range }) => range.file === broken.file)!.range.start;
    const actions = codeActions(broken.context, broken.file, { start: at, end: at });
    assert(!actions.some(({ kind }) => kind === 'suppress'));
  });
});

describe('fixAllActions', () => {
  it('mends everything safe in the file at once', () => {
    const { context, file } = overlay('m4', `/dts-v1/;\n${old('A', '20040000')}${old('B', '20050000')}`);
    const [action] = fixAllActions(context, file);
    assert.equal(action?.kind, 'fix-all');
    const text = applyEdits(file, action.edits);
    assert.doesNotMatch(text, /region-mpu/);
    assert.match(text, /zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM>/);
  });
  it('offers nothing for a clean file', () => {
    const { context, file } = overlay('m4', '&uart0 { status = "okay"; };\n');
    assert.deepEqual(fixAllActions(context, file), []);
  });
});
