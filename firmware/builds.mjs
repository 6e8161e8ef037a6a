// Every ELF file of the project, as one table. scripts/firmware.mjs builds it; manifest.json records the result.
// Source paths are relative to firmware/; an ELF's name is its path under firmware/elf/ without the ending.

import { posix } from 'node:path';

/** How a program gets its C library, its start and its memory layout. */
const libraries = {
  /** Our own startup with newlib-nano's functions behind it. */
  'newlib-nano, own startup': {
    compile: ['--specs=nano.specs'],
    link: (board) => ['-nostartfiles', '-Lfirmware/support', `-Tfirmware/support/${board}.ld`],
  },
  /** Our own startup and nothing else but the compiler's arithmetic. */
  none: {
    compile: ['-ffreestanding', '-fno-tree-loop-distribute-patterns'],
    link: (board) => ['-nostdlib', '-Lfirmware/support', `-Tfirmware/support/${board}.ld`, '-lgcc'],
  },
  /** The same with a layout of the program's own, which its `link` names. */
  'none, own layout': {
    compile: ['-ffreestanding', '-fno-tree-loop-distribute-patterns'],
    link: () => ['-nostdlib', '-Lfirmware/support', '-lgcc'],
  },
  /** The C libraries with their own start and semihosting, for programs that look like anyone's. */
  newlib: {
    compile: [],
    link: (board) => ['--specs=rdimon.specs', '-Lfirmware/support', `-Tfirmware/support/${board}.ld`],
    sources: ['programs/start-rdimon.c'],
  },
  'newlib-nano': {
    compile: ['--specs=nano.specs'],
    link: (board) => ['--specs=rdimon.specs', '-Lfirmware/support', `-Tfirmware/support/${board}.ld`],
    sources: ['programs/start-rdimon.c'],
  },
  picolibc: {
    compile: ['--specs=picolibcpp.specs'],
    link: () => [
      '--crt0=semihost',
      '--oslib=semihost',
      '-Wl,--defsym=__flash=0,--defsym=__flash_size=0x400000',
      '-Wl,--defsym=__ram=0x20000000,--defsym=__ram_size=0x400000,--defsym=__stack_size=0x4000',
    ],
    sources: [],
  },
};

/** The core of a board, and what the compiler has to know of it. */
const cores = {
  'mps2-an385': ['-mcpu=cortex-m3'],
  'mps2-an386': ['-mcpu=cortex-m4', '-mfloat-abi=soft'],
  'mps2-an500': ['-mcpu=cortex-m7', '-mfpu=fpv5-d16', '-mfloat-abi=hard'],
  'mps2-m0plus': ['-mcpu=cortex-m0plus'],
  microbit: ['-mcpu=cortex-m0'],
  'one-channel': ['-mcpu=cortex-m1'],
  'mps2-m23': ['-mcpu=cortex-m23'],
  'mps2-an505': ['-mcpu=cortex-m33', '-mfloat-abi=soft'],
  lm3s6965evb: ['-mcpu=cortex-m3'],
};

/** Flags of every compile and link of a build. */
export function commandFlags(build) {
  return [
    ...(build.core ?? cores[build.board]),
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

/** Boards with a core of Armv6-M, each for the demo that shows what is different there. */
const armv6mConsoles = {
  'mps2-m0plus': consoles['mps2-an385'],
  microbit: 'support/console-nrf.c',
  'one-channel': consoles['mps2-an385'],
};

function supportSources(board) {
  const console = consoles[board] ?? armv6mConsoles[board];
  return ['support/startup.c', 'support/semihosting.c', 'support/console.c', console];
}
const mpuReport = ['support/mpu-report.c'];
const faultReport = ['support/fault-entry.S', 'support/fault-report.c', ...mpuReport];
const cxx = ['support/cxx.cpp'];
const heap = ['support/heap.cpp'];
const runtime = [...cxx, ...heap];

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
      { suffix: '', level: '-Og', handlers: faultReport },
      { suffix: '-O2', level: '-O2', handlers: faultReport },
      { suffix: '-bare', level: '-Og', handlers: [] },
    ].map(({ suffix, level, handlers }) => ({
      name: `demos/${demo}-${board}${suffix}`,
      board,
      libc: 'newlib-nano, own startup',
      level,
      dwarf: 4,
      sources: [...sources, ...handlers, ...supportSources(board)],
      run: handlers.length === 0 ? undefined : { status: 1, arguments: [], gold: `demos/${demo}-${board}${suffix}` },
    })),
  ),
);

