/** The rows of the "MPU Regions" view. Register values: Mbed OS's v7-M driver, read back on QEMU 7.2. */
import assert from 'node:assert/strict';
import { mpuRegionRows } from '../../extension/mpu-regions/rows.js';
import { contextOf } from '../../extension/views/row.js';
import { mpuRegions } from '../vscode/fake-adapter/bodies.js';
import { allRows, contentText } from './support.js';

const FILE = '/demo/main.c';
const SHOW_ALL = { showDisabled: true };

describe('MPU region rows', () => {
  it('show every region with its rights, and the one that denied the access', () => {
    assert.deepEqual(contentText(mpuRegionRows(mpuRegions(FILE, true), SHOW_ALL)), [
      '# On, 2 of 8 regions enabled',
      '(error) 0: 0x00000000 – 0x1fffffff | denied the access · 512 MB · read-only, execute · 4 of 8 subregions',
      '  Privileged | read-only',
      '  Unprivileged | read-only',
      '  Execute | yes (XN = 0)',
      '  Disabled subregions | 4, 5, 6, 7',
      '  Memory type | Normal, write-through',
      '  MPU_RBAR | 0x00000000',
      '  MPU_RASR | 0x0602f039',
      '  Set by | mbed_mpu_init (main.c:9)',
      '(warning) 1: 0x00000000 – 0xffffffff | 4 GB · read-write, no execute · 2 of 8 subregions',
      '  (warning) Note | Two subregions of 512 MB are all that is left of it.',
      '  Privileged | read-write',
      '  Unprivileged | read-write',
      '  Execute | never (XN = 1)',
      '  Disabled subregions | 0, 2, 4, 5, 6, 7',
      '  Memory type | Normal, write-back, write-allocate',
      '  MPU_RBAR | 0x00000001',
      '  MPU_RASR | 0x130bf53f',
      '(circle-slash) 2 | disabled',
      '  Privileged | no access',
      '  Unprivileged | no access',
      '  Execute | no: XN = 0, but a fetch needs read permission',
      '  Disabled subregions | none',
      '  Memory type | Strongly-ordered',
      '  MPU_RBAR | 0x00000002',
      '  MPU_RASR | 0x00000000',
      '(settings) MPU_CTRL | 0x00000007 · on',
      '  ENABLE | 1 · the MPU is on',
      '  HFNMIENA | 1 · on in HardFault and NMI',
      '  PRIVDEFENA | 1 · default memory map for privileged code',
    ]);
  });

  it('show the MPU of the other security state and the SAU where the core has two', () => {
    const body = mpuRegions(FILE, false);
    const region = (number: number, base: string, end: string) => ({
      ...{ number, enabled: true, base, end, rbar: base, rlar: '0x00000001' },
    });
    const security = {
      state: 'Secure',
      other: { enabled: false, control: '0x00000000', summary: 'Off', regions: body.regions.slice(0, 1) },
      sau: {
        enabled: true,
        control: '0x00000001',
        summary: 'On, 2 of 8 regions enabled; everything else is Secure',
        regions: [
          { ...region(0, '0x00200000', '0x003fffff'), state: 'Non-secure' },
          { ...region(1, '0x101f0000', '0x101fffff'), state: 'Non-secure callable', note: 'It overlaps region 2.' },
          { ...region(2, '0x00000000', '0x0000001f'), enabled: false, rlar: '0x00000000', state: 'Non-secure' },
        ],
      },
    } as const;
    const content = mpuRegionRows({ ...body, security }, SHOW_ALL);
    const lines = contentText(content);
    assert.deepEqual(
      lines
        .slice(lines.findIndex((line) => line.startsWith('Security state')))
        .filter((line) => !line.startsWith('    ')),
      [
        'Security state | Secure: its MPU is shown above',
        '(shield) MPU of Non-secure state | Off',
        '  (circle-slash) 0: 0x00000000 – 0x1fffffff | 512 MB · read-only, execute · 4 of 8 subregions',
        '(lock) SAU | On, 2 of 8 regions enabled; everything else is Secure',
        '  (lock) 0: 0x00200000 – 0x003fffff | Non-secure',
        '  (warning) 1: 0x101f0000 – 0x101fffff | Non-secure callable',
        '  (circle-slash) 2 | disabled',
      ],
    );
    const ids = allRows(content.rows).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('leave out disabled regions if the user wants so', () => {
    const labels = mpuRegionRows(mpuRegions(FILE, false), { showDisabled: false }).rows.map((row) => row.label);
    assert.deepEqual(labels, ['0: 0x00000000 – 0x1fffffff', '1: 0x00000000 – 0xffffffff', 'MPU_CTRL']);
  });

  it('tell rights apart that differ, and name RLAR on PMSAv8', () => {
    const body = mpuRegions(FILE, false);
    const region = { ...body.regions[0]!, unprivileged: 'no access' } as const;
    const text = contentText(mpuRegionRows({ ...body, architecture: 'PMSAv8', regions: [region] }, SHOW_ALL));
    assert.match(text[1]!, /privileged read-only, unprivileged no access, execute/);
    assert.ok(text.includes('  Execute | privileged code only: a fetch needs read permission'));
    assert.ok(text.includes('  MPU_RLAR | 0x0602f039'));
    assert.ok(text.every((line) => !line.includes('Disabled subregions')));
  });

  it('mark all regions whose overlap denied the access', () => {
    const body = mpuRegions(FILE, false);
    const regions = body.regions.slice(0, 2).map((region) => ({ ...region, deciding: true, disabledSubregions: [] }));
    const { rows } = mpuRegionRows({ ...body, architecture: 'PMSAv8', regions }, SHOW_ALL);
    assert.deepEqual(
      rows.slice(0, 2).map(({ description, icon, expanded }) => [description, icon?.name, expanded]),
      [
        ['overlap of 0, 1 denied the access · 512 MB · read-only, execute', 'error', true],
        ['overlap of 0, 1 denied the access · 4 GB · read-write, no execute', 'error', true],
      ],
    );
    assert.match(String(rows[0]!.tooltip), /The overlap of regions 0, 1 denied the access/);
  });

  it('dim every region of an MPU that is off', () => {
    const body = { ...mpuRegions(FILE, false), enabled: false, control: '0x00000000' };
    const icons = mpuRegionRows(body, SHOW_ALL).rows.map((row) => row.icon?.name);
    assert.deepEqual(icons, ['circle-slash', 'circle-slash', 'circle-slash', 'settings']);
  });

  it('say that nothing is enforced, and that there is no MPU', () => {
    const body = mpuRegions(FILE, false);
    assert.match(mpuRegionRows({ ...body, enforced: false }, SHOW_ALL).message!, /not enforced/);
    assert.deepEqual(mpuRegionRows({ ...body, present: false, regions: [] }, SHOW_ALL), {
      message: 'This core has no MPU.',
      rows: [],
    });
  });

  it('put findings first', () => {
    const finding = { code: 'mpu-base-masked', severity: 'warning', message: 'Region 1 is misaligned.' } as const;
    const first = mpuRegionRows({ ...mpuRegions(FILE, false), findings: [finding] }, SHOW_ALL).rows[0]!;
    assert.deepEqual([first.label, first.icon?.name], ['Region 1 is misaligned.', 'warning']);
  });

  it('have unique ids, and the commands that suit them', () => {
    const { rows } = mpuRegionRows(mpuRegions(FILE, true), SHOW_ALL);
    const ids = allRows(rows).map((row) => row.id);
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(rows.map(contextOf), ['value address source', 'value address', 'value address', 'value address']);
  });
});
