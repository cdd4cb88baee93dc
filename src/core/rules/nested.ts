/** One activation directly on another: the pair, what they give together, and how either is taken out. */
import type { ActivationUse, InnerActivation, Layer, Network } from '../network/types';
import { dropActivation } from './activation-edits';
import { unwrapOp } from './edits';
import type { Edit, RuleContext } from './types';

/** An activation and the one just before it. */
export interface Nested {
  readonly use: ActivationUse;
  readonly inner: InnerActivation;
  readonly network: Network | undefined;
  /** The layer that applies the outer one, and the one before it. */
  readonly layer: Layer | undefined;
  readonly before: Layer | undefined;
}

/** Every activation that certainly has another directly inside, where it can be changed. */
export function* nestedActivations(context: RuleContext): Iterable<Nested> {
  for (const use of context.uses) {
    const [inner] = use.inner;
    if (!inner || use.certainty !== 'certain' || !use.parametersKnown) continue;
    const network = context.networkOf(use);
    const layer = use.layer === undefined ? undefined : network?.layers[use.layer];
    if (layer?.foreign) continue;
    yield { use, inner, network, layer, before: layer ? network?.layers[layer.inputs[0] ?? -1] : layerOf(context, inner) };
  }
}

/** The layer of a model that applies what stands inside an op on its prediction. */
function layerOf({ layers }: RuleContext, { span }: InnerActivation): Layer | undefined {
  return span && layers.find(({ activation }) => activation?.span?.start === span.start);
}

/** Takes the outer one away. */
export function removeOuter(text: string, { use, layer }: Nested): readonly Edit[] | undefined {
  if (use.form === 'op' || use.form === 'method') return unwrapOp(text, use);
  return layer?.facts?.group === 'activation' ? dropActivation(text, layer) : undefined;
}

/** Takes the inner one away. */
export function removeInner({ text, uses }: RuleContext, { use, inner, before }: Nested): readonly Edit[] | undefined {
  if (use.form === 'config' || use.form === 'layer') return before && !before.foreign ? dropActivation(text, before) : undefined;
  const found = uses.find(({ span }) => span.start === inner.span?.start);
  return found && (found.form === 'op' || found.form === 'method') ? unwrapOp(text, found) : undefined;
}
