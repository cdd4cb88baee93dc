/**
 * The whole state of the demo, declared once: which networks are trained on what, and how fast it is shown.
 *
 * It is plain JSON, so that it can be kept by the editor, sent in a message and put into a link. Whatever comes back is
 * read by {@link parseState}: numbers out of range are clamped, anything else that does not fit is refused with a reason.
 */
import { choice, clamped, integer, list, nullable, type Parsed, type Reader, record, refuse, text } from './json';
import { LOSS_FORMS, LOSSES, type LossId, readRun, type RunState, stack } from './layers';
import { OPTIMIZERS, type OptimizerId, RATES } from './optimizers';
import { shapesOf, sizeOf } from './shapes';

export const STATE_VERSION = 2;

export const DATA_SETS = ['circle', 'spiral', 'moons', 'xor', 'gaussians', 'own', 'wave', 'line', 'strokes', 'arms'] as const;
export type DataSetId = (typeof DATA_SETS)[number];

/** What a data set asks of a network. */
export interface Task {
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** Number of classes; 0 where a value is to be found. */
  readonly classes: number;
  /** Losses that fit it, the usual one first. */
  readonly losses: readonly LossId[];
}

const PLANE: Task = { shape: [2], classes: 2, losses: ['sigmoidCrossEntropy', 'softmaxCrossEntropy', 'meanSquaredError'] };

/** What the set `arms` is laid out for: any input, any number of classes. */
export type Sample = Pick<Task, 'shape' | 'classes'>;

const DEFAULT_SAMPLE: Sample = { shape: [4], classes: 3 };

function sampleTask(sample: Sample): Task {
  const fitting = LOSSES.filter((loss) => loss !== 'meanSquaredError' && (sample.classes === 2 || LOSS_FORMS[loss].target !== 'value'));
  return { ...sample, losses: sample.classes === 0 ? ['meanSquaredError'] : sample.classes === 2 ? [...fitting, 'meanSquaredError'] : fitting };
}

/** The task of each data set, that of `arms` as it is by itself; see {@link taskOf}. */
export const TASKS: Readonly<Record<DataSetId, Task>> = {
  circle: PLANE, spiral: PLANE, moons: PLANE, xor: PLANE, gaussians: PLANE, own: PLANE,
  wave: { shape: [1], classes: 0, losses: ['meanSquaredError'] },
  line: { shape: [1], classes: 0, losses: ['meanSquaredError'] },
  strokes: { shape: [8, 8, 1], classes: 3, losses: ['softmaxCrossEntropy'] },
  arms: sampleTask(DEFAULT_SAMPLE),
};

/** What the data of a state asks of a network. */
export function taskOf({ set, sample }: DemoState['data']): Task {
  return set === 'arms' ? sampleTask(sample) : TASKS[set];
}

/** What computes the gradients: TensorFlow.js, or the plain loops that check it. */
export const ENGINES = ['tf', 'plain'] as const;
export type EngineId = (typeof ENGINES)[number];

/** How fast steps follow each other; see {@link STEPS_PER_SECOND}. */
export const SPEEDS = ['slow', 'steady', 'full'] as const;
export type SpeedId = (typeof SPEEDS)[number];

/** Target rate of each speed, steps a second. */
export const STEPS_PER_SECOND: Readonly<Record<SpeedId, number>> = { slow: 10, steady: 120, full: Infinity };

/** A point of the user's own. */
export interface OwnPoint {
  readonly x: number;
  readonly y: number;
  readonly label: number;
}

/** From this step on, this learning rate. */
export interface RateChange {
  readonly step: number;
  readonly rate: number;
}

export interface DemoState {
  readonly version: typeof STATE_VERSION;
  /** The preset of the gallery that it began as; empty for none. */
  readonly preset: string;
  readonly data: {
    readonly set: DataSetId;
    /** Standard deviation added to each coordinate; the data spans about [−1, 1]. */
    readonly noise: number;
    readonly points: number;
    /** Share of the points that are kept from training. */
    readonly test: number;
    /** Used by the set `own`. */
    readonly own: readonly OwnPoint[];
    /** Used by the set `arms`. */
    readonly sample: Sample;
  };
  /** Seeds the data and the initial weights; every run starts from the same draws. */
  readonly seed: number;
  readonly learningRate: number;
  /** Takes the place of the learning rate step by step; ascending. */
  readonly schedule: readonly RateChange[];
  readonly batchSize: number;
  readonly optimizer: OptimizerId;
  /** Factors of Σ|w| and Σw² over kernels, added to the loss. */
  readonly l1: number;
  readonly l2: number;
  /** Longest gradient over all parameters; longer ones are shortened. Null: none is. */
  readonly clip: number | null;
  readonly engine: EngineId;
  readonly speed: SpeedId;
  readonly runs: readonly RunState[];
}

export const LIMITS = {
  noise: [0, 0.5],
  points: [32, 2048],
  test: [0, 0.5],
  own: [0, 400],
  /** Axes of an input, values along each, and classes. */
  axes: [1, 3],
  side: [1, 4096],
  classes: [0, 128],
  reach: [-1.2, 1.2],
  seed: [0, 0xffff_ffff],
  step: [0, 1_000_000],
  learningRate: RATES,
  schedule: [0, 8],
  batchSize: [1, 512],
  penalty: [0, 1],
  clip: [0.001, 100],
  runs: [1, 6],
} as const;

