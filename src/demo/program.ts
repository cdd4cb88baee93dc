/** A run as a program that uses TensorFlow.js as its users do, and reproduces it: the same data, first weights, batches and rates. */
import { type Chain, chainOf, type LayerState, LINEAR, LOSS_FORMS } from './layers';
import { optimizerOf } from './optimizers';
import type { DemoState } from './state';
import { parameterOf } from './worker/curves';
import { generate } from './worker/data';
import { initialParameters } from './worker/initialize';
import { type Network, networkOf } from './worker/network';

/** Most digits that a float32 needs. */
const numbersOf = (values: ArrayLike<number>): string => `[${Array.from(values, (value) => String(Number(Math.fround(value).toPrecision(9)))).join(', ')}]`;

/** The whole program, for Node or a page; the run is that at `index`. */
export function programOf(state: DemoState, index: number, steps: number): string {
  const run = state.runs[index] ?? state.runs[0]!;
  const data = generate(state);
  const network = networkOf(run, data.task);
  const first = initialParameters(network, state.seed);
  const [examples, classes] = [data.training, data.task.classes];
  const width = network.inputs;
  const functions = [...new Set(network.layers.flatMap(({ state: layer }) => (chainOf(layer) ?? []).map(({ id }) => id)))].filter((id) => id in OWN);
  const { formula, target: goal } = LOSS_FORMS[run.loss];
  const oneHot = (labels: string): string => `tf.oneHot(tf.tensor1d(${labels}, 'int32'), ${classes}).toFloat()`;
  const shared = goal === 'labels' && classes > 2 ? `.add(${oneHot(`labels.map((label) => (label + 1) % ${classes})`)})` : '';
  const target = goal === 'value' ? 'tf.tensor2d(labels, [labels.length, 1])' : `${oneHot('labels')}${shared}`;
  const rate = run.own?.learningRate ?? state.learningRate;
  return `// Made by Activation Lens: ${steps} steps of this network on the data set "${state.data.set}", seed ${state.seed}.
// Run it with Node after npm install @tensorflow/tfjs, or paste it where tf is known. What dropout drops is drawn anew.
import * as tf from '@tensorflow/tfjs';

await tf.setBackend('cpu');
${functions.map((id) => `\n${OWN[id as keyof typeof OWN]}\n`).join('')}
// The ${examples} examples that are trained on.
const inputs = tf.tensor(${numbersOf(data.inputs.subarray(0, examples * width))}, [${[examples, ...data.task.shape].join(', ')}]);
const labels = ${numbersOf(data.labels.subarray(0, examples))};
const targets = ${target};

const model = tf.sequential();
${modelLines(network).join('\n')}

// What each layer starts with.
const start = [
${weightLines(network, first).join('\n')}
];
model.layers.filter((layer) => layer.weights.length > 0).forEach((layer, i) => layer.setWeights(start[i]));

// The learning rate of a step.
const rateAt = (step) => ${state.schedule.length === 0 || run.own !== null ? rate : `[${state.schedule.map(({ step, rate }) => `[${step}, ${rate}]`).join(', ')}].findLast(([from]) => from <= step)?.[1] ?? ${state.learningRate}`};
const optimizer = ${OPTIMIZERS[optimizerOf(state, run)](rate)};
const loss = (labels, outputs) => ${LOSSES[formula]};
const kernels = model.layers.flatMap(({ weights }) => weights.filter(({ name }) => name.includes('kernel')));
${frozenLines(network)}const batches = Math.ceil(${examples} / ${state.batchSize});

for (let step = 0; step < ${steps}; step += 1) {
  tf.tidy(() => {
    const from = (step % batches) * ${state.batchSize};
    const size = Math.min(${state.batchSize}, ${examples} - from);
    if (optimizer.setLearningRate) optimizer.setLearningRate(rateAt(step));
    else optimizer.learningRate = rateAt(step);
    const { value, grads } = tf.variableGrads(() => {
      const error = loss(targets.slice([from, 0], [size, -1]), model.apply(inputs.slice(from, size), { training: true }));
      return ${penalised(state)};
    }, trained.map(({ val }) => val));
${clipLines(state)}    optimizer.applyGradients(grads);
    if ((step + 1) % 100 === 0) console.log(\`step \${step + 1}: loss \${value.dataSync()[0].toFixed(4)}\`);
  });
}
console.log('loss over all training examples:', loss(targets, model.predict(inputs)).dataSync()[0]);
`;
}

