/** Tensor operations as plain data, with what training makes of them. */
import type { Drafts } from '../evaluate/evaluate';
import { isElementAccessExpression, isPropertyAccessExpression, SyntaxKind } from '../evaluate/nodes';
import type { OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asNumber } from '../evaluate/values';
import type { CallExpression } from 'typescript-6';
import type { Span } from '../syntax/span';
import { spanOf } from '../syntax/tree';
import { opsOfZeroGradient } from '../tfjs/ops';
import { elementType } from './element-types';
import { producersOf } from './reach';
import type { ConfigKey, Op } from './types';
import { operandOf } from './variables';

/** What the gradients of weights go through: `tf.grads` asks for those of inputs. */
function isTraining({ op }: OpDraft): boolean {
  return op.startsWith('gradient.') && op !== 'gradient.inputs';
}

/** All that some operations are made of; what a variable starts with is no part of it. */
function behind(start: readonly OpDraft[], stops: (op: OpDraft) => boolean): ReadonlySet<OpDraft> {
  const found = new Set(start);
  for (const op of found) {
    if (op.op === 'variable' || stops(op)) continue;
    for (const input of op.inputs) for (const producer of producersOf(input)) found.add(producer);
  }
  return found;
}

/** Weights that training moves: a variable, a model of the program, or the prediction that a loss is given. */
function holdsWeights(op: OpDraft): boolean {
  if (op.op === 'model') return op.model !== undefined && op.model.form !== 'loaded';
  return op.op === 'prediction' || (op.op === 'variable' && operandOf({ kind: 'tensor', certainty: 'certain', producer: op }) !== undefined);
}

/** Of some operations those that are made of weights. */
function madeOfWeights(ops: ReadonlySet<OpDraft>): ReadonlySet<OpDraft> {
  const found = new Set([...ops].filter(holdsWeights));
  for (const op of found) for (const consumer of op.consumers) if (ops.has(consumer) && consumer.op !== 'variable') found.add(consumer);
  return found;
}

/**
 * Operations of derivative 0 through which alone a loss is made of some weights. A model beside others that learn may
 * be one that is not meant to, such as the target of a Q-network.
 */
function blocking(gradient: OpDraft): readonly OpDraft[] {
  const all = behind([gradient], () => false);
  const sources = [...all].filter(holdsWeights);
  const reached = behind([gradient], ({ op }) => opsOfZeroGradient.has(op));
  const isLearning = sources.some((op) => reached.has(op));
  const starved = sources.filter((op) => !reached.has(op) && (op.op === 'variable' || !isLearning));
  const found = new Set(starved);
  for (const op of found) {
    if (opsOfZeroGradient.has(op.op)) continue;
    for (const consumer of op.consumers) if (all.has(consumer) && consumer.op !== 'variable') found.add(consumer);
  }
  return [...found].filter(({ op }) => opsOfZeroGradient.has(op));
}

/** So many losses of one document are gone through by themselves. */
const MAX_LOSSES = 32;

function argumentSpans({ script, node }: OpDraft): readonly Span[] {
  return ((node as Partial<CallExpression>).arguments ?? []).map((one) => spanOf(script, one));
}

function operandSpan(op: OpDraft): Span | undefined {
  const { expression, arguments: args } = op.node as CallExpression;
  if (op.form === 'method') return isPropertyAccessExpression(expression) || isElementAccessExpression(expression) ? spanOf(op.script, expression.expression) : undefined;
  const [first] = args;
  return op.form === 'op' && first && first.kind !== SyntaxKind.SpreadElement ? spanOf(op.script, first) : undefined;
}

function optionsOf({ config, script }: OpDraft): ReadonlyMap<string, ConfigKey> | undefined {
  return config && new Map([...config].map(([key, { value, property, valueNode }]) => [key, { value, property: property && spanOf(script, property), valueSpan: valueNode && spanOf(script, valueNode) }]));
}

/** Operations are made of others, as deep as this. */
const DEPTH = 5;

/** The operations of a document that rules look at. */
export function opData(drafts: Drafts): readonly Op[] {
  const gradients = drafts.ops.filter(isTraining);
  const trained = behind(gradients, () => false);
  const learned = madeOfWeights(trained);
  const reached = behind(gradients, ({ op }) => opsOfZeroGradient.has(op));
  const blocks = new Set(gradients.slice(0, MAX_LOSSES).flatMap(blocking));
  const known = new Map<OpDraft, Op>();
  const inputOf = (value: Value | undefined, depth: number): Op['inputs'][number] => {
    const number = asNumber(value);
    if (number !== undefined) return number;
    return value?.kind === 'tensor' && value.producer ? dataOf(value.producer, depth - 1) : undefined;
  };
  const dataOf = (op: OpDraft, depth: number): Op | undefined => {
    const made = known.get(op);
    if (made || depth < 0) return made;
    const data: Op = {
      name: op.op, form: op.form, inputs: op.inputs.slice(0, 4).map((input) => inputOf(input, depth)), span: spanOf(op.site.script, op.site.node), nameSpan: spanOf(op.script, op.nameNode),
      operandSpan: operandSpan(op), argumentSpans: argumentSpans(op), certain: op.certainty === 'certain', foreign: op.foreign,
      learned: learned.has(op), reached: reached.has(op), blocks: blocks.has(op), symbolic: op.inputs[0]?.kind === 'symbolic', discarded: op.discarded, operandType: elementType(op.inputs[0]), takers: new Set(op.consumers.map(({ node }) => node)).size, options: op.form === 'fused' ? optionsOf(op) : undefined, optionsKnown: op.configKnown === true,
    };
    // One that is cut off is made again for whom it is nearer.
    if (depth === DEPTH) known.set(op, data);
    return data;
  };
  return [...new Set([...drafts.ops, ...learned])].flatMap((op) => (op.op.startsWith('gradient.') || op.op === 'prediction' || op.op === 'labels' ? [] : (dataOf(op, DEPTH) ?? [])));
}
