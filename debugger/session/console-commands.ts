/** What the debug console understands besides expressions: memory dumps, tables of registers, locks and rights. */
import { hex32, hex8, UserError } from '../../base/index.js';
import type { LocksBody } from '../../protocol/index.js';
import type { Devicetree } from '../../devicetree/index.js';
import type { MpuView } from '../../emulator/index.js';
import { evaluate } from '../expressions/index.js';
import { explainAddress, explanationText, describeMpu, regionText } from '../mpu/index.js';
import { bare, describe } from '../values/index.js';
import type { Disassembler } from './disassembly.js';
import type { FrameContext } from './frame-context.js';
import { memoryAttributesAnswer, memoryAttributesText } from './memory-attributes.js';
import { bankedFields, runsUnprivileged, specialFields, STATES } from './registers.js';
import { attributionBody, sauBody } from './security-views.js';

export interface CommandParts {
  readonly context: FrameContext;
  readonly disassembler: Disassembler;
  locks(): LocksBody;
  readonly devicetree: Devicetree | undefined;
}

const HELP = [
  'An expression of C or C++ is evaluated in the selected frame: count, *pointer, table[2].name, $sp, (char)65, count,x',
  'Assignments and calls of operators change the program: count = 5, count++',
  'x/8xw ADDRESS        memory: how many, as what (x d u o t a c s i), in units of b, h or w',
  'info registers       the core registers of the selected frame',
  'info mpu             the regions of the MPU; with the Security Extension of both MPUs and of the SAU',
  "info locks           Mbed OS's MPU locks and who holds them",
  'info memattr         regions with zephyr,memory-attr, and the heaps that Zephyr makes of them',
  'memattr alloc ATTRIBUTE BYTES [ALIGN]    where mem_attr_heap_alloc takes a block from',
  'memattr check ADDRESS BYTES ATTRIBUTE    what mem_attr_check_buf returns, and why',
  'explain ADDRESS      what code may do at an address, and which region decides',
  'help                 this text',
].join('\n');

