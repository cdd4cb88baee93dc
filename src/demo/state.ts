/**
 * The whole state of the demo, declared once: what is trained on what, and how fast it is shown.
 *
 * It is plain JSON, so that it can be kept by the editor, sent in a message and put into a link. Whatever comes back is
 * read by {@link parseState}: numbers out of range are clamped, anything else that does not fit is refused with a reason.
 */
import { choice, clamped, integer, list, type Parsed, type Reader, record, refuse } from './json';

export const STATE_VERSION = 1;

/** Activations a hidden layer can have; `reluSoftmax` is relu(softmax(z)). */
export const ACTIVATIONS = [
  'relu', 'leakyRelu', 'elu', 'selu', 'sigmoid', 'tanh', 'softmax', 'reluSoftmax', 'softplus', 'swish', 'gelu', 'step', 'linear',
] as const;
export type ActivationId = (typeof ACTIVATIONS)[number];

export const DATA_SETS = ['circle', 'spiral', 'moons', 'xor', 'gaussians'] as const;
export type DataSetId = (typeof DATA_SETS)[number];

export const OPTIMIZERS = ['sgd', 'adam'] as const;
export type OptimizerId = (typeof OPTIMIZERS)[number];

/** What computes the gradients: TensorFlow.js, or the plain loops that check it. */
export const ENGINES = ['tf', 'plain'] as const;
export type EngineId = (typeof ENGINES)[number];

/** How fast steps follow each other; see {@link STEPS_PER_SECOND}. */
export const SPEEDS = ['slow', 'steady', 'full'] as const;
export type SpeedId = (typeof SPEEDS)[number];

/** Target rate of each speed, steps a second. */
export const STEPS_PER_SECOND: Readonly<Record<SpeedId, number>> = { slow: 10, steady: 120, full: Infinity };

export interface HiddenLayer {
  readonly units: number;
  readonly activation: ActivationId;
}

/** One network of the race: two inputs, these hidden layers, one output unit that gives a logit. */
export interface RunState {
  readonly hidden: readonly HiddenLayer[];
}

export interface DemoState {
  readonly version: typeof STATE_VERSION;
  readonly data: {
    readonly set: DataSetId;
    /** Standard deviation added to each coordinate; the data spans about [−1, 1]. */
    readonly noise: number;
    readonly points: number;
  };
  /** Seeds the data and the initial weights; every run starts from the same draws. */
  readonly seed: number;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerId;
  readonly engine: EngineId;
  readonly speed: SpeedId;
  readonly runs: readonly RunState[];
}

export const LIMITS = {
  noise: [0, 0.5],
  points: [32, 2048],
  seed: [0, 0xffff_ffff],
  learningRate: [0.0001, 100],
  batchSize: [1, 512],
  units: [1, 64],
  layers: [1, 8],
  runs: [1, 6],
} as const;

const run = (activation: ActivationId): RunState => ({ hidden: [{ units: 8, activation }, { units: 8, activation }] });

/** The opening view: ReLU against a softmax between hidden layers, same seed, same data. */
export const initialState: DemoState = {
  version: STATE_VERSION,
  data: { set: 'circle', noise: 0.05, points: 256 },
  seed: 16,
  learningRate: 0.3,
  batchSize: 32,
  optimizer: 'sgd',
  engine: 'tf',
  speed: 'full',
  runs: [run('relu'), run('softmax')],
};

const readRun: Reader<RunState> = record<RunState>({
  hidden: list(record<HiddenLayer>({ units: integer(LIMITS.units), activation: choice(ACTIVATIONS) }), LIMITS.layers),
});

const readState: Reader<DemoState> = record<DemoState>({
  version: (value) => {
    if (value === STATE_VERSION) return { ok: true, value: STATE_VERSION };
    return refuse(typeof value === 'number' && value > STATE_VERSION ? 'comes from a newer version of the extension' : 'is not a version this demo knows');
  },
  data: record<DemoState['data']>({ set: choice(DATA_SETS), noise: clamped(LIMITS.noise), points: integer(LIMITS.points) }),
  seed: integer(LIMITS.seed),
  learningRate: clamped(LIMITS.learningRate),
  batchSize: integer(LIMITS.batchSize),
  optimizer: choice(OPTIMIZERS),
  engine: choice(ENGINES),
  speed: choice(SPEEDS),
  runs: list(readRun, LIMITS.runs),
});

/** Reads a state from JSON that may be old, tampered with or out of range. */
export function parseState(value: unknown): Parsed<DemoState> {
  const parsed = readState(value);
  if (!parsed.ok) return parsed;
  // More than a batch of points, or the last batch would be empty.
  const batchSize = Math.min(parsed.value.batchSize, parsed.value.data.points);
  return { ok: true, value: { ...parsed.value, batchSize } };
}

/** True where two states differ in nothing that the numbers depend on but the learning rate and the speed. */
export function sameExperiment(a: DemoState, b: DemoState): boolean {
  const key = (state: DemoState): string => JSON.stringify({ ...state, learningRate: 0, speed: 'full' });
  return key(a) === key(b);
}
