/** What an activation in the text stands for: its function with its parameters, composed with what it is applied to. */
import { compose } from '../activations/compose';
import { byId } from '../activations/lookup';
import type { Activation, Curve } from '../activations/types';
import type { ActivationUse, Layer, Network } from '../network/types';

export interface Subject {
  readonly use: ActivationUse;
  readonly activation: Activation;
  /** Of this activation alone. */
  readonly curve: Curve;
  /** Together with the activations directly inside it; the same as `curve` where there is none. */
  readonly whole: Curve;
  /** The functions that make up `whole`, outermost first. */
  readonly chain: readonly Activation[];
  readonly network: Network | undefined;
  readonly layer: Layer | undefined;
}

/** softmax and logSoftmax have as many classes as their axis is long; the plot shows that many where it is known. */
function withClasses(activation: Activation, use: ActivationUse, layer: Layer | undefined): Record<string, number> {
  const classes = activation.kind === 'vector' ? layer?.outputShape?.at(-1) : undefined;
  return { ...use.parameters, ...(typeof classes === 'number' && classes >= 1 ? { classes } : {}) };
}

/** The subject of a use; undefined where the function is none of ours. */
export function subjectOf(use: ActivationUse, networks: readonly Network[]): Subject | undefined {
  const activation = byId(use.function);
  if (!activation) return undefined;
  const network = use.network === undefined ? undefined : networks.find(({ id }) => id === use.network);
  const layer = use.layer === undefined ? undefined : network?.layers[use.layer];
  const curve = activation.curve(withClasses(activation, use, layer), use.form);
  const chain = [activation];
  const curves = [curve];
  for (const inner of use.inner) {
    const found = byId(inner.function);
    if (!found) break;
    chain.push(found);
    curves.push(found.curve(inner.parameters, 'op'));
  }
  const innermost = curves.at(-1) ?? curve;
  const whole = curves.slice(0, -1).reduceRight((inner, outer) => compose(outer, inner), innermost);
  return { use, activation, curve, whole, chain, network, layer };
}

/** The subject that an activation is by itself, without a program around it. */
export function aloneSubject(activation: Activation): Subject {
  const curve = activation.curve();
  return {
    activation, curve, whole: curve, chain: [activation], network: undefined, layer: undefined,
    use: {
      function: activation.id, form: 'op', parameters: {}, parametersKnown: true, role: 'unknown', span: { start: 0, end: 0 }, network: undefined, layer: undefined, certainty: 'certain',
      inner: [], callSpan: undefined, operandSpan: undefined, direct: false, consumers: [],
    },
  };
}