/** Functions that a layer cannot be given by name. */
const OWN = {
  straightThrough: '// A step whose gradient is replaced by that of the identity.\nconst straightThrough = tf.customGrad((x) => ({ value: tf.step(x), gradFunc: (dy) => dy }));\nclass StraightThrough extends tf.layers.Layer {\n  call(x) { return straightThrough(Array.isArray(x) ? x[0] : x); }\n  static className = \'StraightThrough\';\n}',
  step: 'class Step extends tf.layers.Layer {\n  call(x) { return tf.step(Array.isArray(x) ? x[0] : x); }\n  static className = \'Step\';\n}',
  erf: 'class Erf extends tf.layers.Layer {\n  call(x) { return tf.erf(Array.isArray(x) ? x[0] : x); }\n  static className = \'Erf\';\n}',
  logSigmoid: 'class LogSigmoid extends tf.layers.Layer {\n  call(x) { return tf.softplus((Array.isArray(x) ? x[0] : x).neg()).neg(); }\n  static className = \'LogSigmoid\';\n}',
  thresholdedRelu: '// tf.layers.thresholdedReLU has no gradient; this one has.\nclass Thresholded extends tf.layers.Layer {\n  constructor(theta) { super({}); this.theta = theta; }\n  call(x) {\n    const threshold = tf.customGrad((z, save) => {\n      const mask = z.greater(this.theta).toFloat();\n      save([mask]);\n      return { value: z.mul(mask), gradFunc: (dy, [saved]) => dy.mul(saved) };\n    });\n    return threshold(Array.isArray(x) ? x[0] : x);\n  }\n  static className = \'Thresholded\';\n}',
} as const;

const LAYERS: Readonly<Partial<Record<Chain[number]['id'], (parameter: number) => string>>> = {
  leakyRelu: (alpha) => `tf.layers.leakyReLU({ alpha: ${alpha} })`,
  prelu: () => 'tf.layers.prelu({ sharedAxes: SHARED })',
  straightThrough: () => 'new StraightThrough()', step: () => 'new Step()', erf: () => 'new Erf()', logSigmoid: () => 'new LogSigmoid()',
  thresholdedRelu: (theta) => `new Thresholded(${theta})`,
};

/** The chain's first function goes into the layer where a string names it; all others are layers of their own. */
function split(chain: Chain): { readonly inside: string | undefined; readonly after: readonly string[] } {
  const [first, ...rest] = chain;
  const named = first !== undefined && LAYERS[first.id] === undefined;
  const after = (named ? rest : chain).map((one) => LAYERS[one.id]?.(parameterOf(one)) ?? `tf.layers.activation({ activation: '${one.id}' })`);
  return { inside: named ? first.id : undefined, after };
}

function layerCalls(state: LayerState, rank: number): readonly string[] {
  const shared = `[${Array.from({ length: rank - 1 }, (_, i) => i + 1).join(', ')}]`;
  const { inside, after } = split(chainOf(state) ?? LINEAR);
  const name = `${inside === undefined || inside === 'linear' ? '' : `, activation: '${inside}'`}${'useBias' in state && !state.useBias ? ', useBias: false' : ''}`;
  const placing = 'size' in state ? `${state.stride === null ? '' : `, strides: ${state.stride}`}, padding: '${state.padding}'` : '';
  const rest = after.map((call) => call.replace('SHARED', rank === 1 ? 'undefined' : shared));
  switch (state.kind) {
    case 'dense':
      return [`tf.layers.dense({ units: ${state.units}${name} })`, ...rest];
    case 'conv2d':
      return [`tf.layers.conv2d({ filters: ${state.filters}, kernelSize: ${state.size}${placing}${name} })`, ...rest];
    case 'depthwise':
      return [`tf.layers.depthwiseConv2d({ depthMultiplier: ${state.multiplier}, kernelSize: ${state.size}${placing}${name} })`, ...rest];
    case 'pool':
      return [`tf.layers.${state.mode === 'max' ? 'max' : 'average'}Pooling2d({ poolSize: ${state.size}${placing} })`];
    case 'globalPool':
      return [`tf.layers.global${state.mode === 'max' ? 'Max' : 'Average'}Pooling2d({})`];
    case 'layerNorm':
      return ['tf.layers.layerNormalization()'];
    case 'flatten':
      return ['tf.layers.flatten()'];
    case 'dropout':
      return [`tf.layers.dropout({ rate: ${state.rate} })`];
    case 'batchNorm':
      return ['tf.layers.batchNormalization()'];
    case 'activation':
      return [...(inside === undefined ? [] : [`tf.layers.activation({ activation: '${inside}' })`]), ...rest];
  }
}

