/** What instances and classes of the program inherit: methods, accessors and static members. */
import type * as ts from 'typescript-6';
import { hasModifier, SyntaxKind, textOf } from './nodes';
import type { Machine } from './state';
import type { ClassValue, Entry, FunctionValue, Value } from './values';
import { isNullish, UNDEFINED, UNKNOWN } from './values';

/** True for a property that runs code when it is read or written. */
export function isAccessor(entry: Entry): boolean {
  return entry.getter !== undefined || entry.setter !== undefined;
}

function memberName(node: { readonly name?: ts.Node | undefined }): string | undefined {
  const name = node.name as { readonly escapedText?: unknown; readonly text?: string } | undefined;
  return name?.escapedText === undefined ? name?.text : textOf(name);
}

/** True for a member of the class itself. */
export function isStatic(node: ts.ClassElement): boolean {
  return hasModifier(node as ts.PropertyDeclaration, SyntaxKind.StaticKeyword);
}

/** Methods and accessors of a class itself, by name; overloads and abstract ones have no body. */
export function elementsNamed(type: ClassValue, name: string, ofClass: boolean): readonly (ts.ClassElement & ts.FunctionLikeDeclaration)[] {
  return type.node.members.filter((element): element is ts.ClassElement & ts.FunctionLikeDeclaration =>
    'body' in element && element.body !== undefined && element.kind !== SyntaxKind.ClassStaticBlockDeclaration && memberName(element) === name && isStatic(element) === ofClass);
}

function methodValue(type: ClassValue, node: ts.FunctionLikeDeclaration, self: Value): FunctionValue {
  return { kind: 'function', node, script: type.script, scope: type.scope, self, home: type };
}

/** The accessor pair of that name, of the class or of what it extends. */
export function classAccessor(type: Value, name: string, ofClass: boolean, self: Value): Entry | undefined {
  for (let at: Value | undefined = type; at?.kind === 'class'; at = at.base) {
    const found = elementsNamed(at, name, ofClass);
    if (found.length === 0) continue;
    const getter = found.find(({ kind }) => kind === SyntaxKind.GetAccessor);
    const setter = found.find(({ kind }) => kind === SyntaxKind.SetAccessor);
    if (!getter && !setter) return undefined;
    return { value: UNKNOWN, ...(getter ? { getter: methodValue(at, getter, self) } : {}), ...(setter ? { setter: methodValue(at, setter, self) } : {}) };
  }
  return undefined;
}

/** A method of the class or of what it extends, bound to the instance, or what its getter gives. */
export function classMethod(machine: Machine, type: Value, name: string, self: Value, ofClass = false): Value | undefined {
  for (let at: Value | undefined = type; at; at = at.base) {
    if (at.kind !== 'class') return isNullish(at) ? undefined : UNKNOWN;
    const found = elementsNamed(at, name, ofClass);
    if (found.length > 0) {
      const getter = found.find(({ kind }) => kind === SyntaxKind.GetAccessor);
      if (getter) return machine.call(methodValue(at, getter, self), [], self);
      const method = found.findLast(({ kind }) => kind !== SyntaxKind.SetAccessor);
      return method ? methodValue(at, method, self) : UNDEFINED;
    }
    if (ofClass && at !== type && at.statics.entries.has(name)) return at.statics.entries.get(name)?.value;
  }
  return undefined;
}

/** A static field, method or accessor. */
export function staticMember(machine: Machine, type: ClassValue, name: string, self: Value): Value | undefined {
  return type.statics.entries.get(name)?.value ?? classMethod(machine, type, name, self, true);
}

/** The name of a class, where it has one of its own. */
export function className(type: ClassValue): string | undefined {
  return type.node.name && textOf(type.node.name);
}
