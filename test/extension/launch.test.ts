/** Launch configurations: what is wrong with one, how its gaps are filled, and which files are firmware. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as path from 'node:path';
import { completeLaunch } from '../../extension/launch/complete.js';
import { isArmFirmware, NEVER_FIRMWARE } from '../../extension/launch/elf-magic.js';
import { LAUNCH_ATTRIBUTES, type LaunchAttribute, launchMistakes } from '../../protocol/index.js';
import { root } from '../support/root.js';

interface Property {
  readonly type: string | readonly string[];
  readonly enum?: readonly string[];
  readonly markdownDescription?: string;
  readonly default?: unknown;
}

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
  contributes: {
    debuggers: { configurationAttributes: { launch: { required: string[]; properties: Record<string, Property> } } }[];
  };
};
const launch = manifest.contributes.debuggers[0]!.configurationAttributes.launch;

describe('A launch configuration', () => {
  const cases: readonly (readonly [configuration: Record<string, unknown>, mistakes: readonly string[]])[] = [
    [{ program: 'a.elf' }, []],
    [{ program: 'a.elf', runToEntryPoint: true, args: ['a'], semihosting: {}, mpu: 'off', svdPath: 7 }, []],
    [{}, ['"program" is missing: it must be a string.']],
    [{ program: '' }, ['"program" is missing: it must be a string.']],
    [{ program: 7 }, ['"program" must be a string, but it is 7.']],
    [{ program: 'a', args: 'x y' }, ['"args" must be an array of strings, but it is "x y".']],
    [{ program: 'a', args: [1] }, ['"args" must be an array of strings, but it is [1].']],
    [{ program: 'a', images: 'b' }, ['"images" must be an array of strings, but it is "b".']],
    [{ program: 'a', stopOnEntry: 'yes' }, ['"stopOnEntry" must be true or false, but it is "yes".']],
    [{ program: 'a', runToEntryPoint: 1 }, ['"runToEntryPoint" must be a string or true or false, but it is 1.']],
    [{ program: 'a', mpu: 'audit' }, ['"mpu" must be "enforce" or "off", but it is "audit".']],
    [{ program: 'a', maxInstructions: 0 }, ['"maxInstructions" must be a whole number above 0, but it is 0.']],
    [{ program: 'a', maxInstructions: 1.5 }, ['"maxInstructions" must be a whole number above 0, but it is 1.5.']],
    [
      { program: 'a', sourceFileMap: ['a'] },
      ['"sourceFileMap" must be an object whose values are strings, but it is ["a"].'],
    ],
    [
      { program: 'a', semihosting: { folder: 1 } },
      ['"semihosting" must be an object with a string "folder", but it is {"folder":1}.'],
    ],
    [
      { program: 7, mpu: true },
      ['"program" must be a string, but it is 7.', '"mpu" must be "enforce" or "off", but it is true.'],
    ],
  ];
  for (const [configuration, mistakes] of cases)
    it(`of ${JSON.stringify(configuration)} has ${mistakes.length} mistakes`, () =>
      assert.deepEqual(launchMistakes(configuration), mistakes));

  it('has the same attributes in package.json as in the protocol', () => {
    assert.deepEqual(Object.keys(launch.properties).sort(), Object.keys(LAUNCH_ATTRIBUTES).sort());
    const required = Object.entries<LaunchAttribute>(LAUNCH_ATTRIBUTES).filter(([, attribute]) => attribute.required);
    assert.deepEqual(
      launch.required,
      required.map(([name]) => name),
    );
    for (const [name, attribute] of Object.entries<LaunchAttribute>(LAUNCH_ATTRIBUTES)) {
      assert.deepEqual(launch.properties[name]!.enum, attribute.values, name);
      assert.ok(launch.properties[name]!.markdownDescription, name);
    }
  });

  it('has defaults in package.json that the check accepts', () => {
    for (const [name, property] of Object.entries(launch.properties))
      assert.deepEqual(launchMistakes({ program: 'a', [name]: property.default }), [], name);
  });

  it('gets absolute paths, a board, and no null values', () => {
    const given = {
      program: 'build/a.elf',
      images: ['build/b.elf'],
      cwd: 'sub',
      semihosting: { folder: 'files' },
      board: null as never,
      svdPath: 'x',
    };
    const folder = path.resolve('/w');
    assert.deepEqual(completeLaunch(given, { folder, board: 'mps2-an385' }), {
      program: path.resolve('/w/sub/build/a.elf'),
      images: [path.resolve('/w/sub/build/b.elf')],
      cwd: path.resolve('/w/sub'),
      semihosting: { folder: path.resolve('/w/sub/files') },
      board: 'mps2-an385',
      svdPath: 'x',
    });
  });

  it('keeps what is absolute and what is given', () => {
    const program = path.resolve('/elsewhere/a.elf');
    const complete = completeLaunch(
      { program, board: 'lm3s6965evb' },
      { folder: path.resolve('/w'), board: 'mps2-an385' },
    );
    assert.deepEqual(complete, { program, board: 'lm3s6965evb', cwd: path.resolve('/w') });
  });
});

describe('Firmware among other files', () => {
  /** An ELF header's first 20 bytes: class, data, type, machine (System V ABI, chapter 4). */
  function header(elfClass: number, data: number, type: number, machine: number): Uint8Array {
    return Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, elfClass, data, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, type, 0, machine, 0);
  }
  for (const [what, bytes, expected] of [
    ['an Arm executable', header(1, 1, 2, 40), true],
    ['an object file', header(1, 1, 1, 40), false],
    ['a shared object', header(1, 1, 3, 40), false],
    ['a RISC-V executable', header(1, 1, 2, 243), false],
    ['a 64-bit executable', header(2, 1, 2, 183), false],
    ['a big-endian executable', header(1, 2, 2, 40), false],
    ['a short file', header(1, 1, 2, 40).subarray(0, 19), false],
    ['text', new Uint8Array(20).fill(0x20), false],
    ['nothing', new Uint8Array(0), false],
  ] as const)
    it(`${expected ? 'is' : 'is not'} ${what}`, () => assert.equal(isArmFirmware(bytes), expected));

  it('may have any name but those of sources and build products', () => {
    const may = ['firmware', 'a.elf', 'a.axf', 'a.out', 'app.ELF', 'zephyr.exe', 'release.1'];
    const never = ['main.c', 'a.S', 'lib.a', 'main.o', 'x.hex', 'README.md', 'CMakeLists.txt'];
    assert.deepEqual(
      [...may, ...never].filter((name) => !NEVER_FIRMWARE.test(name)),
      may,
    );
  });
});