/** The answer to a command; undefined for text that is an expression. Throws a UserError for a command that is not right. */
export function consoleCommand(text: string, parts: CommandParts): string | undefined {
  const [word = '', ...rest] = text.trim().split(/\s+/);
  const argument = text.trim().slice(word.length).trim();
  if (word === 'help' && argument === '') return HELP;
  if (word === 'info') return information(rest.join(' '), parts);
  if (word === 'memattr') return memoryAttributes(argument, parts);
  if (word === 'explain' && argument !== '') return explanation(argument, parts);
  if (/^x(?:\/.*)?$/.test(word) && argument !== '' && !/^[-+=*/.[(<>&|^%,?]/.test(argument)) {
    return examine(word.slice(2), argument, parts);
  }
  return undefined;
}

function memoryAttributes(text: string, parts: CommandParts): string {
  return memoryAttributesAnswer(text, parts.devicetree, (argument) => addressOf(argument, parts));
}

function addressOf(text: string, { context }: CommandParts): number {
  const result = evaluate(text, context);
  if (!result.ok) throw new UserError('bad-expression', result.error.message);
  const { value } = result;
  const isObject = /^(?:array|struct|union|class|function)$/.test(bare(value.type).kind);
  if (isObject && value.location.kind === 'memory') return value.location.address;
  const number = Number(describe(value, context, { format: 'unsigned' }).replace(/ .*$/, ''));
  if (!Number.isInteger(number)) throw new UserError('bad-expression', `“${text}” is no address.`);
  return number >>> 0;
}

function information(what: string, parts: CommandParts): string | undefined {
  if (/^reg(?:isters)?$/.test(what)) return registersText(parts.context);
  if (what === 'mpu') return mpuText(parts.context);
  if (what === 'locks') return locksText(parts.locks());
  if (what === 'memattr') return memoryAttributesText(parts.devicetree);
  const known = 'info registers, info mpu, info locks or info memattr';
  throw new UserError('no-command', `There is no “info ${what}”: use ${known}.`);
}

function registersText(context: FrameContext): string {
  const { machine } = context;
  const banked = STATES.flatMap(({ secure }) => bankedFields(machine, secure));
  const special = [...specialFields(machine), ...banked].map(([name]) => name);
  const names = [...Array.from({ length: 13 }, (_, n) => `r${n}`), 'sp', 'lr', 'pc', ...special];
  const width = Math.max(10, ...names.map((name) => name.length + 1));
  return names
    .map((name) => {
      const value = context.register(name)?.value;
      if (value === undefined) return `${name.padEnd(width)}<not known in this frame>`;
      const symbol = ['lr', 'pc'].includes(name) ? context.program.symbolText((value & ~1) >>> 0) : undefined;
      return `${name.padEnd(width)}${hex32(value)}  ${symbol === undefined ? value : `<${symbol}>`}`;
    })
    .join('\n');
}

function mpuText({ machine }: FrameContext): string {
  const sau = sauBody(machine);
  if (sau === undefined) return mpuLines(machine.mpuView).join('\n');
  const { secure } = machine.cpu;
  const state = (of: boolean): string =>
    `${of ? 'Secure' : 'Non-secure'}${of === secure ? ' (the current state)' : ''}`;
  const mpus = [secure, !secure].flatMap((of) => [`${state(of)}:`, ...mpuLines(machine.mpuOf(of))]);
  const regions = sau.regions.map(({ number, enabled, base, end, state: attributed, note }) =>
    enabled
      ? `region ${number}, ${base} to ${end}: ${attributed}${note === undefined ? '' : `. ${note}`}`
      : `region ${number}, disabled`,
  );
  return [...mpus, 'SAU:', sau.summary, ...regions].join('\n');
}

function mpuLines(mpu: MpuView): readonly string[] {
  const lines = mpu
    .regions()
    .map((region) => (region.enabled ? regionText(region) : `region ${region.number}, disabled`));
  return [describeMpu(mpu).summary, ...lines];
}

function locksText({ present, note, locks }: LocksBody): string {
  if (!present) return note ?? "This program does not contain Mbed OS's MPU lock manager.";
  const lines = locks.flatMap(({ title, linked, count, protectionOn, holders, findings }) => [
    linked
      ? `${title} lock: count ${count}, protection ${protectionOn ? 'on' : 'off'}`
      : `${title} lock: not linked, nobody calls it`,
    ...holders.map(
      ({ how, callSites: [site] }) => `  held by ${how}${site === undefined ? '' : ` in ${siteText(site)}`}`,
    ),
    ...findings.map(({ severity, message }) => `  ${severity}: ${message}`),
  ]);
  return [...(note === undefined ? [] : [note]), ...lines].join('\n');
}

function siteText({
  function: name,
  source,
}: LocksBody['locks'][number]['holders'][number]['callSites'][number]): string {
  return source === undefined ? name : `${name}, ${source.path.split(/[\\/]/).at(-1) ?? source.path}:${source.line}`;
}

function explanation(argument: string, parts: CommandParts): string {
  const { machine } = parts.context;
  const address = addressOf(argument, parts);
  const attribution = attributionBody(machine, address);
  const rights = explanationText(explainAddress(machine.mpuView, address), runsUnprivileged(machine));
  return attribution === undefined ? rights : `${attribution.sentence}\n${rights}`;
}

const UNITS: Readonly<Record<string, number>> = { b: 1, h: 2, w: 4, g: 8 };
const MAX_EXAMINED = 4096;

function examine(options: string, argument: string, parts: CommandParts): string {
  const match = /^(\d*)([xduotacsi]?)([bhwg]?)$/.exec(options) ?? /^(\d*)()([bhwg])$/.exec(options);
  if (match === null) {
    throw new UserError(
      'bad-examine',
      `“x/${options}” is no format: write a count, one of x d u o t a c s i, and one of b h w, as in x/8xw $sp.`,
    );
  }
  const count = Math.min(match[1] === '' ? 1 : Number(match[1]), MAX_EXAMINED);
  const format = match[2] === '' ? 'x' : match[2]!;
  const unit = UNITS[match[3]!] ?? (format === 'c' || format === 's' ? 1 : 4);
  const address = addressOf(argument, parts);
  if (format === 'i') return instructions(address, count, parts);
  if (format === 's') return strings(address, count, parts);
  return units(address, count, unit, format, parts);
}

function instructions(address: number, count: number, { disassembler }: CommandParts): string {
  return disassembler
    .lines(address, 0, count)
    .map(({ address: at, symbol, text }) => `${hex32(at)}${symbol === undefined ? '' : ` <${symbol}>`}:\t${text}`)
    .join('\n');
}

function strings(address: number, count: number, { context }: CommandParts): string {
  const lines: string[] = [];
  let at = address;
  for (let n = 0; n < count; n++) {
    const bytes = context.machine.readMemory(at, 256);
    const end = bytes.indexOf(0);
    const text = Array.from(end < 0 ? bytes : bytes.subarray(0, end), (byte) =>
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\${byte.toString(8).padStart(3, '0')}`,
    ).join('');
    lines.push(
      bytes.length === 0 ? `${hex32(at)}:\t<nothing answers>` : `${hex32(at)}:\t"${text}"${end < 0 ? '...' : ''}`,
    );
    at += (end < 0 ? bytes.length : end) + 1;
  }
  return lines.join('\n');
}

function units(address: number, count: number, unit: number, format: string, { context }: CommandParts): string {
  const perLine = { 1: 8, 2: 8, 4: 4, 8: 2 }[unit] ?? 4;
  const lines: string[] = [];
  for (let n = 0; n < count; n += perLine) {
    const at = (address + n * unit) >>> 0;
    const cells = Array.from({ length: Math.min(perLine, count - n) }, (_, i) => {
      const bytes = context.readMemory((at + i * unit) >>> 0, unit);
      return bytes === undefined ? '<nothing answers>' : cell(bytes, format, context);
    });
    const symbol = context.program.symbolText(at);
    lines.push(`${hex32(at)}${symbol === undefined ? '' : ` <${symbol}>`}:\t${cells.join('\t')}`);
  }
  return lines.join('\n');
}

function cell(bytes: Uint8Array, format: string, context: FrameContext): string {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  const bits = bytes.length * 8;
  switch (format) {
    case 'd':
      return BigInt.asIntN(bits, value).toString();
    case 'u':
      return value.toString();
    case 'o':
      return `0${value.toString(8)}`;
    case 't':
      return value.toString(2).padStart(bits, '0');
    case 'c': {
      const code = Number(value & 0xffn);
      return `${code} ${code >= 0x20 && code < 0x7f ? `'${String.fromCharCode(code)}'` : hex8(code)}`;
    }
    case 'a': {
      const symbol = context.program.symbolText((Number(value & 0xffff_ffffn) & ~1) >>> 0);
      return `0x${value.toString(16)}${symbol === undefined ? '' : ` <${symbol}>`}`;
    }
    default:
      return `0x${value.toString(16).padStart(bits / 4, '0')}`;
  }
}
