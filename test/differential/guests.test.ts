/** The guest programs that are committed as bytes are what their sources assemble to. */
import assert from 'node:assert/strict';
import { requireTool } from '../support/requirements.js';
import { assembleGuest, GUESTS, guestBinary, UPDATE, writeGuest } from './gold.js';

describe('guest programs', function () {
  before(function () {
    requireTool(this, 'arm-none-eabi-as', 'binutils-arm-none-eabi');
  });

  for (const name of GUESTS) {
    it(name, () => {
      const assembled = assembleGuest(name);
      if (UPDATE) writeGuest(name, assembled);
      assert.deepEqual(guestBinary(name), assembled);
    });
  }
});
