/** Imports: how TensorFlow.js and the names of other modules come into a scope. */
import type * as ts from 'typescript-6';
import { nameText } from './exports';
import { member } from './members';
import { importModule, moduleId, requireModule } from './module';
import { isIdentifier, isStringLiteralLike, SyntaxKind } from './nodes';
import type { Completion, Machine } from './state';
import { declare, lookup } from './state';
import type { Scope, Value } from './values';
import { UNKNOWN } from './values';

/** Binds a name to what another module has under another now and later. */
function declareLate(machine: Machine, scope: Scope, local: string, module: Value, name: string): void {
  if (module.kind === 'tf') declare(machine, scope, local, member(machine, module, name));
  else scope.variables.set(local, { kind: 'binding', born: machine.clock++, value: UNKNOWN, late: () => member(machine, module, name) });
}

/** `import … from '…'`. */
export function declareImport(machine: Machine, node: ts.ImportDeclaration, scope: Scope): Completion {
  const clause = node.importClause;
  if (!clause || !isStringLiteralLike(node.moduleSpecifier)) return 'normal';
  const module = importModule(machine, node.moduleSpecifier.text, moduleId(machine));
  if (clause.name) declareLate(machine, scope, String(clause.name.escapedText), module, 'default');
  const bindings = clause.namedBindings;
  if (bindings?.kind === SyntaxKind.NamespaceImport) {
    const name = String(bindings.name.escapedText);
    declare(machine, scope, name, module);
  } else if (bindings) {
    for (const element of bindings.elements) declareLate(machine, scope, String(element.name.escapedText), module, nameText(element.propertyName ?? element.name));
  }
  return 'normal';
}

/** `import tf = require('…')` and `import layers = tf.layers`. */
export function declareImportEquals(machine: Machine, node: ts.ImportEqualsDeclaration, scope: Scope): Completion {
  const reference = node.moduleReference;
  let value: Value = UNKNOWN;
  if (reference.kind === SyntaxKind.ExternalModuleReference) {
    const specifier = (reference as ts.ExternalModuleReference).expression;
    if (isStringLiteralLike(specifier)) value = requireModule(machine, specifier.text, moduleId(machine));
  } else value = entity(machine, reference as ts.EntityName, scope);
  declare(machine, scope, String(node.name.escapedText), value);
  return 'normal';
}

function entity(machine: Machine, name: ts.EntityName, scope: Scope): Value {
  if (isIdentifier(name)) return lookup(scope, String(name.escapedText))?.value ?? UNKNOWN;
  return member(machine, entity(machine, name.left, scope), String(name.right.escapedText));
}
