/**
 * The gallery: for each claim one experiment or more that makes it visible in seconds, good ones and bad ones.
 *
 * What each shows is asserted in `test/demo/presets.test.ts`, trained with TensorFlow.js; the words stand in
 * `page/text/presets-….ts`.
 */
import { act, type ActivationId, DEFAULT_WEIGHTS, dense, type LayerState, type RunState, stack } from './layers';
import { type DemoState, initialState } from './state';

export const CLAIMS = ['C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11', 'C12'] as const;
export type Claim = (typeof CLAIMS)[number];

export const PRESET_IDS = [
  'relu-alone', 'two-slopes', 'vanishing-depth', 'depth-rescued', 'relu-twice', 'squash-again', 'dead-by-rate', 'dead-by-bias', 'one-unit', 'softmax-between', 'relu-of-softmax',
  'softmax-output', 'softmax-twice', 'small-cnn', 'linear-cnn', 'switches', 'walsh-hadamard', 'step', 'linear-collapse',
] as const;
export type PresetId = (typeof PRESET_IDS)[number];

/** A page of the extension's documentation. */
export interface PageLink {
  readonly kind: 'rules' | 'activations';
  readonly id: string;
}

export interface Preset {
  readonly claim: Claim;
  /** `good`: all of it trains. `bad`: something in it does not, and why is what to look at. */
  readonly tone: 'good' | 'bad';
  readonly page: PageLink;
  readonly state: DemoState;
}

type Setting = Partial<Omit<DemoState, 'data' | 'version' | 'preset'>> & { readonly data?: Partial<DemoState['data']> };

function preset(claim: Claim, tone: Preset['tone'], page: string, runs: readonly RunState[], { data, ...rest }: Setting = {}): Omit<Preset, 'state'> & { readonly state: Omit<DemoState, 'preset'> } {
  const [kind, id] = page.split('/') as [PageLink['kind'], string];
  return { claim, tone, page: { kind, id }, state: { ...initialState, ...rest, data: { ...initialState.data, ...data }, runs } };
}

const deep = (activation: ActivationId, depth = 6, units = 8): RunState => stack(Array.from({ length: depth }, () => units), activation);
const value = (run: RunState): RunState => ({ ...run, loss: 'meanSquaredError' });
const named = (name: string, run: RunState): RunState => ({ ...run, name });
const conv = (filters: number, activation: ActivationId): LayerState => ({ kind: 'conv2d', filters, size: 3, padding: 'same', stride: 1, activation: [act(activation)], ...DEFAULT_WEIGHTS, initializer: 'heNormal' });
const pool: LayerState = { kind: 'pool', mode: 'max', size: 2, padding: 'valid', stride: null };
const average: LayerState = { kind: 'pool', mode: 'average', size: 2, padding: 'valid', stride: null };
/** Small batches: convolutions cost the cpu backend a hundred times what dense layers do. */
const images: Setting = { data: { set: 'strokes', noise: 0.1, points: 240, test: 0.2 }, optimizer: 'adam', learningRate: 0.02, batchSize: 8 };
const cnn = (activation: ActivationId, pooling: LayerState): RunState => ({
  ...stack([], 'linear', { loss: 'softmaxCrossEntropy' }), layers: [conv(3, activation), pooling, conv(6, activation), pooling, { kind: 'flatten' }],
});
const biased = (activation: RunState['output']): RunState => stack([8, 8], activation, { weights: { bias: -0.5 } });
const filters = { initializer: 'hadamard', frozen: true } as const;

