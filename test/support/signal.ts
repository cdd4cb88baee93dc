/** Measures in TensorFlow.js what the signal flow predicts: moments of every layer's sums and outputs, and gradients. */
import * as tf from '@tensorflow/tfjs';

/** Sums over the values that were seen. */
interface Sums {
  count: number;
  mean: number;
  square: number;
}

export interface MeasuredLayer {
  readonly preMean: number | undefined;
  readonly preVariance: number | undefined;
  /** Undefined for an input, which computes nothing. */
  readonly mean: number | undefined;
  readonly variance: number | undefined;
  /** Root mean square of the gradient at its sums, relative to that of the last layer which has some. */
  readonly gradient: number | undefined;
  /** Share of sums at which the activation has no gradient, and with a slope below 0.01. */
  readonly inactive: number | undefined;
  readonly saturated: number | undefined;
}

export interface Measurement {
  readonly layers: readonly MeasuredLayer[];
  readonly firstToLast: number;
}

/** What is gathered of one layer over all draws of its model. */
interface Gathered {
  readonly weighted: boolean;
  readonly pre: Sums;
  readonly output: Sums;
  readonly delta: Sums;
  readonly slopes: { count: number; zero: number; small: number };
}

interface ActivationLike { readonly apply: (x: tf.Tensor) => tf.Tensor; readonly getClassName: () => string }
type Hooked = tf.layers.Layer & { activation?: ActivationLike };

function note(sums: Sums, tensor: tf.Tensor): void {
  const values = tensor.dataSync<'float32'>();
  sums.count += values.length;
  for (const value of values) {
    sums.mean += value;
    sums.square += value * value;
  }
}

function noteSlopes({ slopes }: Gathered, activation: ActivationLike, sums: tf.Tensor): void {
  if (/softmax/i.test(activation.getClassName())) return;
  const values = tf.grad((x: tf.Tensor) => activation.apply(x).sum())(sums).dataSync<'float32'>();
  slopes.count += values.length;
  for (const value of values) {
    if (value === 0) slopes.zero++;
    if (Math.abs(value) < 0.01) slopes.small++;
  }
}

/** Layers whose sums are looked at: those with weights and an activation of their own. */
function isWeighted(layer: tf.layers.Layer): boolean {
  return (layer as Hooked).activation !== undefined && layer.trainableWeights.length > 0;
}

function outputOf(model: tf.LayersModel, inputs: tf.Tensor[]): tf.Tensor {
  const made = model.apply(inputs.length === 1 && inputs[0] ? inputs[0] : inputs, { training: true });
  return (Array.isArray(made) ? made[0] : made) as tf.Tensor;
}

/** Runs the model with its layers watched: what they give, and with what `watch` says in place of their activations. */
function watched<T>(model: tf.LayersModel, seen: (index: number, output: tf.Tensor) => void, watch: (index: number, activation: ActivationLike, sums: tf.Tensor) => tf.Tensor, run: () => T): T {
  const undo: (() => void)[] = [];
  for (const [index, layer] of model.layers.entries()) {
    const hooked = layer as Hooked;
    const call = layer.call.bind(layer);
    layer.call = (x, kwargs) => {
      const made = call(x, kwargs);
      seen(index, (Array.isArray(made) ? made[0] : made) as tf.Tensor);
      return made;
    };
    undo.push(() => { layer.call = call; });
    const { activation } = hooked;
    if (!activation || !isWeighted(layer)) continue;
    // A class name that no fused kernel knows: the activation is applied by itself.
    hooked.activation = { apply: (sums) => watch(index, activation, sums), getClassName: () => 'watched' };
    undo.push(() => { hooked.activation = activation; });
  }
  try {
    return run();
  } finally {
    for (const one of undo.reverse()) one();
  }
}

/**
 * One model as it was drawn. A probe of zeros is added to the sums of each weighted layer, and the gradient that reaches
 * it is the gradient at these sums; the loss is a random sum of the last ones, drawn anew for each input.
 */
