/** How networks are trained besides `compile`: gradients that the program takes itself, and calls of `fit`. */
import type { Drafts } from '../evaluate/evaluate';
import type { FitDraft, OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asNumber } from '../evaluate/values';
import { spanOf } from '../syntax/tree';
import { transparentOps } from '../tfjs/ops';
import { elementType } from './element-types';
import { literalValues } from './literals';
import { judge } from './losses';
import { producersOf } from './reach';
import { sumOf } from './sums';
import type { Fit, Training } from './types';

/** A loss whose gradient the program takes, and the operation whose result it judges. */
export interface Gradient {
  readonly source: OpDraft;
  readonly training: Omit<Training, 'output'>;
}

/** Every loss whose gradient is taken, as far as it judges a model or a weighted sum of variables. */
export function gradientsOf(drafts: Drafts): readonly Gradient[] {
  const sums = new Set(drafts.ops.filter((op) => op.frames && sumOf(op)));
  const judgements = judge((one) => one.op === 'model' || sums.has(one));
  return drafts.ops.flatMap((op) => {
    const [head, by] = op.op.split('.');
    if (head !== 'gradient' || by === 'compile') return [];
    return judgements(op.inputs, op).map(({ source, call }): Gradient => ({ source, training: { ...call, certain: by !== 'inputs' } }));
  });
}

/** Those of one network, each place once: the same loss may be run again with other arguments. */
export function trainingOf(gradients: readonly Gradient[], outputOf: (source: OpDraft) => number | undefined): readonly Training[] {
  const places = new Map<string, Training>();
  for (const { source, training } of gradients) {
    const output = outputOf(source);
    const key = `${training.name} ${training.span.start} ${output} ${training.direct} ${training.through.map(({ span }) => span?.start).join()}`;
    places.set(key, { ...training, output, certain: training.certain || places.get(key)?.certain === true });
  }
  return [...places.values()];
}

/** `tf.oneHot(…)`, whatever shape or type it is brought into. */
function isOneHot(value: Value | undefined): boolean {
  let [at] = producersOf(value);
  for (let steps = 0; at && steps < 8; steps++) {
    if (at.op === 'oneHot') return true;
    if (!transparentOps.has(at.op)) return false;
    at = producersOf(at.inputs[0])[0];
  }
  return false;
}

function optionOf(options: Value | undefined, key: string, fallback: number | undefined): number | undefined {
  if (options === undefined) return fallback;
  if (options.kind !== 'object') return undefined;
  const found = options.entries.get(key)?.value;
  return found === undefined ? (options.open ? undefined : fallback) : asNumber(found);
}

function fitOf(draft: FitDraft): Fit {
  const { method, options } = draft;
  return {
    method, span: spanOf(draft.site.script, draft.site.node), certain: draft.certain,
    epochs: method === 'trainOnBatch' ? undefined : optionOf(options, 'epochs', method === 'fit' ? 1 : undefined),
    batchSize: method === 'fit' ? optionOf(options, 'batchSize', 32) : undefined,
    targets: isOneHot(draft.targets) ? 'one-hot' : undefined,
    targetValues: literalValues(draft.targets), targetsType: elementType(draft.targets), targetsSpan: draft.targetsNode && spanOf(draft.site.script, draft.targetsNode),
  };
}

/** Calls that train a model, each place once; what differs from one call there to the next is not known. */
export function fitsOf(drafts: readonly FitDraft[]): readonly Fit[] {
  const places = new Map<number, Fit>();
  for (const draft of drafts) {
    const fit = fitOf(draft);
    const other = places.get(fit.span.start);
    places.set(fit.span.start, other ? {
      ...fit, certain: fit.certain || other.certain, epochs: fit.epochs === other.epochs ? fit.epochs : undefined,
      batchSize: fit.batchSize === other.batchSize ? fit.batchSize : undefined, targets: fit.targets === other.targets ? fit.targets : undefined,
      targetValues: String(fit.targetValues) === String(other.targetValues) ? fit.targetValues : undefined, targetsType: fit.targetsType === other.targetsType ? fit.targetsType : undefined,
    } : fit);
  }
  return [...places.values()];
}
