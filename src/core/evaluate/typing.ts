/** Code that is still being typed: lists without their closing bracket. */
import type { Node, NodeArray, PropertyAssignment } from 'typescript-6';
import { isPropertyAssignment, SyntaxKind } from './nodes';
import type { Machine } from './state';

/** True where the bracket that ends a list is there. */
export function isClosed(machine: Machine, node: Node, list: NodeArray<Node>, bracket: string): boolean {
  return node.end > list.end && machine.script.text[node.end - 1] === bracket;
}

/** Lists of their own, which say themselves what of them is known. */
const LISTS: ReadonlySet<SyntaxKind> = new Set([SyntaxKind.CallExpression, SyntaxKind.NewExpression, SyntaxKind.ObjectLiteralExpression, SyntaxKind.ArrayLiteralExpression]);

/** True where the last item of an open list may go on: 1 may become 16, `act` a longer name; what is closed will not. */
export function mayGoOn(machine: Machine, item: Node): boolean {
  if (isPropertyAssignment(item)) return mayGoOn(machine, (item as PropertyAssignment).initializer);
  return !LISTS.has(item.kind) && !/["'`)\]}]/.test(machine.script.text[item.end - 1] ?? '');
}
