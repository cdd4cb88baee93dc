/** Where classes of the document stand. */
import type { CustomLayer } from '../evaluate/drafts';
import { hasModifier, isClassDeclaration, SyntaxKind, textOf } from '../evaluate/nodes';
import { spanOf } from '../syntax/tree';
import type { ClassPlace } from './types';

/** The place of a class, its name and its body. */
export function classPlace({ script, node }: NonNullable<CustomLayer['declared']>): ClassPlace {
  const { text } = script;
  const span = spanOf(script, node);
  const heritage = node.heritageClauses?.find(({ token }) => token === SyntaxKind.ExtendsKeyword)?.types[0];
  const assigned = /(?:const|let|var)\s+([\w$]+)(?:\s*:[^=]*)?\s*=\s*$/.exec(text.slice(Math.max(0, span.start - 200), span.start))?.[1];
  return {
    name: node.name ? textOf(node.name) : assigned, nameSpan: spanOf(script, node.name ?? heritage ?? node), span,
    bodyStart: node.members.pos, statement: isClassDeclaration(node) && !hasModifier(node, SyntaxKind.ExportKeyword),
  };
}
