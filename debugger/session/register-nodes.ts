/** Registers as lists: the core's own, those of the System Control Space by block, and the MPU's regions. */
import { UserError, hex32, type BitField } from '../../base/index.js';
import type { Machine, RegisterDescription } from '../../emulator/index.js';
import { evaluate, valueOfRegister } from '../expressions/index.js';
import { describeMpu, spanText, type RegionDescription } from '../mpu/index.js';
import { exceptionName } from '../unwind/index.js';
import { describe, type TypedValue } from '../values/index.js';
import type { SessionVariable } from './data-types.js';
import type { FrameContext } from './frame-context.js';
import { groupNode, textNode, type Node, type References } from './nodes.js';
import { bankedFields, SPECIAL_FIELDS, specialFields, STATES, writeRegister } from './registers.js';

const CORE = [...Array.from({ length: 13 }, (_, n) => `r${n}`), 'sp', 'lr', 'pc'];

/** A number from an expression of the user's. */
function numberOf(text: string, context: FrameContext): number {
  const result = evaluate(text, context);
  if (!result.ok) throw new UserError('cannot-assign', result.error.message);
  const shown = describe(result.value, context, { format: 'unsigned' });
  const value = Number(shown.replace(/ .*$/, ''));
  if (!Number.isInteger(value)) throw new UserError('cannot-assign', `“${text}” is no number.`);
  return value >>> 0;
}

export function coreRegisterNodes(references: References, context: FrameContext): readonly Node[] {
  const core = CORE.map((name) => coreNode(name, context));
  const special = specialFields(context.machine).map(([name, fields]) =>
    specialNode(references, name, fields, context),
  );
  const floats = context.machine.cpu.hasFloats ? [floatsNode(references, context)] : [];
  return [...core, ...special, ...securityNodes(references, context), ...floats];
}

/** S0 to S31 and D0 to D15, which are the same registers. */
function floatsNode(references: References, context: FrameContext): Node {
  const nodes = (letter: 's' | 'd', count: number): readonly Node[] =>
    Array.from({ length: count }, (_, n) => floatNode(`${letter}${n}`, context));
  return groupNode(references, 'floating point', 's0 to s31, d0 to d15', () => [...nodes('s', 32), ...nodes('d', 16)]);
}

function floatNode(name: string, context: FrameContext): Node {
  const show = (hex: boolean): SessionVariable => {
    const held = context.register(name);
    const bits = held === undefined ? '' : hex32(held.value);
    const all = held?.high === undefined ? bits : `${hex32(held.high)}${bits.slice(2)}`;
    const number = (): string => describe(valueOfRegister(name, context), context);
    return {
      name,
      value: held === undefined ? '<not known in this frame>' : hex ? all : `${number()} (${all})`,
      type: name.startsWith('s') ? 'float' : 'double',
      evaluateName: `$${name}`,
      variablesReference: 0,
      readOnly: !isWritable(context),
      kind: 'property',
    };
  };
  if (!isWritable(context)) return { name, show };
  return {
    name,
    show,
    assign: (text) => {
      const result = evaluate(`$${name} = ${text}`, context, { allowSideEffects: true });
      if (!result.ok) throw new UserError('cannot-assign', result.error.message);
    },
  };
}

/** The state that the core is in, and what each state has of its own; nothing without the Security Extension. */
function securityNodes(references: References, context: FrameContext): readonly Node[] {
  const { machine } = context;
  if (!machine.cpu.hasSecurity) return [];
  const banks = STATES.map(({ secure, title }) => {
    const registers = bankedFields(machine, secure);
    return groupNode(references, title, `${registers.length} registers`, () =>
      registers.map(([name, fields]) => specialNode(references, name, fields, context)),
    );
  });
  return [textNode('state', machine.cpu.secure ? 'Secure' : 'Non-secure'), ...banks];
}

function coreNode(name: string, context: FrameContext): Node {
  const held = context.register(name);
  const memory = held === undefined || !['sp', 'lr', 'pc'].includes(name) ? {} : { memoryReference: hex32(held.value) };
  const show = (): SessionVariable => {
    const now = context.register(name);
    const symbol = now === undefined || name === 'sp' ? undefined : context.symbolAt((now.value & ~1) >>> 0);
    const isCode = name === 'pc' || name === 'lr';
    const near = isCode && symbol !== undefined ? ` <${symbol.name}+${symbol.offsetBytes}>` : '';
    return {
      name,
      value: now === undefined ? '<not known in this frame>' : hex32(now.value) + near,
      type: 'register',
      evaluateName: `$${name}`,
      variablesReference: 0,
      readOnly: !isWritable(context),
      kind: 'property',
      ...memory,
    };
  };
  if (!isWritable(context)) return { name, show };
  return {
    name,
    show,
    assign: (text) => {
      if (!context.writeRegister(name, numberOf(text, context)))
        throw new UserError('cannot-assign', `${name} cannot be written in this frame.`);
    },
  };
}

