/** The user's settings: checked, since an editor sends what somebody wrote by hand, and with defaults. */
import type { DevicetreeContextSetting, DevicetreeSettings } from '../protocol/index.js';

type Severities = NonNullable<DevicetreeSettings['severities']>;

/** What the server goes by. */
export interface ServerSettings {
  readonly zephyrBase: string | undefined;
  readonly includePaths: readonly string[];
  readonly contexts: readonly DevicetreeContextSetting[];
  readonly core: string | undefined;
  readonly cacheLineBytes: number | undefined;
  readonly severities: Severities;
  readonly outsideWorkspace: 'errors' | 'all';
  readonly debounceMs: number;
}

export const DEFAULT_SETTINGS: ServerSettings = {
  zephyrBase: undefined,
  includePaths: [],
  contexts: [],
  core: undefined,
  cacheLineBytes: undefined,
  severities: {},
  outsideWorkspace: 'errors',
  debounceMs: 150,
};

/** Nobody waits longer on purpose. */
const LONGEST_DEBOUNCE_MS = 10_000;

export interface ReadSettings {
  readonly settings: ServerSettings;
  /** Sentences about what is wrong; the default stands in for it. */
  readonly mistakes: readonly string[];
}

/** Takes the value of the section `ringfence.devicetree`. */
export function readSettings(value: unknown): ReadSettings {
  const mistakes: string[] = [];
  if (value === undefined || value === null) return { settings: DEFAULT_SETTINGS, mistakes };
  if (!isRecord(value)) return { settings: DEFAULT_SETTINGS, mistakes: ['ringfence.devicetree is no object.'] };
  const take = <T>(
    name: keyof DevicetreeSettings,
    words: string,
    read: (given: unknown) => T | undefined,
    other: T,
  ): T => {
    const given = value[name];
    if (given === undefined || given === null) return other;
    const taken = read(given);
    if (taken === undefined) mistakes.push(`ringfence.devicetree.${name} has to be ${words}.`);
    return taken ?? other;
  };
  const settings: ServerSettings = {
    zephyrBase: take<string | undefined>('zephyrBase', 'a text', text, undefined) || undefined,
    includePaths: take('includePaths', 'a list of folders', texts, []),
    contexts: take('contexts', 'a list of contexts, each with a name and files', contexts, []),
    core: take<string | undefined>('core', "a core's name", text, undefined) || undefined,
    cacheLineBytes: take<number | undefined>('cacheLineBytes', 'a power of two from 4 to 1024', cacheLine, undefined),
    severities: take('severities', 'rules with error, warning, information or off', severities, {}),
    outsideWorkspace: take('outsideWorkspace', 'errors or all', outside, 'errors'),
    debounceMs: take('debounceMs', `milliseconds from 0 to ${LONGEST_DEBOUNCE_MS}`, debounce, 150),
  };
  return { settings, mistakes };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() : undefined;
}

function texts(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((each): each is string => typeof each === 'string') ? value : undefined;
}

function cacheLine(value: unknown): number | undefined {
  const sizes = [4, 8, 16, 32, 64, 128, 256, 512, 1024];
  return sizes.find((size) => size === value);
}

function debounce(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= LONGEST_DEBOUNCE_MS ? value : undefined;
}

function outside(value: unknown): ServerSettings['outsideWorkspace'] | undefined {
  return value === 'errors' || value === 'all' ? value : undefined;
}

function severities(value: unknown): Severities | undefined {
  if (!isRecord(value)) return undefined;
  const words: unknown[] = ['error', 'warning', 'information', 'off'];
  return Object.values(value).every((each) => words.includes(each)) ? (value as Severities) : undefined;
}

function contexts(value: unknown): readonly DevicetreeContextSetting[] | undefined {
  return Array.isArray(value) && value.every(isContext) ? value : undefined;
}

function isContext(value: unknown): value is DevicetreeContextSetting {
  if (!isRecord(value)) return false;
  const optional = (name: keyof DevicetreeContextSetting, is: (each: unknown) => boolean): boolean =>
    value[name] === undefined || is(value[name]);
  return (
    typeof value['name'] === 'string' &&
    value['name'] !== '' &&
    (texts(value['files'])?.length ?? 0) > 0 &&
    optional('includePaths', (each) => texts(each) !== undefined) &&
    optional('bindings', (each) => texts(each) !== undefined) &&
    optional('kconfig', (each) => typeof each === 'string') &&
    optional('dialect', (each) => each === 'zephyr' || each === 'linux') &&
    optional('defines', (each) => isRecord(each) && Object.values(each).every((text) => typeof text === 'string'))
  );
}
