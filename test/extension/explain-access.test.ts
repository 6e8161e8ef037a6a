/** The lines of "Explain Access". */
import assert from 'node:assert/strict';
import { explainAccess as explain } from '../../extension/access/rows.js';
import type { ExplainAccessBody } from '../../protocol/index.js';
import { explainAccess } from '../vscode/fake-adapter/bodies.js';

function withoutMemory(body: ExplainAccessBody): ExplainAccessBody {
  return JSON.parse(JSON.stringify({ ...body, memory: undefined })) as ExplainAccessBody;
}

describe('Explain Access', () => {
  it('puts the class of code that runs now first', () => {
    const body = { ...explainAccess('0x08000000', 4), symbol: 'table + 4', current: 'unprivileged' } as const;
    const { title, lines } = explain(body);
    assert.equal(title, '4 bytes at 0x08000000 (table + 4) in FLASH');
    assert.deepEqual(
      lines.map((line) => line.label),
      [
        'Unprivileged read: allowed',
        'Unprivileged write: denied',
        'Unprivileged execute: allowed',
        'Privileged read: allowed',
        'Privileged write: denied',
        'Privileged execute: allowed',
      ],
    );
  });

  it('names the first denied byte of a longer access, and memory that is not there', () => {
    const body = explainAccess('0x08000000', 1);
    const write = { ...body.privileged.write, deniedAt: '0x08000002' };
    const { title, lines } = explain(withoutMemory({ ...body, privileged: { ...body.privileged, write } }));
    assert.equal(title, '1 byte at 0x08000000 in no memory');
    assert.equal(lines[1]!.detail, 'Region 0 is read-only (AP = 0b110). First denied byte: 0x08000002.');
  });

  it('tells of all code on a core that knows no other', () => {
    const { unprivileged, ...body } = explainAccess('0x20000000', 4);
    assert.notEqual(unprivileged, undefined);
    assert.deepEqual(
      explain({ ...body, current: 'privileged' }).lines.map(({ label }) => label.replace(/: (allowed|denied)$/, '')),
      ['All code: read', 'All code: write', 'All code: execute'],
    );
  });
});
