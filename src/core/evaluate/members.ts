/** Reading and writing members of abstract values. */
import { layerFactories } from '../tfjs/layers';
import type { Expression, FunctionLikeDeclaration, Node } from 'typescript-6';
import { SyntaxKind } from './nodes';
import type { Machine } from './state';
import { atHome, inScript, touch } from './state';
import type { TfValue, Value } from './values';
import { alternatives, isNullish, join, known, UNDEFINED, UNKNOWN } from './values';

/** The namespace of TensorFlow.js. One object for all: paths are interned in it. */
export const TENSORFLOW: TfValue = { kind: 'tf', path: '', members: new Map() };

/** A member of the namespace by its name. */
export function tfMember(value: TfValue, name: string): TfValue {
  // What `import tf from` and `require(…).default` mean.
  if (value.path === '' && name === 'default') return value;
  let found = value.members.get(name);
  if (!found) {
    found = { kind: 'tf', path: value.path === '' ? name : `${value.path}.${name}`, members: new Map() };
    // Interned only where the name is tfjs's: made-up names of one program must not stay for ever.
    if (value.path === '' || (value.path === 'layers' && Object.hasOwn(layerFactories, name))) value.members.set(name, found);
  }
  return found;
}

/** `value.name`, without calling it. */
export function member(machine: Machine, value: Value, name: string): Value {
  switch (value.kind) {
    case 'tf': return tfMember(value, name);
    case 'module': return value.exported(name);
    case 'object': {
      const entry = value.entries.get(name);
      if (entry) return entry.value;
      const inherited = value.instanceOf ? methodOf(value.instanceOf, name, value) : undefined;
      return inherited ?? orTensorFlow(machine, name, value.open ? UNKNOWN : UNDEFINED);
    }
    case 'array': {
      if (name === 'length') return value.open ? UNKNOWN : known(value.items.length);
      const index = Number(name);
      if (!Number.isInteger(index) || index < 0) return UNKNOWN;
      return value.items[index] ?? (value.open ? UNKNOWN : UNDEFINED);
    }
    case 'known': {
      if (typeof value.value !== 'string') return UNKNOWN;
      if (name === 'length') return known(value.value.length);
      return /^\d+$/.test(name) ? known(value.value[Number(name)]) : UNKNOWN;
    }
    case 'model': return modelMember(machine, value, name);
    // How many outputs there are is not known where they are not a list by now.
    case 'symbolic': return value.output === undefined && /^\d+$/.test(name) ? { ...value, output: Number(name) } : UNKNOWN;
    case 'oneOf': return value.values.map((one) => member(machine, one, name)).reduce(join);
    case 'class': return staticOf(machine, value, name) ?? UNKNOWN;
    case 'unknown': return orTensorFlow(machine, name, UNKNOWN);
    default: return UNKNOWN;
  }
}

/**
 * The value of a name. One that is not known is TensorFlow.js where it is called `tf` (or `$tf`, as Vue's plugins have
 * it) in a program that uses such a thing as only TensorFlow.js can be used.
 */
export function orTensorFlow(machine: Machine, name: string, value: Value): Value {
  if ((value.kind !== 'unknown' && value !== UNDEFINED) || (name !== 'tf' && name !== '$tf') || !machine.namesTf.has(machine.script)) return value;
  // A program with a `tf` of its own means that one, or something like it.
  const own = machine.modules.byScript.get(machine.script)?.scope.variables.get('tf')?.value;
  return own === undefined || own.kind === 'unknown' || alternatives(own).some((one) => one.kind === 'tf' || isNullish(one)) ? TENSORFLOW : value;
}

function modelMember(machine: Machine, value: Value & { kind: 'model' }, name: string): Value {
  const { model } = value;
  if (name === 'layers' && model.form === 'sequential' && model.complete && model.steps.every((step) => !step.optional)) {
    return { kind: 'array', born: machine.clock++, items: model.steps.map((step) => step.layer), open: false };
  }
  if (name === 'outputs' || name === 'inputs') {
    const found = (name === 'outputs' ? model.outputs : model.inputs) ?? UNKNOWN;
    return found.kind === 'symbolic' ? { kind: 'array', born: machine.clock++, items: [found], open: false } : found;
  }
  if (name === 'output' && model.outputs?.kind === 'symbolic') return model.outputs;
  if (name === 'input' && model.inputs?.kind === 'symbolic') return model.inputs;
  return UNKNOWN;
}

function memberName(node: { readonly name?: Node | undefined }): string | undefined {
  const name = node.name as { readonly escapedText?: unknown; readonly text?: string } | undefined;
  return name?.escapedText === undefined ? name?.text : String(name.escapedText);
}

/** A method of the class or of what it extends, bound to the instance. */
function methodOf(type: Value, name: string, self: Value): Value | undefined {
  if (type.kind !== 'class') return UNKNOWN;
  for (const element of type.node.members) {
    if (memberName(element) !== name || !('body' in element) || isStatic(element)) continue;
    // What an accessor gives or does is not followed.
    if (element.kind === SyntaxKind.GetAccessor || element.kind === SyntaxKind.SetAccessor) return UNKNOWN;
    return { kind: 'function', node: element as FunctionLikeDeclaration, script: type.script, scope: type.scope, self };
  }
  return type.base ? methodOf(type.base, name, self) : undefined;
}

function isStatic(node: Node): boolean {
  const { modifiers } = node as Node & { readonly modifiers?: readonly Node[] };
  return modifiers?.some((modifier) => modifier.kind === SyntaxKind.StaticKeyword) ?? false;
}

function staticOf(machine: Machine, type: Value & { kind: 'class' }, name: string): Value | undefined {
  for (const element of type.node.members) {
    if (memberName(element) !== name || !isStatic(element)) continue;
    if ('body' in element) return { kind: 'function', node: element as FunctionLikeDeclaration, script: type.script, scope: type.scope, self: type };
    const { initializer } = element as { readonly initializer?: Expression };
    return initializer ? inScript(machine, type.script, () => machine.evaluate(initializer, type.scope)) : UNDEFINED;
  }
  return type.base?.kind === 'class' ? staticOf(machine, type.base, name) : undefined;
}

/** `target.name = value`; an undefined name means any member may have been written. */
export function setMember(machine: Machine, target: Value, name: string | undefined, value: Value, node: Node): void {
  if (machine.frozen) return;
  if (target.kind === 'object') {
    touch(machine, target);
    if (name === undefined) taint(machine, target);
    else target.entries.set(name, atHome(machine) ? { value, valueNode: node } : { value });
  } else if (target.kind === 'array') {
    touch(machine, target);
    const index = name === undefined ? Number.NaN : Number(name);
    if (Number.isInteger(index) && index >= 0 && index < target.items.length) target.items[index] = value;
    else if (index === target.items.length) target.items.push(value);
    else target.open = true;
  } else if (target.kind === 'oneOf') {
    // One of them is written, the others are not.
    for (const one of target.values) setMember(machine, one, name, name === undefined ? value : join(member(machine, one, name), value), node);
  }
}

/** After this nothing is known of the object: somebody may have written to it. */
export function taint(machine: Machine, value: Value): void {
  if (machine.frozen || (value.kind !== 'object' && value.kind !== 'array')) return;
  touch(machine, value);
  value.open = true;
  if (value.kind === 'array') value.items = value.items.map(() => UNKNOWN);
  else for (const key of value.entries.keys()) value.entries.set(key, { value: UNKNOWN });
}