// Hardware tells nothing of a fault there, so a handler would have nothing to print.
const armv6mDemos = [
  { demo: 'unaligned-field', board: 'microbit', files: ['main.c', 'message.c'] },
  { demo: 'subregion-guard', board: 'mps2-m0plus', files: ['main.c', 'guard.c'] },
  { demo: 'absent-device', board: 'one-channel', files: ['main.c', 'channel.c'] },
].map(({ demo, board, files }) => ({
  name: `demos/${demo}-${board}-bare`,
  board,
  libc: 'newlib-nano, own startup',
  level: '-Og',
  dwarf: 4,
  sources: [...files.map((file) => `demos/${demo}/${file}`), ...supportSources(board)],
}));

const dspDemos = [
  {
    name: 'demos/sliding-window-mps2-an386-bare',
    board: 'mps2-an386',
    libc: 'newlib-nano, own startup',
    level: '-Og',
    dwarf: 4,
    sources: [
      'demos/sliding-window/main.c',
      'demos/sliding-window/filter.c',
      'support/startup.c',
      'support/semihosting.c',
    ],
  },
];

/** Boards whose programs compute in floating-point registers, and their cores then. */
const hardFloat = {
  'mps2-an386': ['-mcpu=cortex-m4', '-mfpu=fpv4-sp-d16', '-mfloat-abi=hard'],
  'mps2-an500': cores['mps2-an500'],
};

const floatDemos = [
  { demo: 'lazy-store', board: 'mps2-an386', files: ['main.c', 'kernel.c', 'switch.S'] },
  { demo: 'control-loop', board: 'mps2-an500', files: ['main.c', 'loop.c'] },
].map(({ demo, board, files }) => ({
  name: `demos/${demo}-${board}-bare`,
  board,
  libc: 'newlib-nano, own startup',
  level: '-Og',
  dwarf: 4,
  core: hardFloat[board],
  sources: [
    ...files.map((file) => `demos/${demo}/${file}`),
    'support/fpu.c',
    'support/startup.c',
    'support/semihosting.c',
  ],
}));

/** Of Armv8-M: a Cortex-M23 alone, and both worlds of a Cortex-M33 in one file. */
const armv8mDemos = [
  {
    demo: 'region-overlap',
    board: 'mps2-m23',
    sources: [
      ...['main.c', 'mailbox.c'].map((file) => `demos/region-overlap/${file}`),
      ...['startup.c', 'semihosting.c', 'console.c', 'console-cmsdk.c'].map((file) => `support/${file}`),
    ],
  },
  {
    demo: 'secure-pointer',
    board: 'mps2-an505',
    sources: [
      ...['main.c', 'readings.c', 'normal.c'].map((file) => `demos/secure-pointer/${file}`),
      ...['semihosting.c', 'console.c', 'console-sse.c'].map((file) => `support/${file}`),
    ],
    flags: ['-mcmse'],
  },
].map(({ demo, board, sources, flags = [] }) => ({
  name: `demos/${demo}-${board}-bare`,
  board,
  libc: 'newlib-nano, own startup',
  level: '-Og',
  dwarf: 4,
  sources,
  flags,
}));

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
    run: { status, arguments: [], gold: `mbed-mpu/${name}` },
  };
}

const ramInCodeArea = '-DMBED_MPU_RAM_START=0x10000000u';