const made: Readonly<Record<PresetId, ReturnType<typeof preset>>> = {
  'relu-alone': preset('C1', 'good', 'activations/relu', [named('ReLU, 4 units', value(stack([4], 'relu'))), named('ReLU, 16 units', value(stack([16], 'relu')))], { data: { set: 'wave', noise: 0.02 }, optimizer: 'adam', learningRate: 0.02, seed: 2 }),
  'two-slopes': preset('C2', 'good', 'activations/relu', [stack([8, 8], 'relu'), stack([8, 8], 'mish')]),
  'vanishing-depth': preset('C3', 'bad', 'rules/deep-saturating-stack', [deep('sigmoid'), deep('tanh'), deep('relu')], { learningRate: 0.1, seed: 1 }),
  'depth-rescued': preset('C3', 'good', 'rules/deep-saturating-stack', [
    named('Sigmoid', deep('sigmoid')),
    named('Batch norm + sigmoid', { ...deep('sigmoid'), layers: Array.from({ length: 6 }).flatMap((): LayerState[] => [dense(8, 'linear'), { kind: 'batchNorm' }, { kind: 'activation', activation: [act('sigmoid')] }]) }),
  ], { learningRate: 0.3, seed: 1 }),
  'relu-twice': preset('C4', 'good', 'rules/redundant-activation', [stack([8, 8], 'relu'), stack([8, 8], [act('relu'), act('relu')])]),
  'squash-again': preset('C4', 'bad', 'rules/double-squash', [stack([8], 'sigmoid'), stack([8], [act('sigmoid'), act('sigmoid')]), stack([8], [act('sigmoid'), act('sigmoid'), act('sigmoid')])], { data: { set: 'moons', noise: 0.05 }, learningRate: 3, seed: 1 }),
  'dead-by-rate': preset('C5', 'bad', 'activations/relu', [stack([8, 8], 'relu'), stack([8, 8], 'leakyRelu'), stack([8, 8], 'elu')], { learningRate: 4, schedule: [{ step: 60, rate: 0.3 }], seed: 4 }),
  'dead-by-bias': preset('C5', 'bad', 'activations/relu', [biased([act('relu')]), biased([act('leakyRelu', 0.01)]), biased([act('leakyRelu')]), biased([act('elu')])], { seed: 2 }),
  'one-unit': preset('C5', 'bad', 'rules/dead-relu-narrow', [named('ReLU, 1 unit', value(stack([1], 'relu'))), named('ReLU, 8 units', value(stack([8], 'relu'))), named('PReLU, 1 unit', value(stack([1], 'prelu')))], { data: { set: 'line', noise: 0.02 }, learningRate: 0.1, seed: 4 }),
  'softmax-between': preset('C6', 'bad', 'rules/softmax-between-hidden-layers', [stack([8, 8], 'relu'), stack([8, 8], 'softmax')]),
  'relu-of-softmax': preset('C6', 'bad', 'rules/redundant-activation', [stack([8, 8], 'softmax'), stack([8, 8], [act('softmax'), act('relu')])], { seed: 2 }),
  'softmax-output': preset('C7', 'good', 'activations/softmax', [stack([8, 8], 'relu'), stack([8, 8], 'relu', { loss: 'softmaxCrossEntropy' })].map((run, i) => named(['Sigmoid, 1 unit', 'Softmax, 2 units'][i]!, run)), { data: { set: 'moons', noise: 0.08 } }),
  'softmax-twice': preset('C7', 'bad', 'rules/softmax-with-logits-loss', [
    named('Logits → softmax loss', stack([8, 8], 'relu', { loss: 'softmaxCrossEntropy' })), named('Softmax → softmax loss', stack([8, 8], 'relu', { loss: 'softmaxCrossEntropy', output: [act('softmax')] })),
  ]),
  'small-cnn': preset('C8', 'good', 'activations/relu', [cnn('relu', pool)], images),
  'linear-cnn': preset('C8', 'bad', 'rules/linear-stack-collapse', [cnn('relu', average), cnn('linear', average)], images),
  switches: preset('C9', 'good', 'activations/relu', [stack([6, 6], 'relu'), stack([6, 6], 'tanh')], { data: { set: 'moons', noise: 0.05 } }),
  'walsh-hadamard': preset('C10', 'good', 'activations/prelu', [named('Fixed filters + PReLU', stack([16, 16, 16], 'prelu', { weights: filters })), named('Fixed filters, linear', stack([16, 16, 16], 'linear', { weights: filters }))], { optimizer: 'adam', learningRate: 0.02 }),
  step: preset('C11', 'bad', 'rules/zero-gradient-activation', [stack([16, 16], 'step'), stack([16, 16], 'straightThrough')], { seed: 11 }),
  'linear-collapse': preset('C12', 'bad', 'rules/linear-stack-collapse', [named('3 linear layers', stack([16, 16, 16], 'linear')), stack([16, 16, 16], 'relu')], { data: { set: 'spiral', noise: 0.02 }, optimizer: 'adam', learningRate: 0.01 }),
};

/** Every preset by its id, in the order of the gallery. */
export const presets: Readonly<Record<PresetId, Preset>> = Object.fromEntries(
  PRESET_IDS.map((id) => [id, { ...made[id], state: { ...made[id].state, preset: id } }]),
) as Record<PresetId, Preset>;

/** The preset with an id; undefined for a name that is none. */
export function presetOf(id: string): Preset | undefined {
  const known = PRESET_IDS.find((one) => one === id);
  return known && presets[known];
}