function isWritable({ frame }: FrameContext): boolean {
  return frame === undefined || frame.live;
}

function specialNode(
  references: References,
  name: string,
  fields: Readonly<Record<string, BitField>>,
  context: FrameContext,
): Node {
  const read = (): number => context.register(name)?.value ?? 0;
  const hasFields = Object.keys(fields).length > 0;
  const container = (): readonly Node[] =>
    Object.entries(fields).map(([field, bits]) => textNode(field, fieldText(name, field, bits, read()), 'property'));
  return {
    name,
    show: () => ({
      name,
      value: name === 'xpsr' ? `${hex32(read())} ${flagsText(read(), fields)}` : hex32(read()),
      type: 'register',
      evaluateName: `$${name}`,
      variablesReference: hasFields ? references.add({ named: 0, indexed: 0, nodes: container }) : 0,
      readOnly: false,
      kind: 'property',
      ...(/^[mp]sp(?:_n?s)?$/.test(name) ? { memoryReference: hex32(read()) } : {}),
    }),
    assign: (text) => {
      if (!writeRegister(context.machine, name, numberOf(text, context)))
        throw new UserError('cannot-assign', `${name} cannot be written.`);
    },
  };
}

/** FPSCR.RMode (A2.5.3). */
const ROUNDING = ['to nearest', 'towards plus infinity', 'towards minus infinity', 'towards zero'];

const GE = 'GE[3:0]' satisfies keyof typeof SPECIAL_FIELDS.xpsr;

function geText(xpsr: number): string {
  return SPECIAL_FIELDS.xpsr[GE].get(xpsr).toString(2).padStart(4, '0');
}

/** `NzCvqT, MemManage`: upper case for ones; `NzCvqT GE=0011, MemManage` with the DSP extension. */
function flagsText(xpsr: number, fields: Readonly<Record<string, BitField>>): string {
  const withGE = GE in fields;
  const flags = Object.entries(fields).filter(([name]) => name.length === 1);
  const text = flags.map(([name, field]) => (field.get(xpsr) === 0 ? name.toLowerCase() : name)).join('');
  return `${text}${withGE ? ` GE=${geText(xpsr)}` : ''}, ${modeText(xpsr & 0x1ff)}`;
}

function modeText(exception: number): string {
  return exception === 0 ? 'Thread' : exceptionName(exception);
}

function fieldText(register: string, field: string, bits: BitField, value: number): string {
  const number = bits.get(value);
  if (register === 'xpsr' && field === 'exception') return `${number} (${modeText(number)})`;
  if (field === GE) return geText(value);
  if (field === 'RMode') return `${number} (${ROUNDING[number]!})`;
  if (field === 'FPCA') return `${number} (${number === 0 ? 'no floating-point context' : 'a floating-point context'})`;
  if (field === 'nPRIV') return `${number} (${number === 0 ? 'privileged' : 'unprivileged'} in Thread mode)`;
  if (field === 'FPCA') return `${number} (floating-point context ${number === 0 ? 'not ' : ''}active)`;
  if (field === 'SFPA') return `${number} (floating-point registers ${number === 0 ? 'not ' : ''}of Secure code)`;
  if (field === 'SPSEL') return `${number} (${number === 0 ? 'MSP' : 'PSP'} in Thread mode)`;
  return `${number}`;
}

/** Blocks of the System Control Space by address (Armv7-M ARM, table B3-3), in the order of the list. */
const BLOCKS: readonly { readonly name: string; readonly start: number; readonly end: number }[] = [
  { name: 'SCB', start: 0xe000_ed00, end: 0xe000_ed90 },
  { name: 'MPU', start: 0xe000_ed90, end: 0xe000_edf0 },
  { name: 'NVIC', start: 0xe000_e100, end: 0xe000_ed00 },
  { name: 'SysTick', start: 0xe000_e010, end: 0xe000_e100 },
  { name: 'Debug', start: 0xe000_edf0, end: 0xe000_ef00 },
  { name: 'DWT', start: 0xe000_1000, end: 0xe000_2000 },
  { name: 'ITM', start: 0xe000_0000, end: 0xe000_1000 },
];

function blockOf(address: number): string {
  return BLOCKS.find(({ start, end }) => address >= start && address < end)?.name ?? 'Other';
}

