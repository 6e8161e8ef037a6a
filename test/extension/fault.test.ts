/** The rows of the "Fault" view. */
import assert from 'node:assert/strict';
import { faultRows } from '../../extension/fault/rows.js';
import { faultCauses } from '../vscode/fake-adapter/bodies.js';
import { allRows, contentText } from './support.js';

describe('Fault rows', () => {
  it('nest causes as the adapter nests them', () => {
    assert.deepEqual(contentText(faultRows(faultCauses('/demo/main.c', true))), [
      '# MemManage: store to 0x08000000 denied',
      '(error) MemManage | Taken as itself.',
      '  (tag) DACCVIOL | A data access was denied by the MPU.',
      '  (arrow-swap) Store of 4 bytes to 0x08000000 | main.c:12',
      '    (shield) Region 0 is read-only | AP = 0b110',
      '(lightbulb) Take the ROM-write lock around the store',
    ]);
  });

  it('open two levels and leave deeper ones closed', () => {
    const { rows } = faultRows(faultCauses('/demo/main.c', true));
    assert.deepEqual(
      allRows(rows).map((row) => row.expanded),
      [true, true, true, false, true],
    );
  });

  it('are none without a fault', () => {
    const none = { message: 'No fault has stopped the program.', rows: [] };
    assert.deepEqual(faultRows(faultCauses('/demo/main.c', false)), none);
  });

  it('show text of the program as text, not as Markdown', () => {
    const cause = { kind: 'access', label: 'a_b*c* [x](y)', detail: '<b>', children: [] } as const;
    const [row] = faultRows({ faulted: true, title: '', report: '', causes: [cause] }).rows;
    assert.equal(row!.tooltip, '**a\\_b\\*c\\* \\[x\\]\\(y\\)**\n\n\\<b\\>');
  });
});
