/** Variables in settings that hold paths. VS Code fills them in for launch configurations and tasks, but not for settings. */

export interface VariableValues {
  /** The workspace folder that the settings are for; undefined outside of any. */
  readonly folder: string | undefined;
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The settings with `${workspaceFolder}`, `${userHome}` and `${env:NAME}` filled in, in strings at any depth. A variable that
 * is not there becomes empty; one that we do not know stays as it is.
 */
export function fillVariables<Value>(settings: Value, values: VariableValues): Value {
  return fill(settings, values) as Value;
}

function fill(value: unknown, values: VariableValues): unknown {
  if (typeof value === 'string') return fillText(value, values);
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, values));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, values)]));
}

function fillText(text: string, { folder, home, environment }: VariableValues): string {
  return text.replace(/\$\{(workspaceFolder|userHome|env:([^}]*))\}/g, (_, name: string, variable?: string) => {
    if (name === 'workspaceFolder') return folder ?? '';
    return name === 'userHome' ? home : (environment[variable ?? ''] ?? '');
  });
}