function observe(model: tf.LayersModel, inputs: tf.Tensor[], gathered: readonly Gathered[]): void {
  const weighted = gathered.flatMap((one, index) => (one.weighted ? [index] : []));
  const last = weighted.at(-1);
  const shapes = new Map<number, number[]>();
  tf.tidy(() => watched(model, (index, output) => { note((gathered[index] as Gathered).output, output); }, (index, activation, sums) => {
    shapes.set(index, sums.shape);
    note((gathered[index] as Gathered).pre, sums);
    noteSlopes(gathered[index] as Gathered, activation, sums);
    return activation.apply(sums);
  }, () => outputOf(model, inputs)));
  tf.tidy(() => {
    const direction = tf.randomNormal(shapes.get(last ?? -1) ?? []);
    const gradients = tf.grads((...probes: tf.Tensor[]) => {
      let loss: tf.Scalar | undefined;
      watched(model, () => undefined, (index, activation, sums) => {
        const z = sums.add(probes[weighted.indexOf(index)] as tf.Tensor);
        if (index === last) loss = tf.keep(z.mul(direction).sum());
        return activation.apply(z);
      }, () => outputOf(model, inputs));
      return loss as tf.Scalar;
    })(weighted.map((index) => tf.zeros(shapes.get(index) ?? [])));
    for (const [at, index] of weighted.entries()) note((gathered[index] as Gathered).delta, gradients[at] as tf.Tensor);
  });
}

export interface Conditions {
  readonly draws: number;
  readonly batch: number;
  /** Inputs are absolute values of normal ones. */
  readonly positive?: boolean;
  /** Inputs are indices below this. */
  readonly rows?: number | undefined;
}

/** Measures the models that `make` gives, each with its own draw of weights and inputs. */
export function measure(make: () => tf.LayersModel, { draws, batch, positive = false, rows }: Conditions): Measurement {
  let gathered: readonly Gathered[] | undefined;
  for (let draw = 0; draw < draws; draw++) {
    const model = make();
    const sums = (): Sums => ({ count: 0, mean: 0, square: 0 });
    gathered ??= model.layers.map((layer) => ({ weighted: isWeighted(layer), pre: sums(), output: sums(), delta: sums(), slopes: { count: 0, zero: 0, small: 0 } }));
    const inputs = model.inputs.map(({ shape }) => tf.tidy(() => {
      const sizes = [batch, ...shape.slice(1).map((size) => size ?? 1)];
      if (rows !== undefined) return tf.randomUniform(sizes, 0, rows).floor();
      const x = tf.randomNormal(sizes);
      return positive ? x.abs() : x;
    }));
    observe(model, inputs, gathered);
    for (const x of inputs) x.dispose();
    model.dispose();
  }
  return summary(gathered ?? []);
}

function summary(gathered: readonly Gathered[]): Measurement {
  const square = ({ square: sum, count }: Sums): number => sum / count;
  const mean = ({ mean: sum, count }: Sums): number => sum / count;
  const variance = (sums: Sums): number => square(sums) - mean(sums) ** 2;
  const weighted = gathered.filter((one) => one.weighted);
  const [first] = weighted;
  const reference = square((weighted.at(-1) as Gathered).delta);
  const layers = gathered.map((one): MeasuredLayer => {
    const { pre, output, delta, slopes } = one;
    const where = <T>(value: T): T | undefined => (one.weighted ? value : undefined);
    return {
      preMean: where(mean(pre)), preVariance: where(variance(pre)), mean: output.count > 0 ? mean(output) : undefined, variance: output.count > 0 ? variance(output) : undefined, gradient: where(Math.sqrt(square(delta) / reference)),
      inactive: slopes.count > 0 ? slopes.zero / slopes.count : undefined, saturated: slopes.count > 0 ? slopes.small / slopes.count : undefined,
    };
  });
  return { layers, firstToLast: Math.sqrt(square((first as Gathered).delta) / reference) };
}
