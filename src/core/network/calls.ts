/** Calls that are no layers and no operations, and are looked at by themselves. */
import type { Drafts } from '../evaluate/evaluate';
import { SyntaxKind } from '../evaluate/nodes';
import type { CallDraft } from '../evaluate/drafts';
import { UNKNOWN } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import { argumentSpan } from './layers';
import type { TfCall } from './types';

function callOf({ path, args, argNodes, node, nameNode, script }: CallDraft): TfCall {
  const counted = argNodes.every(({ kind }) => kind !== SyntaxKind.SpreadElement);
  // Behind a spread no argument has a known node.
  const spans = argNodes.map((one) => (counted ? argumentSpan(script, one) : undefined));
  return { path, args: spans.map((span, index) => ({ value: args[index] ?? UNKNOWN, span })), counted, span: spanOf(script, node), nameSpan: spanOf(script, nameNode) };
}

/** The calls of a document; one that is run several times comes as often, with what it is given each time. */
export function tfCalls(drafts: Drafts): readonly TfCall[] {
  return drafts.calls.map(callOf);
}
