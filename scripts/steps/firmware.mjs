// Builds every ELF file of firmware/builds.mjs and writes the manifest that tests hold a rebuild against.
// Usage: npm run firmware [-- --out FOLDER] [-- --only TEXT]; needs Debian's gcc-arm-none-eabi, newlib and picolibc.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { parseArgs, promisify } from 'node:util';

import { builds, commandFlags, languageFlags, linkFlags } from '../../firmware/builds.mjs';
import { root as rootFolder } from './project.mjs';

const run = promisify(execFile);
/** Without a slash at its end, as the compiler writes the folder it works in. */
const root = resolve(rootFolder);

const { values: options } = parseArgs({ options: { out: { type: 'string' }, only: { type: 'string' } } });
const out = resolve(options.out ?? join(root, 'firmware/elf'));
const scratch = join(root, '.cache/firmware', createHash('sha256').update(out).digest('hex').slice(0, 8));

/**
 * No path of this machine goes into an ELF: the project's root is written as it is seen from the ELF's folder
 * (so a debugger that resolves DW_AT_comp_dir there finds the sources), and the compiler's own as `toolchain`.
 */
function prefixMaps(build) {
  const neutral = relative(dirname(join('firmware/elf', build.name)), '.');
  return [
    `-ffile-prefix-map=${root}=${neutral}`,
    '-ffile-prefix-map=/usr=toolchain',
    `-Wa,--debug-prefix-map=${root}=${neutral}`,
  ];
}

const stripped = new Set();

/** Copies of the toolchain's libraries for a core without their DWARF, which is full of their builders' folders. */
function stripLibraries(build) {
  const core = commandFlags(build).filter((flag) => /^-m(cpu|fpu|float-abi)=/.test(flag));
  const folder = join(scratch, 'libraries', core.join(' ').replaceAll(/[^\w-]+/g, '_'));
  if (stripped.has(folder)) return folder;
  stripped.add(folder);
  mkdirSync(folder, { recursive: true });
  for (const library of ['libc_nano.a', 'libg_nano.a', 'libgcc.a', 'libm.a', 'libstdc++_nano.a', 'libsupc++_nano.a']) {
    const found = [...core, '-mthumb', `-print-file-name=${library}`];
    const original = execFileSync('arm-none-eabi-gcc', found, { encoding: 'utf8' }).trim();
    execFileSync('arm-none-eabi-objcopy', ['--strip-debug', original, join(folder, library)]);
  }
  return folder;
}

const compiled = new Map();

/** The object file of a source under certain flags; builds that agree on both share it. */
function compileOnce(source, shared) {
  // Link-time optimisation names its sections at random unless it is given a seed.
  const seed = shared.includes('-flto') ? [`-frandom-seed=${source}`] : [];
  const flags = [...shared, ...languageFlags(extname(source)), ...seed];
  const key = JSON.stringify([source, flags]);
  if (!compiled.has(key)) {
    const folder = join(scratch, 'objects', createHash('sha256').update(key).digest('hex').slice(0, 16));
    mkdirSync(folder, { recursive: true });
    const object = join(folder, `${basename(source)}.o`);
    const command = [...flags, '-c', join('firmware', source), '-o', object];
    compiled.set(
      key,
      run('arm-none-eabi-gcc', command, { cwd: root }).then(() => object),
    );
  }
  return compiled.get(key);
}

/** Where the linker puts the addresses of a Secure image's entry functions. */
function importLibrary(name) {
  return join(scratch, `${basename(name)}-gateways.o`);
}

const builtOnce = new Map();

/** The ELF file of a build; one that calls another's entry functions comes after it. */
function compileBuild(build) {
  if (!builtOnce.has(build.name)) builtOnce.set(build.name, compileAndLink(build));
  return builtOnce.get(build.name);
}

