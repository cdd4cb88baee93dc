/** What a module exports, collected by name before it is run: names may be asked for before their values are there. */
import type * as ts from 'typescript-6';
import type { Module } from './module';
import { hasModifier, isArrayBindingPattern, isBindingElement, isIdentifier, isObjectBindingPattern, isStringLiteralLike, isVariableStatement, SyntaxKind } from './nodes';
import { member } from './members';
import type { Machine } from './state';
import { assign, lookup } from './state';
import type { Scope, Value } from './values';
import { UNKNOWN } from './values';

/** The text of a name in an import or export clause. */
export function nameText(name: ts.ModuleExportName): string {
  return isIdentifier(name) ? String(name.escapedText) : name.text;
}

function namesOf(name: ts.BindingName): readonly string[] {
  if (isIdentifier(name)) return [String(name.escapedText)];
  if (!isObjectBindingPattern(name) && !isArrayBindingPattern(name)) return [];
  return [...name.elements].flatMap((element: ts.ArrayBindingElement) => (isBindingElement(element) ? namesOf(element.name) : []));
}

function declaredNames(node: ts.Statement): readonly (readonly [exported: string, local: string])[] {
  if (!hasModifier(node as ts.Statement & { readonly modifiers?: ts.NodeArray<ts.ModifierLike> }, SyntaxKind.ExportKeyword)) return [];
  if (isVariableStatement(node)) return node.declarationList.declarations.flatMap(({ name }) => namesOf(name)).map((name) => [name, name]);
  const { name } = node as ts.Statement & { readonly name?: ts.Identifier };
  const local = name ? String(name.escapedText) : 'default';
  return [[hasModifier(node as ts.FunctionDeclaration, SyntaxKind.DefaultKeyword) ? 'default' : local, local]];
}

function collectClause(machine: Machine, module: Module, { exportClause, moduleSpecifier }: ts.ExportDeclaration, imported: (specifier: string) => Value): void {
  const from = moduleSpecifier && isStringLiteralLike(moduleSpecifier) ? imported(moduleSpecifier.text) : undefined;
  if (!exportClause) {
    if (from) module.stars.push(() => from);
    return;
  }
  if (exportClause.kind === SyntaxKind.NamespaceExport) {
    if (from) module.exports.set(nameText(exportClause.name), () => from);
    return;
  }
  for (const { name, propertyName } of exportClause.elements) {
    const original = nameText(propertyName ?? name);
    module.exports.set(nameText(name), () => (from ? member(machine, from, original) : localValue(module, original)));
  }
}

function localValue(module: Module, name: string): Value {
  module.start();
  return lookup(module.scope, name)?.value ?? UNKNOWN;
}

/** Notes the exports of some statements; false where the module has neither imports nor exports. `imported` gives other modules. */
export function collectExports(machine: Machine, module: Module, statements: readonly ts.Statement[], imported: (specifier: string) => Value): boolean {
  let standard = false;
  for (const statement of statements) {
    const { kind } = statement;
    if (kind === SyntaxKind.ExportDeclaration) collectClause(machine, module, statement as ts.ExportDeclaration, imported);
    const names = declaredNames(statement);
    for (const [exported, local] of names) module.exports.set(exported, () => localValue(module, local));
    standard ||= names.length > 0 || kind === SyntaxKind.ExportDeclaration || kind === SyntaxKind.ExportAssignment || kind === SyntaxKind.ImportDeclaration || kind === SyntaxKind.ImportEqualsDeclaration;
  }
  return standard;
}

/** `export let size = 3` in a svelte component: whoever uses it may say otherwise. */
export function forgetProps(machine: Machine, { declarationList }: ts.VariableStatement, scope: Scope): void {
  for (const { name } of declarationList.declarations) {
    const binding = isIdentifier(name) ? lookup(scope, String(name.escapedText)) : undefined;
    if (binding) assign(machine, binding, UNKNOWN);
  }
}
