/** Tensor operations: what is kept of each, so that it can be followed from its inputs to what takes its result. */
import type { CallExpression, Expression, ExpressionStatement, NewExpression, Node } from 'typescript-6';
import { activationOps, elementaryOps, isRecorded, watchedOps } from '../tfjs/ops';
import { SyntaxKind } from './nodes';
import type { Machine } from './state';
import { atHome, siteOf } from './state';
import type { OpDraft } from './drafts';
import type { Entry, TensorValue, Value } from './values';
import { alternatives } from './values';

/** A call under evaluation: its arguments' values beside their nodes. */
export interface Call {
  readonly node: CallExpression | NewExpression;
  /** The expression that names what is called, for positions. */
  readonly nameNode: Node;
  readonly args: readonly Value[];
  readonly argNodes: readonly Expression[];
}

const NO_ENTRIES: ReadonlyMap<string, Entry> = new Map();
const ELEMENTWISE: ReadonlySet<string> = new Set([...activationOps, ...elementaryOps]);

/** The options of a call as they are when it is made. */
export function entriesOf(value: Value | undefined): ReadonlyMap<string, Entry> {
  if (value?.kind !== 'object') return NO_ENTRIES;
  const entries = new Map(value.entries);
  // Lists are read when the layer is made: what is written to them later does not count.
  for (const [key, entry] of entries) if (entry.value.kind === 'array') entries.set(key, { ...entry, value: { ...entry.value, items: [...entry.value.items] } });
  return entries;
}

/** Keeps a call of the document whose arguments are looked at by themselves. */
export function noteCall(machine: Machine, path: string, { args, argNodes, node, nameNode }: Call): void {
  if (!machine.frozen && atHome(machine)) machine.calls.push({ path, args, argNodes, node, nameNode, script: machine.script });
}

/** The expression is all that its statement consists of. */
function isStatement({ statement }: Machine, node: Node): boolean {
  return statement?.kind === SyntaxKind.ExpressionStatement && (statement as ExpressionStatement).expression === node;
}

/** Records a tensor operation and gives its result. */
export function applyOp(machine: Machine, op: string, form: OpDraft['form'], inputs: readonly Value[], call: Call, certain: boolean, extra: Pick<OpDraft, 'config' | 'configKnown' | 'model' | 'output'> = {}): TensorValue & { readonly producer: OpDraft } {
  const runs = !machine.frozen && isRecorded(op);
  const draft: OpDraft = {
    op, form, inputs, node: call.node, nameNode: call.nameNode, script: machine.script, certainty: certain ? 'certain' : 'possible',
    within: machine.stack.at(-1), foreign: !atHome(machine), discarded: isStatement(machine, call.node), site: siteOf(machine, call.node), consumers: [], ...(runs ? { frames: [...machine.stack] } : {}), ...extra,
  };
  for (const input of inputs) {
    for (const one of alternatives(input)) if (one.kind === 'tensor' && one.producer) one.producer.consumers.push(draft);
  }
  if (!draft.foreign && (runs || form === 'fused' || ELEMENTWISE.has(op) || watchedOps.has(op))) machine.ops.push(draft);
  return { kind: 'tensor', certainty: draft.certainty, producer: draft };
}
