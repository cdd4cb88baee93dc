/** Imports and exports: how TensorFlow.js and other modules' values get their names. */
import type * as ts from 'typescript-6';
import { isTensorFlowModule } from '../tfjs/imports';
import { member, TENSORFLOW, tfMember } from './members';
import { hasModifier, isIdentifier, isStringLiteralLike, isVariableStatement, SyntaxKind } from './nodes';
import type { Completion, Machine, Scope } from './state';
import { declare, lookup } from './state';
import type { Value } from './values';
import { UNKNOWN } from './values';

function nameText(name: ts.ModuleExportName): string {
  return isIdentifier(name) ? String(name.escapedText) : name.text;
}

/** Classes of deep imports such as `…/dist/layers/core` stand under `classes`. */
function importedMember(module: Value, name: string): Value {
  return module.kind === 'tf' ? tfMember(module, name) : UNKNOWN;
}

/** `import … from '…'`. */
export function declareImport(machine: Machine, node: ts.ImportDeclaration, scope: Scope): Completion {
  const clause = node.importClause;
  if (!clause || !isStringLiteralLike(node.moduleSpecifier)) return 'normal';
  const module: Value = isTensorFlowModule(node.moduleSpecifier.text) ? TENSORFLOW : machine.resolve(node.moduleSpecifier.text);
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
    if (isStringLiteralLike(specifier)) value = isTensorFlowModule(specifier.text) ? TENSORFLOW : machine.resolve(specifier.text);
  } else value = entity(machine, reference as ts.EntityName, scope);
  declare(machine, scope, String(node.name.escapedText), value);
  return 'normal';
}

function entity(machine: Machine, name: ts.EntityName, scope: Scope): Value {
  if (isIdentifier(name)) return lookup(scope, String(name.escapedText))?.value ?? UNKNOWN;
  return member(machine, entity(machine, name.left, scope), String(name.right.escapedText));
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
    for (const { name } of node.declarationList.declarations) if (isIdentifier(name)) note(String(name.escapedText));
  } else {
    const named = (node as ts.Statement & { readonly name?: ts.Identifier }).name;
    const isDefault = hasModifier(node as ts.FunctionDeclaration, SyntaxKind.DefaultKeyword);
    note(isDefault ? 'default' : String(named?.escapedText), named ? String(named.escapedText) : 'default');
  }
  return 'normal';
}