const readSchedule: Reader<readonly RateChange[]> = (value) => {
  const parsed = list(record<RateChange>({ step: integer(LIMITS.step), rate: clamped(LIMITS.learningRate) }), LIMITS.schedule)(value);
  return parsed.ok ? { ok: true, value: parsed.value.toSorted((a, b) => a.step - b.step) } : parsed;
};

const readShape = record<Sample>({ shape: list(integer(LIMITS.side), LIMITS.axes), classes: integer(LIMITS.classes) });

/** States that were kept before there was one have none. */
const readSample: Reader<Sample> = (value) => {
  const parsed = value === undefined ? { ok: true as const, value: DEFAULT_SAMPLE } : readShape(value);
  if (!parsed.ok) return parsed;
  const { shape, classes } = parsed.value;
  if (shape.length === 2 || sizeOf(shape) > LIMITS.side[1]) return refuse(`must be a list or an image of at most ${LIMITS.side[1]} values`);
  return classes === 1 ? refuse('must have no class or two at least') : parsed;
};

const readState: Reader<DemoState> = record<DemoState>({
  version: (value) => {
    if (value === STATE_VERSION) return { ok: true, value: STATE_VERSION };
    return refuse(typeof value === 'number' && value > STATE_VERSION ? 'comes from a newer version of the extension' : 'is not a version this demo knows');
  },
  preset: text(60),
  data: record<DemoState['data']>({
    set: choice(DATA_SETS), noise: clamped(LIMITS.noise), points: integer(LIMITS.points), test: clamped(LIMITS.test),
    own: list(record<OwnPoint>({ x: clamped(LIMITS.reach), y: clamped(LIMITS.reach), label: integer([0, 1]) }), LIMITS.own),
    sample: readSample,
  }),
  seed: integer(LIMITS.seed),
  learningRate: clamped(LIMITS.learningRate),
  schedule: readSchedule,
  batchSize: integer(LIMITS.batchSize),
  optimizer: choice(OPTIMIZERS),
  l1: clamped(LIMITS.penalty),
  l2: clamped(LIMITS.penalty),
  clip: nullable(clamped(LIMITS.clip)),
  engine: choice(ENGINES),
  speed: choice(SPEEDS),
  runs: list(readRun, LIMITS.runs),
});

/** Points that are drawn, or the user's own. */
export function pointsOf({ data }: Pick<DemoState, 'data'>): number {
  return data.set === 'own' ? data.own.length : data.points;
}

/** How many of them train; at least one, where there are any. */
export function trainingPoints(state: Pick<DemoState, 'data'>): number {
  const points = pointsOf(state);
  // Classes come in turn: an even number keeps both halves balanced.
  return Math.max(Math.min(points, 2), points - 2 * Math.round((points * state.data.test) / 2));
}

/** Reads a state from JSON that may be old, tampered with or out of range. */
export function parseState(value: unknown): Parsed<DemoState> {
  const parsed = readState(value);
  if (!parsed.ok) return parsed;
  const state = parsed.value;
  if (pointsOf(state) < 2) return refuse('data needs at least two points');
  const task = taskOf(state.data);
  for (const [i, run] of state.runs.entries()) {
    if (!task.losses.includes(run.loss)) return refuse(`runs [${i}] loss must be one of ${task.losses.join(', ')} for this data`);
    const shapes = shapesOf(run, task);
    if (!shapes.ok) return refuse(`runs [${i}] ${shapes.reason}`);
  }
  // More than a batch of points, or the last batch would be empty.
  return { ok: true, value: { ...state, batchSize: Math.min(state.batchSize, trainingPoints(state)) } };
}

/** The learning rate of a step: the latest of the schedule that has begun. */
export function rateAt({ learningRate, schedule }: Pick<DemoState, 'learningRate' | 'schedule'>, step: number): number {
  return schedule.findLast((change) => change.step <= step)?.rate ?? learningRate;
}

/** True where two states differ in nothing that the numbers depend on but the learning rate, its schedule and the speed. */
export function sameExperiment(a: DemoState, b: DemoState): boolean {
  const key = (state: DemoState): string => JSON.stringify({ ...state, learningRate: 0, schedule: [], speed: 'full', preset: '' });
  return key(a) === key(b);
}

/** The run with a loss that fits the data. */
export function fittedTo(run: RunState, data: DemoState['data']): RunState {
  const { losses } = taskOf(data);
  return losses.includes(run.loss) ? run : { ...run, loss: losses[0]! };
}

/** The opening view: ReLU against a softmax between hidden layers, same seed, same data. */
export const initialState: DemoState = {
  version: STATE_VERSION,
  preset: 'softmax-between',
  data: { set: 'circle', noise: 0.05, points: 256, test: 0, own: [], sample: DEFAULT_SAMPLE },
  seed: 16,
  learningRate: 0.3,
  schedule: [],
  batchSize: 32,
  optimizer: 'sgd',
  l1: 0,
  l2: 0,
  clip: null,
  engine: 'tf',
  speed: 'full',
  runs: [stack([8, 8], 'relu'), stack([8, 8], 'softmax')],
};
