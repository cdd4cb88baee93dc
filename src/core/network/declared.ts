/** The shape that a layer says it takes when it is the first of a model. */
import { dimensionsOf, isSet, numberOf, valueOf } from './config';
import type { LayerFacts } from './layers';
import type { Dimension, Shape } from './types';

/** Keys for the whole shape and for that without the batch; `tf.input` has names of its own. */
const WHOLE = ['batchInputShape', 'batchShape'] as const;
const PART = ['inputShape', 'shape'] as const;

export interface Declared {
  readonly shape: Shape;
  /** The options are known to say nothing. */
  readonly missing: boolean;
}

const NOTHING: Declared = { shape: undefined, missing: true };
const UNKNOWN: Declared = { shape: undefined, missing: false };

function batchOf(facts: LayerFacts): Dimension {
  const set = isSet(facts, 'batchSize');
  return set === false ? null : set ? numberOf(facts, 'batchSize') : undefined;
}

/** The first of some keys that is set: its sizes, null where none is, undefined where that is not known. */
function sizesAt(facts: LayerFacts, keys: readonly string[]): readonly Dimension[] | null | undefined {
  for (const key of keys) {
    const set = isSet(facts, key);
    if (set === false) continue;
    const single = numberOf(facts, key);
    return set === undefined ? undefined : single === undefined ? dimensionsOf(valueOf(facts, key)) : [single];
  }
  return null;
}

/** `inputLength` of an embedding, which needs no shape. */
function embeddingSizes(facts: LayerFacts): readonly Dimension[] | undefined {
  return isSet(facts, 'inputLength') === false ? [null] : (sizesAt(facts, ['inputLength']) ?? undefined);
}

/** `inputShape`, `batchInputShape`, and what dense and embedding layers take instead. */
export function declaredInput(facts: LayerFacts): Declared {
  const whole = sizesAt(facts, WHOLE);
  if (whole === undefined) return UNKNOWN;
  if (whole) return { shape: whole, missing: false };
  const part = sizesAt(facts, PART) ?? (facts.className === 'Embedding' ? embeddingSizes(facts) : null);
  if (part === undefined || (part === null && facts.className === undefined)) return UNKNOWN;
  if (part) return { shape: [batchOf(facts), ...part], missing: false };
  if (facts.className !== 'Dense' || isSet(facts, 'inputDim') === false) return NOTHING;
  return { shape: [batchOf(facts), numberOf(facts, 'inputDim')], missing: false };
}
