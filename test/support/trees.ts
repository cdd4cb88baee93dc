/** Syntax trees as lists, to compare one parser's with another's. */
import { createRequire } from 'node:module';
import { forEachChild } from 'typescript-6';
import type * as ts from 'typescript-6';

/** The whole compiler, as it is installed; the import above is what the build cuts out of it. */
export const whole = createRequire(import.meta.url)('typescript-6') as typeof ts;

/** A node's kind and place, one string each, in the order of the text. */
export function flatten(root: ts.Node, children: typeof forEachChild = forEachChild): readonly string[] {
  const list: string[] = [];
  const open: ts.Node[] = [root];
  for (let node = open.pop(); node; node = open.pop()) {
    list.push(`${node.kind} ${node.pos} ${node.end} ${(node as ts.Identifier).escapedText ?? ''}`);
    const below: ts.Node[] = [];
    children(node, (child) => {
      below.push(child);
    });
    open.push(...below.reverse());
  }
  return list;
}
