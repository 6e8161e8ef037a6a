/**
 * Contexts over small trees of our own in fixtures/: `ws` is a west workspace, `linux` a Linux tree. Gold for orders and rules:
 * Zephyr's cmake/modules/pre_dt.cmake (include folders), dts.cmake (files), its documentation "Set devicetree overlays"
 * (applications), scripts/Makefile.lib of Linux.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildFoldersIn,
  contextsFor,
  contextsOfBuild,
  type CompilationContext,
  type ContextChoice,
} from '../../../devicetree/context/index.js';
import { memoryFiles, type MemoryFiles } from '../../support/memory-files.js';
import { root } from '../../support/root.js';

const FIXTURES = join(root, 'test/devicetree/context/fixtures');

/** The fixtures as a disk of their own, so that paths inside them can be absolute. */
function fixtures(): MemoryFiles {
  const files: Record<string, string> = {};
  for (const entry of readdirSync(FIXTURES, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    files[path.slice(FIXTURES.length)] = readFileSync(path, 'utf8');
  }
  return memoryFiles(files);
}

const DK = '/ws/zephyr/boards/vnd/dk';
const SINGLE = '/ws/zephyr/boards/vnd/single/single.dts';
/** pre_dt.cmake: for each root include, include/zephyr, dts/common, dts/vendor, dts/<architecture>, dts, as far as they are there. */
const ZEPHYR_INCLUDES = ['include', 'include/zephyr', 'dts/common', 'dts/arm', 'dts/riscv', 'dts'].map(
  (place) => `/ws/zephyr/${place}`,
);
const MODULE_INCLUDES = ['/ws/modules/hal/vnd/dts'];

interface Expected {
  readonly path: string;
  readonly choice?: ContextChoice;
  /** `kind: files`, best first. */
  readonly contexts: readonly string[];
}

const TABLE: readonly Expected[] = [
  // A board's own files.
  { path: `${DK}/dk_soc1.dts`, contexts: [`zephyr-board: ${DK}/dk_soc1.dts`] },
  {
    path: `${DK}/dk_soc1_2_0_0.overlay`,
    contexts: [`zephyr-board: ${DK}/dk_soc1.dts ${DK}/dk_soc1_2_0_0.overlay`],
  },
  {
    path: `${DK}/dk-pins.dtsi`,
    contexts: [`zephyr-board: ${DK}/dk_soc1.dts`, `zephyr-board: ${DK}/dk_soc2.dts`],
  },
  { path: `${DK}/dk-unused.dtsi`, contexts: [`zephyr-file: ${DK}/dk-unused.dtsi`] },
  {
    path: '/ws/zephyr/boards/arm/old_board/old_board.dts',
    contexts: ['zephyr-board: /ws/zephyr/boards/arm/old_board/old_board.dts'],
  },
  {
    path: '/ws/zephyr/boards/shields/sh/sh.overlay',
    contexts: ['zephyr-file: /ws/zephyr/boards/shields/sh/sh.overlay'],
  },
  { path: '/ws/zephyr/dts/arm/vnd/soc.dtsi', contexts: ['zephyr-file: /ws/zephyr/dts/arm/vnd/soc.dtsi'] },
  // A board with a build somewhere else, which the user names.
  {
    path: `${DK}/dk_soc1.dts`,
    choice: { buildFolders: ['/ws/app/build'] },
    contexts: [
      `zephyr-build: ${DK}/dk_soc1.dts ${DK}/dk_soc1_2_0_0.overlay /ws/app/boards/dk_soc1.overlay /ws/app/extra.overlay`,
      `zephyr-board: ${DK}/dk_soc1.dts`,
    ],
  },
  // An application with a build: what the build used, and what it included.
  ...['/ws/app/boards/dk_soc1.overlay', '/ws/app/extra.overlay', '/ws/app/memory.dtsi'].map((path) => ({
    path,
    contexts: [
      `zephyr-build: ${DK}/dk_soc1.dts ${DK}/dk_soc1_2_0_0.overlay /ws/app/boards/dk_soc1.overlay /ws/app/extra.overlay`,
    ],
  })),
  { path: '/ws/app/build/zephyr/zephyr.dts', contexts: ['zephyr-build: /ws/app/build/zephyr/zephyr.dts'] },
  // Overlays that no build used: the board by the file's name.
  { path: '/ws/app/boards/single.overlay', contexts: [`zephyr-application: ${SINGLE} /ws/app/boards/single.overlay`] },
  {
    path: '/ws/app/boards/dk_soc2.overlay',
    contexts: [`zephyr-application: ${DK}/dk_soc2.dts /ws/app/socs/soc2.overlay /ws/app/boards/dk_soc2.overlay`],
  },
  { path: '/ws/app/boards/nobody.overlay', contexts: ['zephyr-application: /ws/app/boards/nobody.overlay'] },
  { path: '/ws/app/app.overlay', contexts: ['zephyr-application: /ws/app/app.overlay'] },
  {
    path: '/ws/app/app.overlay',
    choice: { board: 'single/soc1' },
    contexts: [`zephyr-application: ${SINGLE} /ws/app/boards/single.overlay /ws/app/app.overlay`],
  },
  {
    path: '/ws/sys/extra.overlay',
    choice: { board: 'single' },
    contexts: [`zephyr-application: ${SINGLE} /ws/sys/app.overlay /ws/sys/extra.overlay`],
  },
  // Builds without build_info.yml.
  {
    path: '/ws/old_app/my extra.overlay',
    contexts: [
      'zephyr-build: /ws/zephyr/boards/arm/old_board/old_board.dts /ws/old_app/boards/old_board.overlay /ws/old_app/my extra.overlay',
    ],
  },
  {
    path: '/ws/old_app/boards/old_board.overlay',
    contexts: [
      'zephyr-build: /ws/zephyr/boards/arm/old_board/old_board.dts /ws/old_app/boards/old_board.overlay',
      'zephyr-build: /ws/zephyr/boards/arm/old_board/old_board.dts /ws/old_app/boards/old_board.overlay /ws/old_app/my extra.overlay',
    ],
  },
  // A system build.
  { path: '/ws/sys/app.overlay', contexts: [`zephyr-build: ${SINGLE} /ws/sys/app.overlay`] },
  {
    path: '/ws/sys/build/dk',
    contexts: [`zephyr-build: ${SINGLE} /ws/boot/app.overlay`, `zephyr-build: ${SINGLE} /ws/sys/app.overlay`],
  },
  // Linux, and files alone.
  { path: '/linux/arch/arm/boot/dts/vnd/board.dts', contexts: ['linux: /linux/arch/arm/boot/dts/vnd/board.dts'] },
  { path: '/linux/arch/arm/boot/dts/vnd/hat.dtso', contexts: ['linux: /linux/arch/arm/boot/dts/vnd/hat.dtso'] },
  { path: '/linux/arch/arm/boot/dts/vnd/soc.dtsi', contexts: ['linux: /linux/arch/arm/boot/dts/vnd/soc.dtsi'] },
  { path: '/lone/some.dts', contexts: ['file: /lone/some.dts'] },
  { path: '/lone/some.overlay', contexts: ['zephyr-file: /lone/some.overlay'] },
  { path: '/lone/nothing/there.dts', contexts: ['file: /lone/nothing/there.dts'] },
  { path: '/lone/./x/../some.dts', contexts: ['file: /lone/some.dts'] },
];

function only(contexts: readonly CompilationContext[]): CompilationContext {
  assert.equal(contexts.length, 1);
  return contexts[0]!;
}

describe('devicetree/context', () => {
  for (const { path, choice, contexts } of TABLE) {
    it(`finds how ${path} is compiled${choice === undefined ? '' : ` with ${JSON.stringify(choice)}`}`, () => {
      const found = contextsFor(fixtures(), path, choice);
      assert.deepEqual(
        found.map(({ kind, files }) => `${kind}: ${files.join(' ')}`),
        contexts,
      );
      assert.equal(new Set(found.map(({ id }) => id)).size, found.length);
      for (const { dialect, kind, origin } of found) {
        assert.equal(dialect, kind.startsWith('zephyr') ? 'zephyr' : 'linux');
        assert.match(origin, /^[A-Z].*\.$/);
      }
    });
  }

  it('takes everything from build_info.yml, and the settings from .config', () => {
    const context = only(contextsOfBuild(fixtures(), '/ws/app/build'));
    assert.equal(context.id, 'zephyr-build:/ws/app/build');
    assert.equal(context.title, 'app on dk@2.0.0/soc1 (build)');
    assert.equal(context.origin, 'From /ws/app/build/build_info.yml.');
    assert.deepEqual(
      context.includePaths,
      ['include', 'include/zephyr', 'dts/common', 'dts/arm', 'dts'].map((place) => `/ws/zephyr/${place}`),
    );
    assert.deepEqual(context.defines, { WITH_EXTRA: '1', SIZE: '4096' });
    const { kconfig, ...zephyr } = context.zephyr!;
    assert.deepEqual(zephyr, {
      base: '/ws/zephyr',
      version: '4.2.0-rc1',
      board: 'dk@2.0.0/soc1',
      bindingsFolders: ['/ws/modules/hal/vnd/dts/bindings', '/ws/app/dts/bindings', '/ws/zephyr/dts/bindings'],
      kconfigComplete: true,
    });
    assert.deepEqual(
      [...kconfig],
      [
        ['CONFIG_ARM_MPU', 'y'],
        ['CONFIG_BOARD', 'dk'],
        ['CONFIG_MPU_ALIGN', '32'],
      ],
    );
  });

  it('works out include folders of a build without build_info.yml from its roots', () => {
    const context = only(contextsOfBuild(fixtures(), '/ws/old_app/build_old'));
    assert.equal(context.title, 'old_app on old_board (build_old)');
    assert.deepEqual(context.includePaths, [...MODULE_INCLUDES, ...ZEPHYR_INCLUDES]);
    assert.deepEqual(context.zephyr?.bindingsFolders, ['/ws/modules/hal/vnd/dts/bindings', '/ws/zephyr/dts/bindings']);
    assert.equal(context.zephyr.kconfigComplete, false);
    assert.match(context.origin, /CMakeCache\.txt and the list of files/);
  });

  it('has no context for a build of something else', () => {
    assert.deepEqual(contextsOfBuild(fixtures(), '/ws/old_app/build_other'), []);
  });

  it('says what is wrong with build_info.yml, and falls back to the cache', () => {
    const files = fixtures();
    files.put('/ws/broken/build/build_info.yml', 'cmake: [');
    assert.deepEqual(only(contextsOfBuild(files, '/ws/broken/build')).files, [SINGLE]);
    files.put(
      '/ws/broken/build/build_info.yml',
      `cmake:\n  devicetree:\n    files: [${SINGLE}]\n    include-dirs: {\n`,
    );
    const context = only(contextsOfBuild(files, '/ws/broken/build'));
    assert.equal(context.findings[0]?.code, 'yaml-syntax');
  });

  it('names the images of a system build', () => {
    const titles = contextsOfBuild(fixtures(), '/ws/sys/build/dk').map(({ title }) => title);
    assert.deepEqual(titles, ['boot on single/soc1 (dk/boot)', 'sys on single/soc1 (dk/sys)']);
  });

  it('finds build folders by name, and images only with their system', () => {
    assert.deepEqual(buildFoldersIn(fixtures(), '/ws/sys'), ['/ws/sys/build/dk']);
    assert.deepEqual(buildFoldersIn(fixtures(), '/ws/old_app'), [
      '/ws/old_app/build_bare',
      '/ws/old_app/build_old',
      '/ws/old_app/build_other',
    ]);
  });

  it('knows Zephyr, its version and the modules for a board without a build', () => {
    const context = only(contextsFor(fixtures(), `${DK}/dk_soc1.dts`));
    assert.deepEqual(context.includePaths, [...MODULE_INCLUDES, ...ZEPHYR_INCLUDES]);
    assert.deepEqual(context.zephyr, {
      base: '/ws/zephyr',
      version: '4.2.0-rc1',
      board: 'dk_soc1',
      bindingsFolders: ['/ws/zephyr/dts/bindings'],
      kconfig: new Map(),
      kconfigComplete: false,
    });
  });

  it('takes bindings and settings of an application without a build', () => {
    const context = only(contextsFor(fixtures(), '/ws/app/boards/single.overlay'));
    assert.equal(context.title, 'app on single');
    assert.deepEqual(context.zephyr?.bindingsFolders, ['/ws/app/dts/bindings', '/ws/zephyr/dts/bindings']);
    assert.deepEqual(
      [...context.zephyr.kconfig],
      [
        ['CONFIG_GPIO', 'y'],
        ['CONFIG_HEAP_MEM_POOL_SIZE', '1024'],
      ],
    );
    assert.equal(context.zephyr.kconfigComplete, false);
  });

  it('says what is missing', () => {
    const origin = (path: string): string => only(contextsFor(fixtures(), path)).origin;
    assert.match(origin('/ws/app/app.overlay'), /the board is not known/);
    assert.match(origin('/ws/app/boards/nobody.overlay'), /no nobody\.dts was found/);
    assert.match(origin('/lone/some.overlay'), /no Zephyr was found/);
    assert.match(origin('/linux/arch/arm/boot/dts/vnd/soc.dtsi'), /others include/);
  });

  it('reads the result of a build that is not there, with its settings', () => {
    const files = fixtures();
    files.put('/copied/zephyr.dts', '/dts-v1/;');
    files.put('/copied/edt.pickle', '');
    files.put('/copied/.config', 'CONFIG_ARM_MPU=y\n');
    const { kind, dialect, zephyr } = only(contextsFor(files, '/copied/zephyr.dts'));
    assert.deepEqual([kind, dialect, zephyr?.kconfig.get('CONFIG_ARM_MPU')], ['zephyr-file', 'zephyr', 'y']);
  });

  it("reads a file alone by Zephyr's rules when it speaks of Zephyr", () => {
    const files = fixtures();
    files.put('/lone/z.dts', '/ { chosen { zephyr,sram = &sram; }; };');
    assert.deepEqual(
      ['/lone/z.dts', '/lone/some.dts'].map((path) => only(contextsFor(files, path)).dialect),
      ['zephyr', 'linux'],
    );
  });

  it('includes from one folder in Linux', () => {
    const context = only(contextsFor(fixtures(), '/linux/arch/arm/boot/dts/vnd/board.dts'));
    assert.deepEqual(context.includePaths, ['/linux/scripts/dtc/include-prefixes']);
  });

  it('uses a Zephyr that the user names', () => {
    const context = only(contextsFor(fixtures(), '/lone/some.overlay', { zephyrBase: '/ws/zephyr' }));
    assert.equal(context.zephyr?.version, '4.2.0-rc1');
  });

  it('looks for builds up to the workspace, else to the repository', () => {
    const build = `cmake:\n  devicetree:\n    files: [/w/app/app.overlay]\n`;
    const files = { '/w/app/app.overlay': '', '/w/app/.git/HEAD': '', '/w/build/build_info.yml': build };
    assert.deepEqual(
      contextsFor(memoryFiles(files), '/w/app/app.overlay').map(({ kind }) => kind),
      ['zephyr-file'],
    );
    assert.deepEqual(
      contextsFor(memoryFiles({ ...files, '/w/.west/config': '' }), '/w/app/app.overlay').map(({ id }) => id),
      ['zephyr-build:/w/build'],
    );
  });

  it('reads paths of Windows', () => {
    const files = memoryFiles({
      'C:/app/build/build_info.yml': 'cmake:\n  devicetree:\n    files: ["C:/z/b.dts", "C:/app/app.overlay"]\n',
    });
    assert.deepEqual(only(contextsFor(files, 'C:\\app\\app.overlay')).files, ['C:/z/b.dts', 'C:/app/app.overlay']);
  });

  it('asks for few files', () => {
    const files = fixtures();
    contextsFor(files, '/ws/app/boards/dk_soc1.overlay');
    assert.ok(files.asked.length < 200, `${files.asked.length} questions`);
  });

  it('ends in folders that hold themselves', () => {
    const endless = memoryFiles({ '/a/build/x/y.dts': '' });
    const looping = { ...endless, list: () => [{ name: 'build', kind: 'folder' as const }] };
    assert.equal(only(contextsFor(looping, '/a/x.dts')).kind, 'linux');
    assert.deepEqual(buildFoldersIn(looping, '/a'), []);
  });
});
