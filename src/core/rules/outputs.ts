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

/**
 * A model inside another one as what trains it from there: what goes in is not known, so that its numbers are not those
 * that it has alone, and what compiles and fits it are the other one's calls.
 */
function insideOf(network: Network, whole: Network): Network {
  const { compile, fits, training } = whole.outputs.length === 1 ? whole : { compile: undefined, fits: [], training: [] };
  return { ...network, compile, fits, training, layers: network.layers.map((layer) => (layer.inputs.length === 0 ? { ...layer, facts: undefined } : layer)) };
}

interface Deciding {
  readonly network: Network;
  readonly layer: Layer;
}

/** The layer whose values an output consists of, and the network that it is of: this one or a model at its end. */
function decidingIn(networks: readonly Network[], network: Network, output: number, depth = 4): Deciding | undefined {
  const last = network.layers[output];
  const nested = last?.nested === undefined || last.optional || depth === 0 ? undefined : networks.find(({ id }) => id === last.nested);
  if (!nested) {
    const layer = decidingLayer(network, output);
    return layer && { network, layer };
  }
  const [end, ...others] = nested.outputs;
  const found = !nested.outputsKnown || end === undefined || others.length > 0 ? undefined : decidingIn(networks, nested, end, depth - 1);
  return found && { layer: found.layer, network: insideOf(found.network, network) };
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
  for (const whole of networks) {
    if (!whole.outputsKnown) continue;
    const { compile, outputs, training } = whole;
    for (const [index, output] of outputs.entries()) {
      const { network, layer } = decidingIn(networks, whole, output) ?? {};
      if (!network || !layer || layer.foreign) continue;
      const last = whole.layers[output]?.outputShape?.at(-1) ?? layer.units;
      const size = typeof last === 'number' ? last : undefined;
      const loss = compile?.certain ? compile.losses[index] : undefined;
      const alone = outputs.length === 1 || compile?.loss?.form === 'several';
      const judged = [...(loss ? ofLoss(loss, alone) : []), ...training.flatMap((one) => (one.certain && one.output === index ? (ofCall(one) ?? []) : []))];
      for (const one of judged) yield { network, layer, size, ...one };
    }
  }
}
