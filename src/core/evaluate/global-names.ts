/** The names of JavaScript's globals, and those of their members that are plain numbers. */
import type { GlobalValue, KnownValue, Value } from './values';
import { known, UNDEFINED } from './values';

const HEADS: ReadonlySet<string> = new Set([
  'console', 'JSON', 'Math', 'Object', 'Array', 'Number', 'String', 'Boolean', 'Symbol', 'BigInt', 'Date', 'Promise', 'Map', 'Set', 'Reflect', 'Proxy', 'eval', 'isNaN', 'isFinite',
  'parseInt', 'parseFloat', 'structuredClone', 'performance',
]);

const CONSTANTS: ReadonlyMap<string, KnownValue> = new Map([
  ...(['PI', 'E', 'LN2', 'LN10', 'SQRT2', 'SQRT1_2', 'LOG2E', 'LOG10E'] as const).map((name): [string, KnownValue] => [`Math.${name}`, known(Math[name])]),
  ...(['MAX_SAFE_INTEGER', 'MIN_SAFE_INTEGER', 'EPSILON', 'MAX_VALUE', 'MIN_VALUE', 'POSITIVE_INFINITY', 'NEGATIVE_INFINITY', 'NaN'] as const).map((name): [string, KnownValue] => [`Number.${name}`, known(Number[name])]),
]);

const heads: ReadonlyMap<string, GlobalValue> = new Map([...HEADS].map((name) => [name, { kind: 'global', name }]));

/** The global of that name that nothing in the program declares. */
export function globalNamed(name: string): Value | undefined {
  switch (name) {
    case 'undefined': return UNDEFINED;
    case 'NaN': return known(Number.NaN);
    case 'Infinity': return known(Number.POSITIVE_INFINITY);
    default: return heads.get(name);
  }
}

/** `Math.PI`, `Object.keys`. */
export function globalMember(value: GlobalValue, name: string): Value {
  const path = `${value.name}.${name}`;
  return CONSTANTS.get(path) ?? { kind: 'global', name: path };
}
