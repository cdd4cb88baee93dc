/** What an activation in the text stands for: its function with its parameters, composed with what it is applied to. */
import { compose } from '../activations/compose';
import { byId } from '../activations/lookup';
import { DEFAULT_CLASSES } from '../activations/logits';
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
  /** Of how many logits one is varied in `whole`, the others held at 0; undefined where no softmax is in the chain. */
  readonly logits: { readonly count: number; readonly known: boolean } | undefined;
}

/** softmax and logSoftmax have as many classes as their axis is long; undefined where the program does not tell. */
function classesOf(layer: Layer | undefined): number | undefined {
  const classes = layer?.outputShape?.at(-1);
  return typeof classes === 'number' && classes >= 1 ? classes : undefined;
}

function logitsOf(chain: readonly Activation[], classes: number | undefined): Subject['logits'] {
  return chain.some(({ kind }) => kind === 'vector') ? { count: classes ?? DEFAULT_CLASSES, known: classes !== undefined } : undefined;
}

/** The subject of a use; undefined where the function is none of ours. */
export function subjectOf(use: ActivationUse, networks: readonly Network[]): Subject | undefined {
  const activation = byId(use.function);
  if (!activation) return undefined;
  const network = use.network === undefined ? undefined : networks.find(({ id }) => id === use.network);
  const layer = use.layer === undefined ? undefined : network?.layers[use.layer];
  // The layers inside are activations: the axis is as long there.
  const classes = classesOf(layer);
  const withClasses = classes === undefined ? {} : { classes };
  const curve = activation.curve({ ...use.parameters, ...withClasses }, use.form);
  const chain = [activation];
  const curves = [curve];
  for (const inner of use.inner) {
    const found = byId(inner.function);
    // One output of a softmax depends on all outputs of a softmax inside: no curve of one variable shows that.
    if (!found || (found.kind === 'vector' && chain.some(({ kind }) => kind === 'vector'))) break;
    chain.push(found);
    curves.push(found.curve({ ...inner.parameters, ...withClasses }, 'op'));
  }
  const innermost = curves.at(-1) ?? curve;
  const whole = curves.slice(0, -1).reduceRight((inner, outer) => compose(outer, inner), innermost);
  return { use, activation, curve, whole, chain, network, layer, logits: logitsOf(chain, classes) };
}

/** The subject that an activation is by itself, without a program around it. */
export function aloneSubject(activation: Activation): Subject {
  const curve = activation.curve();
  return {
    activation, curve, whole: curve, chain: [activation], network: undefined, layer: undefined, logits: logitsOf([activation], undefined),
    use: {
      function: activation.id, form: 'op', parameters: {}, parametersKnown: true, role: 'unknown', span: { start: 0, end: 0 }, network: undefined, layer: undefined, certainty: 'certain',
      inner: [], callSpan: undefined, operandSpan: undefined, direct: false, consumers: [], logitsOf: undefined,
    },
  };
}