function conformanceProgram(name, board, level, flags = []) {
  return mbedProgram(name, board, level, ['mbed-mpu/tests/conformance.c', ...mpuDriver, ...runtime], flags, 0);
}
const conformance = [
  ...boards.flatMap((board) => Object.keys(levels).map((level) => conformanceProgram('conformance', board, level))),
  conformanceProgram('conformance-code-ram', 'mps2-an385', '-O2', [ramInCodeArea]),
];

/** The driver's configurations: how much ROM, and whether RAM needs a region in the Code area. */
const driverConfigurations = {
  registers: [],
  'registers-rom-64m': ['-DMBED_MPU_ROM_END=0x03FFFFFFu'],
  'registers-rom-512m': ['-DMBED_MPU_ROM_END=0x1FFFFFFFu'],
  'registers-code-ram': [ramInCodeArea],
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

// --- Programs on the C libraries of Debian: what people's firmware is made of ---

const interrupts = ['programs/interrupts.c'];
const floatingPrintf = { 'newlib-nano': ['-u', '_printf_float'] };
const floatingScanf = { 'newlib-nano': ['-u', '_printf_float', '-u', '_scanf_float'] };

/** Each program's further sources, link options by library, arguments, exit status if not 0, libraries with other output, board. */
const programTable = {
  'printf.c': { link: floatingPrintf },
  'scanf.c': { link: floatingScanf },
  'malloc-churn.c': {},
  'setjmp.c': {},
  'file-io.c': {},
  'qsort-bsearch.c': {},
  'systick.c': { sources: interrupts },
  'strtod-strtol.c': { link: floatingPrintf },
  'int64.c': {},
  'bit-tricks.c': {},
  'string-functions.c': {},
  'memory-alignment.c': {},
  'crc.c': {},
  'interpreter.c': {},
  'svc.c': { sources: interrupts },
  'pendsv.c': { sources: interrupts },
  'atomics.c': { sources: interrupts },
  'function-pointers.c': {},
  'varargs.c': { link: floatingPrintf },
  // Picolibc's start makes up a name for argv[0]; the whole command line comes after it.
  'arguments.c': { arguments: ['17', 'text', '-x', 'key=value', '25'], ownGold: ['picolibc'] },
  'exit-status.c': { status: 42 },
  'dsp.c': { board: 'mps2-an386' },
  'floating-point.c': { link: { ...floatingPrintf, newlib: ['-lm'], 'newlib-nano': ['-u', '_printf_float', '-lm'] } },
  'cpp-constructors.cpp': {},
  'cpp-virtual.cpp': {},
  'cpp-templates.cpp': {},
  'cpp-containers.cpp': {},
};

const programs = Object.entries(programTable).flatMap(([file, about]) =>
  ['newlib', 'newlib-nano', 'picolibc'].flatMap((libc) =>
    ['-O0', '-O2'].map((level) => {
      const program = file.replace(/\.\w+$/, '');
      return {
        name: `programs/${program}-${libc}${level}`,
        board: about.board ?? 'mps2-an385',
        libc,
        level,
        sources: [`programs/${file}`, ...(about.sources ?? []), ...libraries[libc].sources],
        link: about.link?.[libc] ?? [],
        run: {
          status: about.status ?? 0,
          arguments: [program, ...(about.arguments ?? [])],
          gold: `programs/${program}${about.ownGold?.includes(libc) ? `-${libc}` : ''}`,
        },
      };
    }),
  ),
);

// --- Debug fixtures: small programs without any output, to hold a debugger against GDB ---

const withoutHeap = ['../support/cxx.cpp', '../support/no-heap.cpp'];
/** Each fixture's files, and what `result` holds when it has come to `finished`, at every level. */
const fixtureTable = {
  structs: { files: ['structs.c'], result: 16909471 },
  arrays: { files: ['arrays.c'], result: 179 },
  'bit-fields': { files: ['bit-fields.c'], result: 17050 },
  recursion: { files: ['recursion.c'], result: 736 },
  inlines: { files: ['inlines.c'], result: 288 },
  'tail-calls': { files: ['tail-calls.c'], result: 221 },
  loops: { files: ['loops.c'], result: 2020 },
  'function-pointers': { files: ['function-pointers.c'], result: 128 },
  globals: { files: ['globals.c', 'globals-other.c'], result: 2853 },
  floats: { files: ['floats.c'], result: -2020046455 },
  classes: { files: ['classes.cpp', ...withoutHeap], result: 1928 },
  templates: { files: ['templates.cpp', ...withoutHeap], result: 68 },
};

const debugFixtures = Object.entries(fixtureTable).flatMap(([fixture, { files, result }]) =>
  ['-O0', '-Og', '-O2'].flatMap((level) =>
    [4, 5].map((dwarf) => ({
      name: `debug-fixtures/${fixture}${level}-dwarf${dwarf}`,
      board: 'mps2-an385',
      libc: 'none',
      level,
      dwarf,
      sources: [...files, 'fixture.c', '../support/startup.c'].map((file) => posix.join('debug-fixtures', file)),
      result,
    })),
  ),
);

/** One of them in floating-point registers. */
const hardFloatFixtures = Object.entries(hardFloat).flatMap(([board, core]) =>
  ['-O0', '-Og', '-O2'].flatMap((level) =>
    [4, 5].map((dwarf) => ({
      name: `hard-float/floats-${board}${level}-dwarf${dwarf}`,
      board,
      libc: 'none',
      level,
      dwarf,
      core,
      sources: ['debug-fixtures/floats.c', 'debug-fixtures/fixture.c', 'support/fpu.c', 'support/startup.c'],
      result: fixtureTable.floats.result,
    })),
  ),
);

// --- Both security states of a Cortex-M33: two images of one run, and what each may call of the other ---

const securityShared = ['text.c', 'probe.S', 'handlers.S', 'report.c', 'start.c'];

/** `importLibrary`: the build whose Secure entry functions this one calls. */
function securityImage(state, sources, more) {
  const own = sources.map((file) => `${state}/${file}`);
  return {
    name: `security/${state}-mps2-an505-O2`,
    board: 'mps2-an505',
    libc: 'none, own layout',
    level: '-O2',
    dwarf: 4,
    core: ['-mcpu=cortex-m33', '-mfloat-abi=hard'],
    sources: [...securityShared, ...own].map((file) => `security/${file}`),
    ...more,
  };
}

const layout = (state) => `-Tfirmware/security/${state}/${state}.ld`;
const secureImage = securityImage(
  'secure',
  ['main.c', 'gateways.c', 'legal.c', 'floats.c', 'illegal.c', 'forged.c', 'attribution.c', 'attempt.S'],
  {
    flags: ['-mcmse'],
    link: [layout('secure'), '-Wl,--section-start=.gnu.sgstubs=0x10010000', '-Wl,--cmse-implib'],
    makesImportLibrary: true,
  },
);
const nonSecureImage = securityImage('nonsecure', ['main.c', 'dispatch.S'], {
  link: [layout('nonsecure')],
  importLibrary: secureImage.name,
});

// --- Work for comparing speeds (bench/main.ts): the command line says how much ---

const benchmarks = [
  {
    name: 'benchmarks/integer-mix-mps2-an385-O2',
    board: 'mps2-an385',
    libc: 'newlib-nano, own startup',
    level: '-O2',
    sources: ['benchmarks/integer-mix.c', ...mpuDriver, ...supportSources('mps2-an385')],
  },
];

export const builds = [
  ...demos,
  ...armv6mDemos,
  ...dspDemos,
  ...floatDemos,
  ...armv8mDemos,
  ...mbedMpu,
  ...programs,
  ...debugFixtures,
  ...hardFloatFixtures,
  secureImage,
  nonSecureImage,
  ...benchmarks,
];
