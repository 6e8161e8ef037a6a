// What TT, TTT, TTA and TTAT answer (Armv8-M ARM, TTResp and IsAccessible).
import assert from 'node:assert/strict';
import {
  Pmsav8,
  Sau,
  testTarget,
  testTargetWord,
  type IdauRange,
  type TargetState,
  type TargetUnits,
  type TargetVariant,
} from '../../../emulator/index.js';

const RAM = 0x2000_0000;

/** Regions as [base, limit, AP]. */
function mpuOf(ctrl: number, ...regions: readonly (readonly [number, number, number])[]): Pmsav8 {
  const mpu = new Pmsav8({ regionCount: 8 });
  regions.forEach(([base, limit, ap], n) => {
    mpu.write(0x08, 4, n);
    mpu.write(0x0c, 4, base | (ap << 1));
    mpu.write(0x10, 4, limit | 1);
  });
  mpu.write(0x04, 4, ctrl);
  return mpu;
}

function sauOf(base: number, limit: number): Sau {
  const sau = new Sau({ regionCount: 4 });
  sau.write(0x08, 2);
  sau.write(0x0c, base);
  sau.write(0x10, limit | 1);
  sau.write(0x00, 1);
  return sau;
}

const ALL_RW = 0b01;
const PRIVILEGED_RW = 0b00;
const ALL_RO = 0b11;

/** Secure: region 1 is for privileged code. Non-secure: region 3 reads only. RAM's lower half is Non-secure by SAU region 2. */
const IDAU: readonly IdauRange[] = [{ start: RAM, end: RAM + 0x1000_0000, kind: 'nonSecure', region: 0x20 }];
const UNITS: TargetUnits = {
  mpu: {
    secure: mpuOf(1, [0, 0x1f, ALL_RW], [RAM, RAM + 0xffe0, PRIVILEGED_RW], [RAM + 0x8000, RAM + 0x8fe0, ALL_RW]),
    nonSecure: mpuOf(1, [0, 0, 0], [0, 0, 0], [0, 0, 0], [RAM, RAM + 0xffe0, ALL_RO]),
  },
  attribution: { sau: sauOf(RAM, RAM + 0x7fe0), idau: IDAU },
};
const ALONE: TargetUnits = { mpu: { nonSecure: UNITS.mpu.nonSecure } };

const PRIVILEGED: TargetState = {
  secure: true,
  handlerMode: false,
  nPRIV: { secure: false, nonSecure: false },
  negativePriority: { secure: false, nonSecure: false },
};
const SECURE_UNPRIVILEGED: TargetState = { ...PRIVILEGED, nPRIV: { secure: true, nonSecure: false } };
const NON_SECURE: TargetState = { ...PRIVILEGED, secure: false };
const NON_SECURE_UNPRIVILEGED: TargetState = { ...NON_SECURE, nPRIV: { secure: false, nonSecure: true } };

const TT: TargetVariant = { alternate: false, unprivileged: false };
const TTT: TargetVariant = { alternate: false, unprivileged: true };
const TTA: TargetVariant = { alternate: true, unprivileged: false };
const TTAT: TargetVariant = { alternate: true, unprivileged: true };

// IREGION(31:24) IRVALID(23) S(22) NSRW(21) NSR(20) RW(19) R(18) SRVALID(17) MRVALID(16) SREGION(15:8) MREGION(7:0)
const CASES: readonly (readonly [
  what: string,
  units: TargetUnits,
  state: TargetState,
  variant: TargetVariant,
  address: number,
  word: number,
])[] = [
  ['TT, Non-secure RAM', UNITS, PRIVILEGED, TT, RAM, 0x20bf_0201],
  ['TTT: privileged memory', UNITS, PRIVILEGED, TTT, RAM, 0x2083_0201],
  ['TTA: read-only for the other state', UNITS, PRIVILEGED, TTA, RAM, 0x2097_0203],
  ['TTAT', UNITS, PRIVILEGED, TTAT, RAM, 0x2097_0203],
  ['TT, Secure RAM', UNITS, PRIVILEGED, TT, RAM + 0x9000, 0x20cd_0001],
  ['TT where regions overlap', UNITS, PRIVILEGED, TT, RAM + 0x8000, 0x20c0_0000],
  ['TT where no region is', UNITS, PRIVILEGED, TT, RAM + 0x1_0000, 0x20c0_0000],
  ['TT of unprivileged code tells nothing of the MPU', UNITS, SECURE_UNPRIVILEGED, TT, RAM, 0x2082_0200],
  ['TTA of unprivileged code does', UNITS, SECURE_UNPRIVILEGED, TTA, RAM, 0x2097_0203],
  ['handlers are privileged', UNITS, { ...SECURE_UNPRIVILEGED, handlerMode: true }, TT, RAM, 0x20bf_0201],
  ['Non-secure code learns of its own MPU alone', UNITS, NON_SECURE, TT, RAM, 0x0005_0003],
  ['and unprivileged of nothing', UNITS, NON_SECURE_UNPRIVILEGED, TT, RAM, 0],
  ['the PPB is Secure to Secure code', UNITS, PRIVILEGED, TT, 0xe000_ed00, 0x004c_0000],
  [
    'the MPU is off at negative priority of its own state',
    UNITS,
    { ...PRIVILEGED, negativePriority: { secure: false, nonSecure: true } },
    TTA,
    RAM,
    0x20be_0200,
  ],
  ['without the Security Extension', ALONE, NON_SECURE, TT, RAM, 0x0005_0003],
];

describe('TT', () => {
  for (const [what, units, state, variant, address, word] of CASES) {
    it(what, () => {
      const response = testTarget(units, state, variant, address);
      assert.equal(testTargetWord(response).toString(16), word.toString(16), JSON.stringify(response));
    });
  }
});
