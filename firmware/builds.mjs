// Every ELF file of the project, as one table. scripts/firmware.mjs builds it; manifest.json records the result.
// Source paths are relative to firmware/; an ELF's name is its path under firmware/elf/ without the ending.

/** How a program gets its C library, its start and its memory layout. */
const libraries = {
  /** Our own startup with newlib-nano's functions behind it. */
  'newlib-nano, own startup': {
    compile: ['--specs=nano.specs'],
    link: (board) => ['-nostartfiles', '-Lfirmware/support', `-Tfirmware/support/${board}.ld`],
  },
};

/** Flags of every compile and link of a build. */
export function commandFlags(build) {
  return [
    '-mcpu=cortex-m3',
    '-mthumb',
    ...libraries[build.libc].compile,
    build.level,
    ...(build.dwarf === undefined ? ['-g0'] : ['-g', `-gdwarf-${build.dwarf}`]),
    '-ffunction-sections',
    '-fdata-sections',
    '-Wall',
    '-Wextra',
    '-Werror',
    '-Ifirmware/support',
    '-Ifirmware/mbed-mpu',
    ...(build.flags ?? []),
  ];
}

/** Flags by a source's ending. */
export function languageFlags(ending) {
  switch (ending) {
    case '.c':
      return ['-std=c11'];
    case '.cpp':
      return ['-std=c++17', '-fno-exceptions', '-fno-rtti', '-fno-threadsafe-statics'];
    default:
      return [];
  }
}

/** Flags of the link alone. Without DWARF of our own, that of the libraries would only be weight. */
export function linkFlags(build) {
  const strip = build.dwarf === undefined ? ['-Wl,--strip-debug'] : [];
  return ['-Wl,--gc-sections', ...strip, ...libraries[build.libc].link(build.board), ...(build.link ?? [])];
}

const consoles = { 'mps2-an385': 'support/console-cmsdk.c', lm3s6965evb: 'support/console-pl011.c' };
const boards = Object.keys(consoles);

function supportSources(board) {
  return ['support/startup.c', 'support/semihosting.c', 'support/console.c', consoles[board]];
}
const mpuReport = ['support/mpu-report.c'];
const faultReport = ['support/fault-entry.S', 'support/fault-report.c', ...mpuReport];
const runtime = ['support/runtime.cpp'];

const mpuDriver = ['mbed-mpu/mbed_mpu_v7m.c'];
const lockManager = [...mpuDriver, 'mbed-mpu/mbed_mpu_mgmt.c', 'mbed-mpu/critical_section.c', 'mbed-mpu/mbed_assert.c'];

// --- Demos: each for both boards, with the printing fault handlers and without ("bare": branch to self) ---

const demoSources = {
  'mbed-rom-write': [
    ...['main.cpp', 'sensor_node.cpp', 'calibration.cpp', 'ram_routine.cpp'].map(
      (file) => `demos/mbed-rom-write/${file}`,
    ),
    ...lockManager,
    ...runtime,
  ],
  'guarded-task': ['main.c', 'kernel.c', 'switch.S'].map((file) => `demos/guarded-task/${file}`),
  'stack-overflow': ['main.c', 'worker_stack.c'].map((file) => `demos/stack-overflow/${file}`),
};

const demos = Object.entries(demoSources).flatMap(([demo, sources]) =>
  boards.flatMap((board) =>
    [
      { suffix: '', level: '-Og', handlers: faultReport, run: { status: 1 } },
      { suffix: '-O2', level: '-O2', handlers: faultReport, run: { status: 1 } },
      { suffix: '-bare', level: '-Og', handlers: [], run: undefined },
    ].map(({ suffix, level, handlers, run }) => ({
      name: `demos/${demo}-${board}${suffix}`,
      board,
      libc: 'newlib-nano, own startup',
      level,
      dwarf: 4,
      sources: [...sources, ...handlers, ...supportSources(board)],
      run,
    })),
  ),
);

// --- The MPU interface of Mbed OS: conformance, register values, lock histories ---

const levels = { '-O0': ['-O0'], '-O2': ['-O2'], '-Os': ['-Os'], '-O2-lto': ['-O2', '-flto'] };

function mbedProgram(name, board, levelName, sources, flags, status) {
  const [level, ...more] = levels[levelName];
  return {
    name: `mbed-mpu/${name}-${board}${levelName}`,
    board,
    libc: 'newlib-nano, own startup',
    level,
    dwarf: levelName === '-O2' ? 5 : 4,
    sources: [...sources, ...supportSources(board)],
    flags: [...more, ...flags],
    run: { status },
  };
}

const conformance = boards.flatMap((board) =>
  Object.keys(levels).map((level) =>
    mbedProgram('conformance', board, level, ['mbed-mpu/tests/conformance.c', ...mpuDriver, ...runtime], [], 0),
  ),
);

/** The driver's configurations: how much ROM, and whether RAM needs a region in the Code area. */
const driverConfigurations = {
  registers: [],
  'registers-rom-64m': ['-DMBED_MPU_ROM_END=0x03FFFFFFu'],
  'registers-rom-512m': ['-DMBED_MPU_ROM_END=0x1FFFFFFFu'],
  'registers-code-ram': ['-DMBED_MPU_RAM_START=0x10000000u'],
};
const registers = Object.entries(driverConfigurations).map(([name, flags]) =>
  mbedProgram(name, 'mps2-an385', '-O2', ['mbed-mpu/tests/registers.c', ...mpuDriver, ...mpuReport], flags, 0),
);

const bootSource = 'mbed-mpu/histories/boot.c';
const historyPrograms = [
  { name: 'nested', status: 0 },
  { name: 'leak', status: 0 },
  { name: 'static-object', status: 0 },
  { name: 'recursive', status: 0 },
  { name: 'unbalanced', status: 1 },
  { name: 'unbalanced', flags: ['-DNDEBUG'], status: 0 },
  { name: 'overflow', status: 1 },
  { name: 'overflow', flags: ['-DNDEBUG'], status: 0 },
  { name: 'init-under-lock', status: 0 },
  { name: 'before-init', boot: [], status: 0 },
];
const histories = historyPrograms.flatMap(({ name, flags = [], boot = [bootSource], status }) =>
  Object.keys(levels).map((level) => {
    const own = [`mbed-mpu/histories/${name}.cpp`, 'mbed-mpu/histories/history.c', ...boot];
    const sources = [...own, ...lockManager, ...runtime];
    const suffix = flags.includes('-DNDEBUG') ? '-ndebug' : '';
    return mbedProgram(`${name}${suffix}`, 'mps2-an385', level, sources, ['-DMBED_MPU_MGMT_REPORT', ...flags], status);
  }),
);

const ramOnly = Object.keys(levels).map((level) => {
  const sources = ['mbed-mpu/histories/ram-only.cpp', bootSource, ...lockManager, ...runtime];
  return mbedProgram('ram-only', 'mps2-an385', level, sources, [], 0);
});

const mbedMpu = [...conformance, ...registers, ...histories, ...ramOnly];

export const builds = [...demos, ...mbedMpu];
