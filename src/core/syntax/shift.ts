import { forEachChild } from 'typescript-6';
import type { Node, NodeArray } from 'typescript-6';

/** Moves every node of a tree by a number of characters: the code inside a document is parsed alone and then put in its place. */
export function shift(root: Node, by: number): void {
  if (by === 0) return;
  const move = (range: { pos: number; end: number }): void => {
    range.pos += by;
    range.end += by;
  };
  const node = (one: Node): undefined => {
    move(one as { pos: number; end: number });
    forEachChild(one, node, nodes);
  };
  const nodes = (list: NodeArray<Node>): undefined => {
    move(list as unknown as { pos: number; end: number });
    for (const one of list) node(one);
  };
  node(root);
}
