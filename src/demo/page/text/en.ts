/** English. */
import type { LayerState, LossId } from '../../layers';
import { englishOwn } from './own-text';
import { activationNames } from './activation-names';
import { englishGallery } from './presets-en';
import type { RunFacts, Text } from './text';

const lossNames: Readonly<Record<LossId, string>> = {
  sigmoidCrossEntropy: 'Sigmoid (in the loss)', softmaxCrossEntropy: 'Softmax (in the loss)', meanSquaredError: 'Squared error',
  multiLabelCrossEntropy: 'Sigmoid each (in the loss)', oneHotSquaredError: 'Squared error, one-hot', categoricalCrossentropy: 'Categorical, of the outputs', binaryCrossentropy: 'Binary, of the output', oneHotBinaryCrossentropy: 'Binary, one-hot',
};

function layerWords(layer: LayerState): string {
  switch (layer.kind) {
    case 'dense':
      return `${layer.units} units`;
    case 'conv2d':
      return `${layer.filters} filters`;
    case 'globalPool':
      return 'global pool';
    case 'batchNorm':
      return 'batch norm';
    case 'layerNorm':
      return 'layer norm';
    default:
      return layer.kind;
  }
}

const facts = ({ name, loss, accuracy, valued, dead, halted }: RunFacts): string =>
  halted === null ? `${name}: loss ${loss}, ${valued ? `${accuracy} explained` : `accuracy ${accuracy}`}, ${dead} of hidden units dead` : `${name}: ${halted === 'diverged' ? 'diverged' : 'its numbers are no longer finite'}`;