/** The registers of the System Control Space in groups; reading disturbs nothing. */
export function systemNodes(references: References, context: FrameContext): readonly Node[] {
  const { machine } = context;
  const groups = new Map<string, RegisterDescription[]>(BLOCKS.map(({ name }) => [name, []]));
  const hasMpu = machine.mpuView.regionCount > 0;
  for (const { description } of machine.system.registers()) {
    const block = blockOf(description.address);
    // Without an MPU there is the register that says so.
    if (block === 'MPU' && !hasMpu && description.name !== 'MPU_TYPE') continue;
    groups.set(block, [...(groups.get(block) ?? []), description]);
  }
  return [...groups]
    .filter(([, descriptions]) => descriptions.length > 0)
    .map(([name, descriptions]) =>
      groupNode(
        references,
        name,
        `${descriptions.length} ${descriptions.length === 1 ? 'register' : 'registers'}`,
        () => descriptions.map((description) => systemNode(references, description, context)),
      ),
    );
}

function systemNode(references: References, description: RegisterDescription, context: FrameContext): Node {
  const { machine } = context;
  const { name, address, fields, title, access } = description;
  const read = (): number => machine.system.peek(address, 4) ?? 0;
  const hasFields = Object.keys(fields).length > 0;
  const parts = (): readonly Node[] =>
    Object.entries(fields).map(([field, bits]) => ({
      name: field,
      show: (hex) => systemField(field, bits, read(), hex),
      ...(access === 'read-only'
        ? {}
        : { assign: (text: string) => write(machine, description, bits.set(read(), numberOf(text, context))) }),
    }));
  return {
    name,
    show: () => ({
      name,
      value: hex32(read()),
      type: title,
      evaluateName: `*(unsigned int *)${hex32(address)}`,
      variablesReference: hasFields ? references.add({ named: 0, indexed: 0, nodes: parts }) : 0,
      memoryReference: hex32(address),
      readOnly: access === 'read-only',
      kind: 'property',
    }),
    range: { address, sizeBytes: 4, label: name },
    ...(access === 'read-only'
      ? {}
      : { assign: (text: string) => write(machine, description, numberOf(text, context)) }),
  };
}

function systemField(name: string, bits: BitField, value: number, hex: boolean): SessionVariable {
  const number = bits.get(value);
  const where = bits.high === bits.low ? `bit ${bits.low}` : `bits ${bits.high}:${bits.low}`;
  const isWide = bits.high - bits.low >= 8;
  const text = hex || isWide ? `0x${number.toString(16)}` : `${number}`;
  return { name, value: text, type: where, variablesReference: 0, readOnly: false, kind: 'property' };
}

function write(machine: Machine, { name, address }: RegisterDescription, value: number): void {
  const bytes = Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
  if (machine.writeMemory(address, bytes) !== 4) throw new UserError('cannot-assign', `${name} cannot be written.`);
}

/** The MPU in words, region by region. */
export function mpuNodes(references: References, { machine }: FrameContext): readonly Node[] {
  const mpu = describeMpu(machine.mpuView);
  const regions = mpu.regions.map((region) =>
    groupNode(references, `Region ${region.number}`, regionSummary(region), () => regionParts(region)),
  );
  if (machine.mpuView.regionCount === 0) return [textNode('state', mpu.summary)];
  return [textNode('state', mpu.summary), textNode('MPU_CTRL', hex32(mpu.ctrl)), ...regions];
}

function regionSummary(region: RegionDescription): string {
  if (!region.enabled) return 'disabled';
  const execute = region.executable ? 'executable' : 'execute-never';
  return `${spanText(region.base, region.end)} (${region.sizeText}), privileged ${region.privileged}, unprivileged ${region.unprivileged}, ${execute}`;
}

function regionParts(region: RegionDescription): readonly Node[] {
  const disabled = region.subregions.filter((part) => part.disabled).map(({ number }) => number);
  const rows: readonly (readonly [string, string])[] = [
    ['range', spanText(region.base, region.end)],
    ['size', region.sizeText],
    ['privileged', region.privileged],
    ['unprivileged', region.unprivileged],
    ['executable', region.executable ? 'yes' : 'no (XN = 1)'],
    ['memory type', region.attributesText],
    ...(region.by === 'size'
      ? [['disabled subregions', disabled.length === 0 ? 'none' : disabled.join(', ')] as const]
      : []),
    ['MPU_RBAR', hex32(region.rbar)],
    [region.by === 'size' ? 'MPU_RASR' : 'MPU_RLAR', hex32(region.rasr)],
    ...(region.note === undefined ? [] : [['note', region.note] as const]),
  ];
  return rows.map(([name, value]) => textNode(name, value));
}

/** For callers that have a number and want it as an `unsigned int` value. */
export function wordValue(value: number): TypedValue {
  const bytes = Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
  const type = { kind: 'base', name: 'unsigned int', sizeBytes: 4, encoding: 'unsigned' } as const;
  return { type, location: { kind: 'bytes', bytes } };
}
