/** A network's outputs with the losses that certainly train them. */
import type { InnerActivation, Layer, Loss, LossCall, Network } from '../network/types';
import type { LossInput } from '../tfjs/training';
import type { Span } from '../syntax/span';

/** One output and one loss. */
export interface JudgedOutput {
  readonly network: Network;
  /** The layer that says what the output's values are like: what only moves or drops values is looked through. */
  readonly layer: Layer;
  /** Values of the last axis; undefined where that is not known. */
  readonly size: number | undefined;
  /** As {@link Loss.name}. */
  readonly name: string;
  readonly wants: LossInput;
  /** Where the loss is named or called. */
  readonly span: Span | undefined;
  /** Activations between the network's output and the loss, the nearest to the loss first. */
  readonly through: readonly InnerActivation[];
  /** The loss that `compile` names, if it can be replaced without touching another output. */
  readonly loss: Loss | undefined;
}

/** Layers that leave each value what it is, or drop some while training. */
function passesOn(layer: Layer): boolean {
  const group = layer.facts?.group;
  return group === 'dropout' || layer.className === 'Flatten' || layer.className === 'Reshape' || layer.className === 'Permute'
    || (layer.className === 'Activation' && layer.activation?.function === 'linear');
}

/** The layer whose values an output consists of. */
export function decidingLayer(network: Network, output: number): Layer | undefined {
  let layer = network.layers[output];
  for (let steps = 0; layer && !layer.optional && passesOn(layer) && steps < 16; steps++) layer = layer.inputs.length === 1 ? network.layers[layer.inputs[0] ?? -1] : undefined;
  return layer && !layer.optional && (layer.facts?.group === 'affine' || layer.facts?.group === 'activation') ? layer : undefined;
}

function ofCall(call: LossCall): Pick<JudgedOutput, 'name' | 'wants' | 'span' | 'through' | 'loss'> | undefined {
  const { name, wants, span, through, direct } = call;
  return direct && wants !== undefined && name !== 'custom' ? { name, wants, span, through, loss: undefined } : undefined;
}

function ofLoss(loss: Loss, alone: boolean): Pick<JudgedOutput, 'name' | 'wants' | 'span' | 'through' | 'loss'>[] {
  const { name, wants, form, span, calls } = loss;
  if (form === 'custom') return calls.flatMap((call) => ofCall(call) ?? []);
  return name === undefined || wants === undefined ? [] : [{ name, wants, span, through: [], loss: alone ? loss : undefined }];
}

/** Every output that a loss certainly judges, as far as the outputs are known. */
export function* judgedOutputs(networks: readonly Network[]): Iterable<JudgedOutput> {
  for (const network of networks) {
    if (!network.outputsKnown) continue;
    const { compile, outputs, training } = network;
    for (const [index, output] of outputs.entries()) {
      const layer = decidingLayer(network, output);
      if (!layer || layer.foreign) continue;
      const last = network.layers[output]?.outputShape?.at(-1) ?? layer.units;
      const size = typeof last === 'number' ? last : undefined;
      const loss = compile?.certain ? compile.losses[index] : undefined;
      const alone = outputs.length === 1 || compile?.loss?.form === 'several';
      const judged = [...(loss ? ofLoss(loss, alone) : []), ...training.flatMap((one) => (one.certain && one.output === index ? (ofCall(one) ?? []) : []))];
      for (const one of judged) yield { network, layer, size, ...one };
    }
  }
}
