/** The methods of strings and numbers that are known. */
import { joinText } from './arrays';
import type { Machine } from './state';
import { newArray } from './state';
import type { KnownValue, Value } from './values';
import { asNumber, isNullish, known, knownText, MAX_STRING, UNKNOWN } from './values';

type TextMethod = 'at' | 'charAt' | 'endsWith' | 'includes' | 'indexOf' | 'lastIndexOf' | 'padEnd' | 'padStart' | 'repeat' | 'replace' | 'replaceAll' | 'slice'
  | 'startsWith' | 'substring' | 'toLowerCase' | 'toString' | 'toUpperCase' | 'trim' | 'trimEnd' | 'trimStart' | 'charCodeAt' | 'codePointAt';

const TEXT_METHODS: ReadonlySet<string> = new Set<TextMethod>([
  'at', 'charAt', 'endsWith', 'includes', 'indexOf', 'lastIndexOf', 'padEnd', 'padStart', 'repeat', 'replace', 'replaceAll', 'slice', 'startsWith', 'substring',
  'toLowerCase', 'toString', 'toUpperCase', 'trim', 'trimEnd', 'trimStart', 'charCodeAt', 'codePointAt',
]);

/** Calls a method of a string or number that is known. */
export function callPrimitive(machine: Machine, value: KnownValue, name: string, args: readonly Value[]): Value {
  if (!args.every((arg) => arg.kind === 'known')) return UNKNOWN;
  const given = args.map((arg) => (arg as KnownValue).value);
  if (typeof value.value === 'number') return callNumber(value.value, name, given);
  if (typeof value.value !== 'string') return UNKNOWN;
  const text = value.value;
  switch (name) {
    case 'split': {
      const [separator, limit] = args;
      if (!separator || isNullish(separator)) return newArray(machine, [value]);
      return newArray(machine, text.split(String(given[0]), limit && asNumber(limit)).map(known));
    }
    case 'concat': return joinText([text, ...given.map(String)], '');
  }
  if (!TEXT_METHODS.has(name)) return UNKNOWN;
  if ((name === 'repeat' || name === 'padStart' || name === 'padEnd') && !(text.length * Number(given[0]) <= MAX_STRING && Number(given[0]) >= 0 && Number(given[0]) <= MAX_STRING)) return UNKNOWN;
  if ((name === 'replaceAll' || name === 'replace') && text.length * String(given[1]).length > MAX_STRING) return UNKNOWN;
  const result = (text[name as 'at'] as (...values: readonly unknown[]) => string | number | boolean | undefined)(...given);
  return typeof result === 'string' ? knownText(result) : known(result);
}

function callNumber(value: number, name: string, given: readonly unknown[]): Value {
  const [digits] = given;
  switch (name) {
    case 'toString': return digits === undefined || (Number(digits) >= 2 && Number(digits) <= 36) ? known(value.toString(digits === undefined ? undefined : Number(digits))) : UNKNOWN;
    case 'toFixed': return Number(digits ?? 0) >= 0 && Number(digits ?? 0) <= 100 ? known(value.toFixed(Number(digits ?? 0))) : UNKNOWN;
    case 'valueOf': return known(value);
    default: return UNKNOWN;
  }
}
