/** Code that is still being typed: lists without their closing bracket. */
import type { Node, NodeArray } from 'typescript-6';
import type { Machine } from './state';

/** True where the bracket that ends a list is there. */
export function isClosed(machine: Machine, node: Node, list: NodeArray<Node>, bracket: string): boolean {
  return node.end > list.end && machine.script.text[node.end - 1] === bracket;
}

/** True where the last item of an open list may go on: 1 may become 16, `act` a longer name; what is closed will not. */
export function mayGoOn(machine: Machine, item: Node): boolean {
  return !/["'`)\]}]/.test(machine.script.text[item.end - 1] ?? '');
}