function modelLines({ layers }: Network): readonly string[] {
  const [first] = layers;
  const calls = layers.flatMap(({ state, output }) => layerCalls(state, output.length));
  return [`model.add(tf.layers.inputLayer({ inputShape: [${first!.input.join(', ')}] }));`, ...calls.map((call) => `model.add(${call});`)];
}

/** One line for each layer of the program that has weights: a PReLU's slopes are a layer's of its own. */
function weightLines({ layers }: Network, values: Float64Array): readonly string[] {
  const tensor = ({ at, size, shape }: Network['layers'][number]['slots'][number], flat = shape): string => `tf.tensor(${numbersOf(values.subarray(at, at + size))}, [${flat.join(', ')}])`;
  return layers.flatMap(({ slots, output, state }) => {
    const [own, slopes] = [slots.filter(({ role }) => role !== 'slope' && !(role === 'bias' && 'useBias' in state && !state.useBias)), slots.filter(({ role }) => role === 'slope')];
    const shape = (units: number): readonly number[] => [...output.slice(0, -1).map(() => 1), units];
    return [...(own.length === 0 ? [] : [`  [${own.map((slot) => tensor(slot)).join(', ')}],`]), ...slopes.map((slot) => `  [${tensor(slot, shape(slot.size))}],`)];
  });
}

const OPTIMIZERS = {
  sgd: (rate: number) => `tf.train.sgd(${rate})`,
  momentum: (rate: number) => `tf.train.momentum(${rate}, 0.9)`,
  rmsprop: (rate: number) => `tf.train.rmsprop(${rate}, 0.9)`,
  adam: (rate: number) => `tf.train.adam(${rate})`,
} as const;

const LOSSES = {
  logistic: 'tf.losses.sigmoidCrossEntropy(labels, outputs)',
  softmax: 'tf.losses.softmaxCrossEntropy(labels, outputs)',
  square: 'tf.losses.meanSquaredError(labels, outputs)',
  categorical: 'tf.metrics.categoricalCrossentropy(labels, outputs).mean()',
  binary: 'tf.metrics.binaryCrossentropy(labels, outputs).mean()',
} as const;

/** Kernels that stay as they are. */
function frozenLines({ layers }: Network): string {
  const kernels = layers.flatMap(({ slots }) => slots.filter(({ role }) => role === 'kernel'));
  const frozen = kernels.flatMap(({ trainable }, i) => (trainable ? [] : [i]));
  if (frozen.length === 0) return 'const trained = model.trainableWeights;\n';
  return `const frozen = [${frozen.join(', ')}].map((i) => kernels[i]);\nconst trained = model.trainableWeights.filter((weight) => !frozen.includes(weight));\n`;
}

function penalised({ l1, l2 }: DemoState): string {
  const parts = [...(l1 > 0 ? [`val.abs().sum().mul(${l1})`] : []), ...(l2 > 0 ? [`val.square().sum().mul(${l2})`] : [])];
  return parts.length === 0 ? 'error' : `tf.addN([error, ...kernels.filter((kernel) => trained.includes(kernel)).flatMap(({ val }) => [${parts.join(', ')}])])`;
}

function clipLines({ clip }: DemoState): string {
  if (clip === null) return '';
  return `    const norm = Math.sqrt(Object.values(grads).reduce((sum, g) => sum + g.square().sum().dataSync()[0], 0));
    if (norm > ${clip}) for (const name of Object.keys(grads)) grads[name] = grads[name].mul(${clip} / norm);\n`;
}
