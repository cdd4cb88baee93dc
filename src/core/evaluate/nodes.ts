/**
 * Node tests, by kind alone.
 *
 * TypeScript has its own; ours keep the cut of the parser small and are inlined by the engine.
 */
import { SyntaxKind } from 'typescript-6';
import type * as ts from 'typescript-6';

export { SyntaxKind };

const is = <T extends ts.Node>(kind: SyntaxKind) => (node: ts.Node): node is T => node.kind === kind;

export const isIdentifier = is<ts.Identifier>(SyntaxKind.Identifier);
export const isNumericLiteral = is<ts.NumericLiteral>(SyntaxKind.NumericLiteral);
export const isComputedPropertyName = is<ts.ComputedPropertyName>(SyntaxKind.ComputedPropertyName);
export const isArrayBindingPattern = is<ts.ArrayBindingPattern>(SyntaxKind.ArrayBindingPattern);
export const isObjectBindingPattern = is<ts.ObjectBindingPattern>(SyntaxKind.ObjectBindingPattern);
export const isBindingElement = is<ts.BindingElement>(SyntaxKind.BindingElement);
export const isArrayLiteralExpression = is<ts.ArrayLiteralExpression>(SyntaxKind.ArrayLiteralExpression);
export const isObjectLiteralExpression = is<ts.ObjectLiteralExpression>(SyntaxKind.ObjectLiteralExpression);
export const isOmittedExpression = is<ts.OmittedExpression>(SyntaxKind.OmittedExpression);
export const isSpreadElement = is<ts.SpreadElement>(SyntaxKind.SpreadElement);
export const isSpreadAssignment = is<ts.SpreadAssignment>(SyntaxKind.SpreadAssignment);
export const isPropertyAssignment = is<ts.PropertyAssignment>(SyntaxKind.PropertyAssignment);
export const isShorthandPropertyAssignment = is<ts.ShorthandPropertyAssignment>(SyntaxKind.ShorthandPropertyAssignment);
export const isMethodDeclaration = is<ts.MethodDeclaration>(SyntaxKind.MethodDeclaration);
export const isPropertyAccessExpression = is<ts.PropertyAccessExpression>(SyntaxKind.PropertyAccessExpression);
export const isElementAccessExpression = is<ts.ElementAccessExpression>(SyntaxKind.ElementAccessExpression);
export const isBinaryExpression = is<ts.BinaryExpression>(SyntaxKind.BinaryExpression);
export const isCallExpression = is<ts.CallExpression>(SyntaxKind.CallExpression);
export const isBlock = is<ts.Block>(SyntaxKind.Block);
export const isVariableDeclarationList = is<ts.VariableDeclarationList>(SyntaxKind.VariableDeclarationList);
export const isFunctionDeclaration = is<ts.FunctionDeclaration>(SyntaxKind.FunctionDeclaration);
export const isClassDeclaration = is<ts.ClassDeclaration>(SyntaxKind.ClassDeclaration);
export const isVariableStatement = is<ts.VariableStatement>(SyntaxKind.VariableStatement);
export const isPropertyDeclaration = is<ts.PropertyDeclaration>(SyntaxKind.PropertyDeclaration);
export const isConstructorDeclaration = is<ts.ConstructorDeclaration>(SyntaxKind.Constructor);
export const isTypeReferenceNode = is<ts.TypeReferenceNode>(SyntaxKind.TypeReference);
export const isQualifiedName = is<ts.QualifiedName>(SyntaxKind.QualifiedName);

/** The text of a name; the parser puts an underscore before two others. */
export function textOf({ escapedText }: { readonly escapedText?: unknown }): string {
  const text = String(escapedText);
  return text.startsWith('___') ? text.slice(1) : text;
}

/** Strings without substitutions, quoted or back-quoted. */
export function isStringLiteralLike(node: ts.Node): node is ts.StringLiteralLike {
  return node.kind === SyntaxKind.StringLiteral || node.kind === SyntaxKind.NoSubstitutionTemplateLiteral;
}

/** `static` and other modifiers. */
export function hasModifier(node: ts.Node & { readonly modifiers?: ts.NodeArray<ts.ModifierLike> | undefined }, kind: SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}
