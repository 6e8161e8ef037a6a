/** A devicetree source as the command line names it: its context found or told by options, and everything known of it. */
import { resolve } from 'node:path';
import { UserError, decodeUtf8 } from '../../base/index.js';
import {
  analyse,
  contextsFor,
  isBuildFolder,
  openBindings,
  readKconfig,
  type Analysis,
  type BindingIndex,
  type CompilationContext,
  type RuleSeverity,
} from '../../devicetree/index.js';
import { diskFolders, readFileBytes, type DiskFolders } from '../../host/index.js';
import type { OptionValue } from '../arguments/parse.js';

type Options = Readonly<Record<string, OptionValue>>;

const SEVERITIES: readonly string[] = ['error', 'warning', 'information', 'off'];

/** Reads sources one after the other; files, folders and bindings that several share are read once. */
export class SourceAnalyst {
  private readonly options: Options;
  private readonly reader: DiskFolders = diskFolders();
  private readonly bindings = new Map<string, BindingIndex>();

  constructor(options: Options) {
    this.options = options;
  }

  /** Throws a UserError (`source-unreadable`, `usage`, `file-unreadable`). */
  analyse(file: string): Analysis {
    const path = resolve(file);
    const context = this.contextOf(path, file);
    const { options } = this;
    const core = textOf(options, 'core');
    const cacheLine = options['cache-line'];
    const analysis = analyse(context, this.reader, {
      ...(core !== undefined && { target: { core } }),
      ...(typeof cacheLine === 'number' && { cacheLineBytes: cacheLine }),
      severities: severitiesOf(listOf(options, 'severity')),
      bindings: this.bindingsOf(context),
    });
    // Nothing cancels here.
    return analysis!;
  }

  private contextOf(path: string, file: string): CompilationContext {
    const isFolder = this.reader.list(path) !== undefined;
    if (!isFolder && this.reader.read(path) === undefined) {
      throw new UserError('source-unreadable', `Cannot read “${file}”: it is missing, no file, or too large.`);
    }
    const zephyrBase = textOf(this.options, 'zephyr-base');
    const choice = zephyrBase === undefined ? {} : { zephyrBase: resolve(zephyrBase) };
    const [found] = isFolder && !isBuildFolder(this.reader, path) ? [] : contextsFor(this.reader, path, choice);
    if (found === undefined) {
      throw new UserError(
        'no-devicetree',
        `“${file}” is a folder, but no build folder of Zephyr; name a source in it.`,
      );
    }
    return this.told(found);
  }

  /** The context with what the options say on top. */
  private told(found: CompilationContext): CompilationContext {
    const { options } = this;
    const dialect = textOf(options, 'dialect');
    const config = textOf(options, 'config');
    const defines = Object.fromEntries(listOf(options, 'define').map(definition));
    const kconfig =
      config === undefined ? undefined : readKconfig({ path: config, text: decodeUtf8(readFileBytes(config)) });
    return {
      ...found,
      includePaths: [...listOf(options, 'include').map((one) => resolve(one)), ...found.includePaths],
      defines: { ...found.defines, ...defines },
      ...(dialect === 'zephyr' || dialect === 'linux' ? { dialect } : {}),
      ...(kconfig === undefined
        ? {}
        : { zephyr: { ...(found.zephyr ?? UNKNOWN_ZEPHYR), kconfig, kconfigComplete: true } }),
    };
  }

  private bindingsOf({ zephyr }: CompilationContext): BindingIndex | undefined {
    const folders = zephyr?.bindingsFolders ?? [];
    if (folders.length === 0) return undefined;
    const key = folders.join('\0');
    let index = this.bindings.get(key);
    if (index === undefined) this.bindings.set(key, (index = openBindings(folders, this.reader)));
    return index;
  }
}

const UNKNOWN_ZEPHYR = { base: undefined, version: undefined, board: undefined, bindingsFolders: [] } as const;

function textOf(options: Options, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

function listOf(options: Options, name: string): readonly string[] {
  const value = options[name];
  return typeof value === 'object' ? value : [];
}

/** `NAME` is 1, as with the compiler's -D. */
function definition(text: string): [name: string, value: string] {
  const at = text.indexOf('=');
  const name = at < 0 ? text : text.slice(0, at);
  if (!/^[A-Za-z_]\w*$/.test(name)) {
    throw new UserError('usage', `“--define” is “${text}”, but has to be NAME or NAME=VALUE.`);
  }
  return [name, at < 0 ? '1' : text.slice(at + 1)];
}

function severitiesOf(texts: readonly string[]): Record<string, RuleSeverity> {
  return Object.fromEntries(
    texts.map((text): [string, RuleSeverity] => {
      const [, rule, level = ''] = /^(ZM\d{3})=(.*)$/.exec(text) ?? [];
      if (rule === undefined || !SEVERITIES.includes(level)) {
        throw new UserError('usage', `“--severity” is “${text}”, but has to be RULE=LEVEL, such as ZM013=off.`);
      }
      return [rule, level as RuleSeverity];
    }),
  );
}
