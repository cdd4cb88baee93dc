/** What follows a command: options that the command has, and the rest. */
import { distance } from '../core/rules/spelling';
import { UsageError } from './files';

/** The options of a command by name: whether a value follows, and whether it may be given again with another. */
export type OptionSpec = Readonly<Record<string, 'flag' | 'value' | 'values'>>;

export interface Options {
  readonly values: ReadonlyMap<string, string>;
  /** Those of options that may be given again. */
  readonly lists: ReadonlyMap<string, readonly string[]>;
  readonly flags: ReadonlySet<string>;
  readonly rest: readonly string[];
  /** `--help` or `-h` is among them; nothing else counts then. */
  readonly help: boolean;
}

/** The option that was meant, or all there are. */
function hint(name: string, spec: OptionSpec): string {
  const all = [...Object.keys(spec), 'help'];
  const [near] = [...all].sort((a, b) => distance(a, name) - distance(b, name));
  const isNear = near !== undefined && (near.startsWith(name) || distance(near, name) <= 2);
  return isNear && name !== '' ? `did you mean --${near}?` : `there are ${all.map((one) => `--${one}`).join(', ')}`;
}

/** Reads `--name value`, `--name=value` and `--flag`; what stands behind `--` is no option. */
export function parseOptions(command: string, args: readonly string[], spec: OptionSpec): Options {
  const end = args.includes('--') ? args.indexOf('--') : args.length;
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const flags = new Set<string>();
  const rest: string[] = [];
  const before = args.slice(0, end);
  if (before.some((arg) => arg === '--help' || arg === '-h')) return { values, lists, flags, rest, help: true };
  for (let i = 0; i < before.length; i++) {
    const arg = before[i] ?? '';
    if (!arg.startsWith('-') || arg === '-') {
      rest.push(arg);
      continue;
    }
    const [name = '', inline] = arg.replace(/^--?/, '').split(/=(.*)/s, 2);
    const kind = arg.startsWith('--') && Object.hasOwn(spec, name) ? spec[name] : undefined;
    if (kind === undefined) throw new UsageError(`${command}: there is no option ${arg.startsWith('--') ? '--' : '-'}${name}; ${hint(name, spec)}`);
    if (kind === 'flag') {
      if (inline !== undefined) throw new UsageError(`${command}: --${name} takes no value`);
      flags.add(name);
      continue;
    }
    const value = inline ?? before[++i];
    if (value === undefined || (inline === undefined && value.startsWith('--'))) throw new UsageError(`${command}: --${name} needs a value`);
    if (kind === 'value') values.set(name, value);
    else lists.set(name, [...(lists.get(name) ?? []), value]);
  }
  return { values, lists, flags, rest: [...rest, ...args.slice(end + 1)], help: false };
}
