/** Several networks in lock-step: the same data, the same draws, the same batches, one step each in turn. */
import type { RunState } from '../layers';
import { optimizerOf } from '../optimizers';
import type { DemoState } from '../state';
import { type Data, generate } from './data';
import type { CreateEngine, Engine } from './engine';
import { createPlainEngine } from './engine-plain';
import { createExaminer, type Examiner } from './examiner';
import { explainStep, type ExplainedStep } from './explain';
import { initialParameters } from './initialize';
import { type LinearMap, linearMapAt } from './linear-map';
import type { Halt, RunFrame, Snapshot } from './messages';
import { type Network, networkOf } from './network';
import { stateLength } from './optimizer';
import { predictGradients } from './prediction';
import type { Prediction } from './questions';

/** A mean loss beyond this is no training any more: logits are wrong by thousands, values by their own size many times over. */
const RUNAWAY_LOSS = 1000;

export interface Race {
  /** Steps taken. */
  readonly step: number;
  /** False where no run is left that can go on. */
  readonly alive: boolean;
  /** One step of every run that is alive; true where one halted on it. */
  advance(rate: number): boolean;
  /** Looks at every run; true in `halted` where a loss was found to have run away. */
  look(maps?: boolean): { readonly runs: readonly RunFrame[]; readonly halted: boolean };
  /** The effective linear map of a run at a point; undefined where the point or the run is none. */
  mapAt(run: number, at: readonly number[]): LinearMap | undefined;
  /** What the signal says of every run's gradients before the first step. */
  predict(): Prediction;
  /** Takes one step and writes it out for a run; undefined where that run goes no further. */
  explain(run: number, rate: number): ExplainedStep | undefined;
  dispose(): void;
}

interface Runner {
  readonly engine: Engine;
  readonly network: Network;
  readonly gradient: Float64Array;
  readonly examiner: Examiner;
  readonly length: number;
  /** A learning rate of its own. */
  readonly rate: number | undefined;
  halted: Halt | null;
  norms: readonly number[] | null;
}

/** Sets the runs up at step 0, or exactly where the snapshot left them; one that does not fit is an error. */
export function createRace(state: DemoState, createEngine: CreateEngine, resume: Snapshot | null): Race {
  const data = generate(state);
  let step = resume?.step ?? 0;
  const runs = state.runs.map((run, index) => createRunner(run, state, data, createEngine, resume, index));

  const race: Race = {
    get step() {
      return step;
    },
    get alive() {
      return runs.some(({ halted }) => halted === null);
    },
    advance(rate) {
      let halted = false;
      for (const run of runs) {
        if (run.halted !== null) continue;
        run.engine.step(step, run.rate ?? rate, step + 1, run.gradient);
        run.norms = null;
        let sum = 0;
        for (let i = 0; i < run.gradient.length; i += 1) sum += run.gradient[i]!;
        if (!Number.isFinite(sum)) {
          run.halted = 'not-finite';
          halted = true;
        }
      }
      step += 1;
      return halted;
    },
    look(maps = false) {
      let halted = false;
      const frames = runs.map((run): RunFrame => {
        const values = valuesOf(run);
        const examination = run.examiner.examine(values);
        if (run.halted === null && !(examination.loss < RUNAWAY_LOSS)) {
          run.halted = Number.isFinite(examination.loss) ? 'diverged' : 'not-finite';
          halted = true;
        }
        run.norms ??= run.examiner.gradientNorms(run.gradient);
        return { ...examination, values, gradientNorms: run.norms, halted: run.halted, ...run.examiner.picture(values, maps) };
      });
      return { runs: frames, halted };
    },
    mapAt(index, at) {
      const run = runs[index];
      return run === undefined || at.length !== run.network.inputs ? undefined : linearMapAt(run.network, data, valuesOf(run), at);
    },
    predict() {
      const square = data.inputs.reduce((sum, x) => sum + x * x, 0) / data.inputs.length;
      return state.runs.map((run) => predictGradients(run, data.task, square));
    },
    explain(index, rate) {
      const run = runs[index];
      if (run === undefined || run.halted !== null) return undefined;
      const before = valuesOf(run);
      race.advance(rate);
      return explainStep(run.network, data, state, { step, rate: run.rate ?? rate, before, after: valuesOf(run), gradient: run.gradient });
    },
    dispose() {
      for (const { engine } of runs) engine.dispose();
    },
  };
  return race;
}

function valuesOf({ engine, length }: Runner): Float64Array {
  const values = new Float64Array(length);
  engine.read(values);
  return values;
}

function createRunner(run: RunState, state: DemoState, data: Data, createEngine: CreateEngine, resume: Snapshot | null, index: number): Runner {
  const saved = resume?.runs[index];
  const network = networkOf(run, data.task);
  const optimizer = optimizerOf(state, run);
  const length = stateLength(network, optimizer);
  if (resume !== null && saved?.values.length !== length) throw new Error(`What was kept of run ${index + 1} does not fit its network.`);
  const engine = createEngine({ network, data, recipe: { ...state, optimizer }, parameters: initialParameters(network, state.seed) });
  const gradient = new Float64Array(network.size);
  if (saved === undefined) {
    // The gradient before the first step: a step of rate 0, in plain loops, which are much the faster the first time.
    const parameters = new Float64Array(length);
    engine.read(parameters);
    createPlainEngine({ network, data, recipe: { ...state, optimizer }, parameters: parameters.subarray(0, network.size) }).step(0, 0, 1, gradient);
  } else engine.write(saved.values);
  return { engine, network, gradient, examiner: createExaminer(network, data), length, rate: run.own?.learningRate, halted: saved?.halted ?? null, norms: saved?.gradientNorms ?? null };
}
