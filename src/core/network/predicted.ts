/** The activation that a model ends in, where a program puts its predictions through another. */
import type { ModelDraft, OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import type { InnerActivation, Network } from './types';

/** What a tensor is the prediction of, made in the same function as the op that takes it. */
function predictionOf(value: Value | undefined, op: OpDraft): OpDraft | undefined {
  const producer = value?.kind === 'tensor' ? value.producer : undefined;
  return producer?.op === 'model' && producer.within === op.within && producer.certainty === 'certain' ? producer : undefined;
}

/** The last activation of the only output of the model that certainly gives the op its input; nothing where it has none. */
export function lastActivationOf(value: Value | undefined, op: OpDraft, networks: ReadonlyMap<ModelDraft, Network>): readonly InnerActivation[] {
  const model = predictionOf(value, op)?.model;
  const network = model && networks.get(model);
  const [output, ...others] = network?.outputs ?? [];
  const layer = network?.outputsKnown && output !== undefined && others.length === 0 ? network.layers[output] : undefined;
  const activation = layer?.activation;
  if (!layer || layer.optional || layer.facts?.group === 'recurrent' || activation?.function === undefined || activation.function === 'linear' || !activation.parametersKnown) return [];
  return [{ function: activation.function, parameters: activation.parameters, span: layer.foreign ? undefined : activation.span }];
}
