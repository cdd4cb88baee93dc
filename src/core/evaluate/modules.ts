/** Imports and exports: how TensorFlow.js and other modules' values get their names. */
import { NodeFlags } from 'typescript-6';
import type * as ts from 'typescript-6';
import { isTensorFlowModule } from '../tfjs/imports';
import { member, TENSORFLOW, tfMember } from './members';
import { hasModifier, isIdentifier, isStringLiteralLike, isVariableStatement, SyntaxKind } from './nodes';
import type { Completion, Machine } from './state';
import { assign, declare, lookup, newArray } from './state';
import type { Entry, Scope, Value } from './values';
import { join, UNKNOWN } from './values';

function nameText(name: ts.ModuleExportName): string {
  return isIdentifier(name) ? String(name.escapedText) : name.text;
}

/** What of another module's value means the same here: its layers, functions and nodes belong to another text. */
function transported(machine: Machine, value: Value, done: Map<Value, Value> = new Map<Value, Value>()): Value {
  const copy = done.get(value);
  if (copy) return copy;
  switch (value.kind) {
    case 'known': case 'tf': return value;
    case 'oneOf': return value.values.map((one) => transported(machine, one, done)).reduce(join);
    case 'array': {
      const array = newArray(machine, [], value.open);
      done.set(value, array);
      array.items = value.items.map((item) => transported(machine, item, done));
      return array;
    }
    case 'object': {
      const entries = new Map<string, Entry>();
      const object: Value = { kind: 'object', born: machine.clock++, entries, open: value.open || value.instanceOf !== undefined };
      done.set(value, object);
      for (const [key, entry] of value.entries) entries.set(key, { value: transported(machine, entry.value, done) });
      return object;
    }
    default: return UNKNOWN;
  }
}

/** Classes of deep imports such as `…/dist/layers/core` stand under `classes`. */
function importedMember(module: Value, name: string): Value {
  return module.kind === 'tf' ? tfMember(module, name) : UNKNOWN;
}

/** `import … from '…'`. */
export function declareImport(machine: Machine, node: ts.ImportDeclaration, scope: Scope): Completion {
  const clause = node.importClause;
  if (!clause || !isStringLiteralLike(node.moduleSpecifier)) return 'normal';
  const module: Value = isTensorFlowModule(node.moduleSpecifier.text) ? TENSORFLOW : transported(machine, machine.resolve(node.moduleSpecifier.text));
  const pick = (name: string): Value => (module.kind === 'tf' ? importedMember(module, name) : member(machine, module, name));
  if (clause.name) declare(machine, scope, String(clause.name.escapedText), module.kind === 'tf' ? module : pick('default'));
  const bindings = clause.namedBindings;
  if (bindings?.kind === SyntaxKind.NamespaceImport) declare(machine, scope, String(bindings.name.escapedText), module);
  if (bindings?.kind === SyntaxKind.NamedImports) {
    for (const element of bindings.elements) declare(machine, scope, String(element.name.escapedText), pick(nameText(element.propertyName ?? element.name)));
  }
  return 'normal';
}

/** `import tf = require('…')` and `import layers = tf.layers`. */
export function declareImportEquals(machine: Machine, node: ts.ImportEqualsDeclaration, scope: Scope): Completion {
  const reference = node.moduleReference;
  let value: Value = UNKNOWN;
  if (reference.kind === SyntaxKind.ExternalModuleReference) {
    const specifier = (reference as ts.ExternalModuleReference).expression;
    if (isStringLiteralLike(specifier)) value = isTensorFlowModule(specifier.text) ? TENSORFLOW : transported(machine, machine.resolve(specifier.text));
  } else value = entity(machine, reference as ts.EntityName, scope);
  declare(machine, scope, String(node.name.escapedText), value);
  return 'normal';
}

function entity(machine: Machine, name: ts.EntityName, scope: Scope): Value {
  if (isIdentifier(name)) return lookup(scope, String(name.escapedText))?.value ?? UNKNOWN;
  return member(machine, entity(machine, name.left, scope), String(name.right.escapedText));
}

/** `export let size = 3` in a svelte component: whoever uses it may say otherwise. */
function forgetProps(machine: Machine, { declarationList }: ts.VariableStatement, scope: Scope): void {
  for (const { name } of declarationList.declarations) {
    const binding = isIdentifier(name) ? lookup(scope, String(name.escapedText)) : undefined;
    if (binding) assign(machine, binding, UNKNOWN);
  }
}

/** Notes what a statement exports. */
export function exportNames(machine: Machine, node: ts.Statement, scope: Scope): Completion {
  if (scope.parent?.parent !== undefined) return 'normal';
  const note = (name: string, local = name): void => {
    const found = lookup(scope, local);
    if (found) machine.exports.set(name, found.value);
  };
  if (node.kind === SyntaxKind.ExportDeclaration) {
    const { exportClause, moduleSpecifier } = node as ts.ExportDeclaration;
    if (exportClause?.kind === SyntaxKind.NamedExports && !moduleSpecifier) {
      for (const element of exportClause.elements) note(nameText(element.name), nameText(element.propertyName ?? element.name));
    }
    return 'normal';
  }
  if (!hasModifier(node as ts.Statement & { readonly modifiers?: ts.NodeArray<ts.ModifierLike> }, SyntaxKind.ExportKeyword)) return 'normal';
  if (isVariableStatement(node)) {
    if (machine.script.hasProps && (node.declarationList.flags & NodeFlags.Let) !== 0) forgetProps(machine, node, scope);
    for (const { name } of node.declarationList.declarations) if (isIdentifier(name)) note(String(name.escapedText));
  } else {
    const named = (node as ts.Statement & { readonly name?: ts.Identifier }).name;
    const isDefault = hasModifier(node as ts.FunctionDeclaration, SyntaxKind.DefaultKeyword);
    note(isDefault ? 'default' : String(named?.escapedText), named ? String(named.escapedText) : 'default');
  }
  return 'normal';
}