async function compileAndLink(build) {
  const elf = join(out, `${build.name}.elf`);
  mkdirSync(dirname(elf), { recursive: true });
  const shared = [...commandFlags(build), ...prefixMaps(build)];
  const objects = await Promise.all(build.sources.map((source) => compileOnce(source, shared)));
  const gateways = build.makesImportLibrary === true ? [`-Wl,--out-implib=${importLibrary(build.name)}`] : [];
  if (build.importLibrary !== undefined) {
    await compileBuild(builds.find(({ name }) => name === build.importLibrary));
    objects.push(importLibrary(build.importLibrary));
  }
  const driver = build.sources.some((source) => source.endsWith('.cpp')) ? 'arm-none-eabi-g++' : 'arm-none-eabi-gcc';
  const libraries = build.dwarf === undefined ? [] : [`-L${stripLibraries(build)}`];
  await run(driver, [...shared, ...objects, ...libraries, ...gateways, ...linkFlags(build), '-o', elf], { cwd: root });
  chmodSync(elf, 0o644);
  return elf;
}

/** SHA-256 over what a loader would put into memory: address, size and bytes of every allocated section with content. */
function hashLoadableSections(bytes) {
  const [SHT_NOBITS, SHF_ALLOC] = [8, 2];
  const sections = bytes.readUInt32LE(32);
  const entrySize = bytes.readUInt16LE(46);
  const count = bytes.readUInt16LE(48);
  const hash = createHash('sha256');
  for (let index = 0; index < count; index++) {
    const header = sections + index * entrySize;
    const [type, flags, address, offset, size] = [4, 8, 12, 16, 20].map((field) => bytes.readUInt32LE(header + field));
    if (type !== SHT_NOBITS && (flags & SHF_ALLOC) !== 0 && size > 0) {
      hash.update(`${address.toString(16)}+${size.toString(16)}\n`);
      hash.update(bytes.subarray(offset, offset + size));
    }
  }
  return hash.digest('hex');
}

/** A version that a header defines, such as _NEWLIB_VERSION. */
function headerMacro(flags, header, macro) {
  const input = `#include <${header}>\n${macro}\n`;
  const text = execFileSync('arm-none-eabi-gcc', [...flags, '-E', '-P', '-x', 'c', '-'], { input, encoding: 'utf8' });
  return JSON.parse(text.trim().split('\n').at(-1));
}

function toolchain() {
  const version = execFileSync('arm-none-eabi-gcc', ['--version'], { encoding: 'utf8' });
  return {
    compiler: version.split('\n')[0],
    newlib: headerMacro([], '_newlib_version.h', '_NEWLIB_VERSION'),
    picolibc: headerMacro(['--specs=picolibc.specs'], 'picolibc.h', '__PICOLIBC_VERSION__'),
  };
}

async function describe(build) {
  const bytes = readFileSync(await compileBuild(build));
  const { name, board, libc, level, dwarf = null, sources, run: expected = null, result = null } = build;
  const flags = [...commandFlags(build), ...linkFlags(build)];
  const about = { name, board, libc, level, dwarf, sources, flags, run: expected, result };
  return { ...about, bytes: bytes.length, loadableSha256: hashLoadableSections(bytes) };
}

const chosen = builds.filter((build) => build.name.includes(options.only ?? ''));
const results = new Array(chosen.length);
let next = 0;
async function worker() {
  while (next < chosen.length) {
    const index = next++;
    try {
      results[index] = await describe(chosen[index]);
    } catch (error) {
      console.error(`${chosen[index].name}: ${error.stderr || error.message}`);
      process.exitCode = 1;
    }
  }
}
if (options.only === undefined) {
  rmSync(out, { recursive: true, force: true });
}
await Promise.all(Array.from({ length: availableParallelism() }, worker));

const total = results.reduce((sum, entry) => sum + (entry?.bytes ?? 0), 0);
console.log(`${chosen.length} ELF files, ${total} bytes, in ${relative(process.cwd(), out) || '.'}`);
if (options.only === undefined && process.exitCode === undefined) {
  const manifest = { version: 1, toolchain: toolchain(), elfs: results };
  writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}
