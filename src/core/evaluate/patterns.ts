/** Binding patterns: `const {a, b: [c] = []} = …`. */
import { isArrayBindingPattern, isBindingElement, isComputedPropertyName, isIdentifier, isNumericLiteral, isObjectBindingPattern, isSpreadElement, isStringLiteralLike, SyntaxKind, textOf } from './nodes';
import type { BindingName, Expression, Identifier, Node, PropertyName } from 'typescript-6';
import { isAccessor } from './inherited';
import { iterate } from './iterate';
import { member, ownKeys, readEntry } from './members';
import type { Machine } from './state';
import { declare, newArray } from './state';
import type { Entry, Scope, Value } from './values';
import { join, primitive, UNKNOWN } from './values';

/** The name of a property where it can be known. */
export function propertyName(machine: Machine, scope: Scope, name: PropertyName): string | undefined {
  if (isIdentifier(name) || name.kind === SyntaxKind.PrivateIdentifier) return textOf(name as Identifier);
  if (isStringLiteralLike(name) || isNumericLiteral(name)) return name.text;
  if (!isComputedPropertyName(name)) return undefined;
  const value = primitive(machine.evaluate(name.expression, scope));
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** A value that may be undefined, with the default that then takes its place. */
export function withDefault(machine: Machine, scope: Scope, value: Value, initializer: Expression | undefined): Value {
  if (!initializer) return value;
  if (value.kind === 'known') return value.value === undefined ? machine.evaluate(initializer, scope) : value;
  if (value.kind === 'unknown') {
    // The default is looked at for what it holds (functions, layers), not taken for the value.
    machine.evaluate(initializer, scope);
    return UNKNOWN;
  }
  if (value.kind === 'oneOf' && value.values.some((one) => one.kind === 'known' && one.value === undefined)) {
    const rest = value.values.filter((one) => !(one.kind === 'known' && one.value === undefined));
    return rest.reduce(join, machine.evaluate(initializer, scope));
  }
  return value;
}

/** The items from an index on, as `...rest` takes them. */
export function itemsFrom(machine: Machine, value: Value, index: number): Value {
  return value.kind === 'array' ? newArray(machine, value.items.slice(index), value.open) : UNKNOWN;
}

/** What an array pattern of so many places takes: the items of an iterable as an array. */
export function iterated(machine: Machine, value: Value, limit: number): Value {
  if (value.kind === 'array' || value.kind === 'oneOf') return value;
  const items = iterate(machine, value, limit);
  return items ? newArray(machine, [...items.items], items.open) : UNKNOWN;
}

/** How many items an array pattern asks for. */
export function places(elements: readonly Node[]): number {
  const last = elements.at(-1);
  return last && (isSpreadElement(last) || (isBindingElement(last) && last.dotDotDotToken)) ? Number.POSITIVE_INFINITY : elements.length;
}

/** What `...rest` of an object pattern takes. */
export function restOf(machine: Machine, value: Value, taken: ReadonlySet<string>): Value {
  if (value.kind !== 'object') return UNKNOWN;
  const entries = new Map<string, Entry>();
  for (const key of ownKeys(value)) {
    const entry = value.entries.get(key);
    if (entry && !taken.has(key)) entries.set(key, isAccessor(entry) ? { value: readEntry(machine, entry, value) } : entry);
  }
  return { kind: 'object', born: machine.clock++, entries, open: value.open };
}

/** Declares every name of a pattern with its part of the value. */
export function bind(machine: Machine, scope: Scope, name: BindingName, value: Value): void {
  if (isIdentifier(name)) {
    declare(machine, scope, textOf(name), value);
  } else if (isArrayBindingPattern(name)) {
    const items = iterated(machine, value, places(name.elements));
    name.elements.forEach((element, index) => {
      if (!isBindingElement(element)) return;
      const part = element.dotDotDotToken ? itemsFrom(machine, items, index) : member(machine, items, String(index));
      bind(machine, scope, element.name, withDefault(machine, scope, part, element.initializer));
    });
  } else if (isObjectBindingPattern(name)) {
    const taken = new Set<string>();
    for (const element of name.elements) {
      if (element.dotDotDotToken) {
        bind(machine, scope, element.name, restOf(machine, value, taken));
        continue;
      }
      const key = element.propertyName ? propertyName(machine, scope, element.propertyName) : isIdentifier(element.name) ? textOf(element.name) : undefined;
      if (key !== undefined) taken.add(key);
      const part = key === undefined ? UNKNOWN : member(machine, value, key);
      bind(machine, scope, element.name, withDefault(machine, scope, part, element.initializer));
    }
  }
}