const listed = (names: readonly string[]): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`);

function conclusion(runs: readonly RunFacts[]): string {
  const learnt = runs.filter(({ verdict }) => verdict === 'learnt').map(({ name }) => name);
  const guessing = runs.filter(({ verdict }) => verdict === 'guessing').map(({ name }) => name);
  if (learnt.length > 0 && guessing.length > 0) return `From the same seed and data, ${listed(learnt)} ${learnt.length > 1 ? 'learn' : 'learns'} the shape; ${listed(guessing)} still ${guessing.length > 1 ? 'guess' : 'guesses'}.`;
  if (runs.length > 1 && learnt.length === runs.length) return `First seen with 95% ${runs[0]!.valued ? 'explained' : 'right'}: ${runs.map(({ name, learntAt }) => `${name} at step ${learntAt}`).join(', ')}.`;
  if (guessing.length === runs.length) return runs[0]!.valued ? 'Nothing has been learnt so far.' : 'Nothing has been learnt so far: this loss is that of guessing.';
  return '';
}

export const english: Text = {
  play: 'Play', pause: 'Pause', step: 'Step', reset: 'Reset', controls: 'Training',
  dataSet: 'Data', noise: 'Noise', seed: 'Seed', newSeed: 'New seed', learningRate: 'Learning rate', galleryText: englishGallery, optimizer: 'Optimizer', speed: 'Speed',
  dataSets: { circle: 'Circle', spiral: 'Spirals', moons: 'Two moons', xor: 'XOR', gaussians: 'Gaussians', own: 'My own points', wave: 'Wave (1-D regression)', line: 'Line (1-D regression)', strokes: 'Strokes (images)', arms: 'Spiral arms (any input)' },
  optimizers: { sgd: 'SGD', momentum: 'Momentum', rmsprop: 'RMSProp', adam: 'Adam' },
  speeds: { slow: '10 steps/s', steady: '120 steps/s', full: 'Full speed' },
  gallery: 'Gallery', previous: 'Previous experiment', next: 'Next experiment', tones: { good: 'trains', bad: 'shows a fault' },
  ownClaim: 'Workbench', ownTitle: 'Your own experiment', changedFrom: (title) => `${title}, changed`,
  openRule: (id) => `Rule ${id}`, openActivation: (name) => `More about ${name}`,
  setup: 'Set-up', points: 'Points', test: 'Kept for tests', batchSize: 'Batch', batchOf: (size) => `batch ${size}`, seedOf: (seed) => `seed ${seed}`,
  schedule: 'Rate from step', scheduleHint: '60: 0.3, 200: 0.1', clip: 'Clip gradient', engine: 'Engine', engines: { tf: 'TensorFlow.js', plain: 'Plain loops' },
  kinds: { dense: 'Dense', conv2d: 'Conv2D', pool: 'Pool', flatten: 'Flatten', dropout: 'Dropout', batchNorm: 'Batch norm', depthwise: 'Depthwise', globalPool: 'Global pool', layerNorm: 'Layer norm', activation: 'Activation' },
  units: 'Units', filters: 'Filters', size: 'Size', stride: 'Stride', padding: 'Padding', pooling: 'Takes', poolings: { max: 'Largest', average: 'Mean' }, dropRate: 'Drops', initializer: 'Initialiser', bias: 'Bias',
  remove: 'Remove', removeLayer: (letter, index) => `Remove layer ${index} of network ${letter}`, addLayer: (letter) => `Add a layer to ${letter} …`,
  duplicate: (letter) => `Duplicate ${letter}`, removeRun: (letter) => `Remove ${letter}`, outputOf: (letter) => `Activation of the output of network ${letter}`,
  lossName: 'Loss', losses: lossNames, refused: (reason) => `That cannot be trained: ${reason}. What was there before is kept.`,
  activations: activationNames,
  steps: (step) => `Step ${step}`,
  rate: (perSecond, networks) => `${perSecond} steps/s${networks > 1 ? ' each' : ''}`,
  rateHint: 'Training steps that every network takes a second.',
  run: (letter) => `Network ${letter}`,
  hidden: (name) => `hidden ${name}`,
  chain: ' → ',
  loss: 'Loss', accuracy: 'Accuracy', dead: 'Dead units',
  layer: 'Layer', activation: 'Activation', deadUnits: 'Dead', gradient: 'Gradient',
  gradientHint: 'Length of the gradient of the layer’s kernel at the last step; the bar is logarithmic, from 1e-6 to 1. The mark is what was predicted for the start.',
  explained: 'Explained',
  tested: (accuracy) => `${accuracy} test`,
  compositions: 'Compositions',
  layerName: (index, layer) => `${index} · ${layerWords(layer)}`,
  layerNote: (layer) => (layer.kind === 'dropout' ? `drops ${Math.round(layer.rate * 100)}%` : layer.kind === 'pool' ? `${layer.mode === 'max' ? 'largest' : 'mean'} of ${layer.size}×${layer.size}` : layer.kind === 'globalPool' ? (layer.mode === 'max' ? 'largest' : 'mean') : ''),
  outputLayer: 'Output',
  outputNote: (_units, activation, loss) => `${activation === '' ? '' : `${activation}, then `}${lossNames[loss]}`,
  activationOf: (letter, index) => `Activation of hidden layer ${index} of network ${letter}`,
  activationIn: (letter, index) => `Activation of layer ${index} of ${letter}`,
  of: (part, whole) => `${part} of ${whole}`,
  map: (run) => `Decision map. ${facts(run)}.`,
  classes: ['class 0', 'class 1'],
  probability: 'Background: probability of class 1',
  lossChart: 'Loss', lossAxis: 'mean over the training points, by step', measure: 'Second chart', shareAxis: 'by step',
  measures: { accuracy: 'Accuracy', dead: 'Dead units', saturated: 'Saturated (|f′| < 0.01)', sparse: 'Outputs that are 0' },
  gradientChart: 'Gradient by layer', gradientAxis: 'length of the kernel’s gradient; hollow: predicted for the start', predicted: 'predicted', outputsChart: 'Outputs', table: 'Table',
  stepColumn: 'Step', valueColumn: 'Output', layerOf: (letter, index) => `Network ${letter}, layer ${index}`,
  sections: { units: 'Every unit over the plane', gradients: 'Gradient by layer, measured and predicted', outputs: 'How outputs spread', curve: 'Curve explorer', map: 'Effective linear map', step: 'A step in numbers' },
  unitsOf: (layer, units, dead) => `Layer ${layer}: ${units} units${dead.length === 0 ? ', none dead' : `; dead, striped: ${dead.join(', ')}`}. The line is where a unit’s sum is 0.`,
  times: 'Times', curveOf: 'Activation of the curve',
  curveFacts: (name, steepest, from, to, idempotent) => `${name}: the slope is at most ${steepest}, values lie between ${from} and ${to}.${idempotent ? ' Applied again, it changes nothing.' : ''}`,
  curveLegend: (reach) => `Solid: f. Dashed: f′. From −${reach} to ${reach}.`,
  mapHint: 'Click a map above, or enter a point: around it the network is this affine map, for as long as no unit switches.', noMap: 'Only for points of the plane and of a line.',
  mapFacts: (formula, pattern, regions) => `${formula}. Switches ${pattern}. ${regions} patterns over the map.`,
  share: 'Share and save', copyLink: 'Copy link', openProgram: 'Open as TensorFlow.js program', saveCsv: 'Save the run as CSV', savePictures: (kind) => `Save the charts as ${kind}`,
  ownPoints: 'Your own points', ownHint: 'Click a map to put a point there, or enter one.', pointClass: 'Class', addPoint: 'Add point', undoPoint: 'Take the last back', clearPoints: 'Keep only two',
  pointCount: (points) => `${points} points`,
  networkName: 'Network', explainStep: 'Take a step and write it out',
  stepExample: (step, input, label, loss) => `Step ${step}. Of the batch, the first example: x = (${input}), label ${label}, loss ${loss}.`,
  passTable: 'Forward, then backward', forwardZ: 'Sum z', forwardOut: 'Output f(z)', backward: '∂L/∂output',
  updateTable: (rate, batch) => `Update of each layer’s first weight at rate ${rate}, gradient of all ${batch} examples`,
  own: englishOwn,
  notANumber: 'not a number',
  waiting: 'Starting the trainer …',
  facts, separator: '; ',
  start: (runs) => `Before the first step, from the same seed and data: ${runs.map(({ name, loss }) => `${name} at loss ${loss}`).join(', ')}. Press Play.`,
  conclusion,
  halted: (letter, name, step, halt) => `Stopped at step ${step}: ${halt === 'diverged' ? 'the loss of' : 'the numbers of'} network ${letter} (${name}) ${halt === 'diverged' ? 'ran away' : 'are no longer finite'}. Try a smaller learning rate.`,
  roundOver: (step) => `Paused by itself after ${step} steps. Press Play to go on.`,
  plateau: (step) => `Stopped at step ${step}: no loss has fallen for 4,000 steps. Press Play to go on.`,
  onPage: 'No worker could be started here, so training shares the page’s thread and is slower.',
  notRestored: (reason) => `What was kept of the last run could not be used (${reason}). Started afresh.`,
  failed: (reason) => `The trainer stopped: ${reason}`,
};
