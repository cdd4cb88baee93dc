/** What functions made when they were entered without a caller, as long as nobody calls them. */
import type { Node } from 'typescript-6';
import type { Machine } from './state';

/** What a function made when nobody called it counts no more once somebody does. */
export function supersede(machine: Machine, node: Node): void {
  for (const draft of machine.tentative.get(node) ?? []) machine.superseded.add(draft);
  machine.tentative.delete(node);
}

/** Keeps in mind what is made while nothing is known of the arguments. */
export function tentatively<T>(machine: Machine, node: Node, run: () => T): T {
  const lists: readonly (readonly object[])[] = [machine.layers, machine.models, machine.ops];
  const before = lists.map((list) => list.length);
  const result = run();
  machine.tentative.set(node, lists.flatMap((list, index) => list.slice(before[index])));
  return result;
}
