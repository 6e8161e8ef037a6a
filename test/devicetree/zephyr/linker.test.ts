/** What becomes of `zephyr,memory-region-mpu` and `zephyr,memory-region`; tokens as edtlib's str_as_token makes them. */
import assert from 'node:assert/strict';
import {
  linkerRegionsOf,
  migrateRegionMpu,
  regionToken,
  reservedToken,
  validRegionFlags,
  type Devicetree,
} from '../../../devicetree/index.js';
import { treeOf, type NodeWritten } from './tree.js';

const REGION = ['zephyr,memory-region', 'mmio-sram'];

function tree(chosen: NodeWritten = {}): Devicetree {
  return treeOf({
    '#address-cells': [1],
    '#size-cells': [1],
    chosen,
    'a@20000000': { compatible: REGION, reg: [0x2000_0000, 0x1000], 'zephyr,memory-region': 'MY-RAM 1' },
    'b@20001000': { compatible: REGION, reg: [0x2000_1000, 0x1000], 'zephyr,memory-region': 'RAM' },
    'c@20002000': { compatible: REGION, reg: [0x2000_2000, 0x1000], 'zephyr,memory-region': 'OFF', status: 'disabled' },
    'd@20003000': { compatible: 'mmio-sram', reg: [0x2000_3000, 0x1000], 'zephyr,memory-region': 'WITHOUT' },
    'e@20004000': { compatible: REGION, reg: [0x2000_4000, 0x1000], 'zephyr,memory-region': 'DTCM' },
  });
}

describe('devicetree: zephyr linker regions', () => {
  it('come from okay nodes with the compatible', () => {
    assert.deepEqual(
      linkerRegionsOf(tree()).map(({ name, token, range, symbols, reserved }) => [
        name,
        token,
        range,
        symbols.start,
        reserved,
      ]),
      [
        ['MY-RAM 1', 'MY_RAM_1', { base: 0x2000_0000, size: 0x1000 }, '__MY_RAM_1_start', undefined],
        [
          'RAM',
          'RAM',
          { base: 0x2000_1000, size: 0x1000 },
          '__RAM_start',
          'RAM is where the linker script puts all data: this node would move it.',
        ],
        ['DTCM', 'DTCM', { base: 0x2000_4000, size: 0x1000 }, '__DTCM_start', undefined],
      ],
    );
    assert.deepEqual(linkerRegionsOf(tree())[0]?.symbols, {
      start: '__MY_RAM_1_start',
      end: '__MY_RAM_1_end',
      size: '__MY_RAM_1_size',
      loadStart: '__MY_RAM_1_load_start',
    });
  });

  it('reserve ITCM and DTCM only where they are chosen', () => {
    assert.equal(
      reservedToken('DTCM', tree({ 'zephyr,dtcm': '/e@20004000' })),
      'DTCM is the region that the linker script makes for zephyr,dtcm of /chosen.',
    );
    assert.equal(reservedToken('DTCM', tree()), undefined);
    assert.match(reservedToken('FLASH', tree()) ?? '', /^FLASH is where/);
    assert.match(reservedToken('IDT_LIST', tree()) ?? '', /^IDT_LIST is where/);
  });

  it('turn what is no letter, digit or underscore into an underscore, one for each character', () => {
    assert.equal(regionToken('A@B'), 'A_B');
    assert.equal(regionToken('a.-b'), 'a__b');
    assert.equal(regionToken('9 é'), '9__');
    assert.equal(regionToken('_OK9'), '_OK9');
  });

  it('know ld’s flags', () => {
    assert.deepEqual(['rw', 'rwx', 'RWXAIL', '!w', 'rz', '', 'r!'].map(validRegionFlags), [
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('migrate the six strings of zephyr,memory-region-mpu, and nothing else', () => {
    assert.deepEqual(migrateRegionMpu('RAM_NOCACHE'), {
      type: 'RAM_NOCACHE',
      attribute: 0x20_0000,
      assignment: 'zephyr,memory-attr = <DT_MEM_ARM_MPU_RAM_NOCACHE>',
      header: 'zephyr/dt-bindings/memory-attr/memory-attr-arm.h',
    });
    assert.deepEqual(
      ['RAM', 'FLASH', 'PPB', 'IO', 'EXTMEM'].map((text) => migrateRegionMpu(text)?.attribute),
      [0x10_0000, 0x40_0000, 0x80_0000, 0x100_0000, 0x200_0000],
    );
    for (const text of ['ram', 'DEVICE', '', 'RAM ']) assert.equal(migrateRegionMpu(text), undefined, text);
  });
});
