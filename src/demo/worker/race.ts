/** Several networks in lock-step: the same data, the same draws, the same batches, one step each in turn. */
import type { DemoState } from '../state';
import { generate } from './data';
import { createExaminer } from './diagnostics';
import { type CreateEngine, stateLength } from './engine';
import { GRID_EXTENT, GRID_SIDE, type Halt, type RunFrame, type Snapshot } from './messages';
import { initialParameters, networkOf } from './network';
import { updates } from './optimizer';

/** A mean loss beyond this, in nats, is no training any more: the logits are wrong by thousands. */
const RUNAWAY_LOSS = 1000;

export interface Race {
  /** Steps taken. */
  readonly step: number;
  /** False where no run is left that can go on. */
  readonly alive: boolean;
  /** One step of every run that is alive; true where one halted on it. */
  advance(rate: number): boolean;
  /** Looks at every run; true in `halted` where a loss was found to have run away. */
  look(): { readonly runs: readonly RunFrame[]; readonly halted: boolean };
  dispose(): void;
}

/** Sets the runs up at step 0, or exactly where the snapshot left them; one that does not fit is an error. */
export function createRace(state: DemoState, createEngine: CreateEngine, resume: Snapshot | null): Race {
  const data = generate(state.data.set, state.data.points, state.data.noise, state.seed);
  const { slots } = updates[state.optimizer];
  let step = resume?.step ?? 0;

  const runs = state.runs.map((run, index) => {
    const network = networkOf(run);
    const parameters = initialParameters(network, state.seed);
    const saved = resume?.runs[index];
    const length = stateLength(network, slots);
    if (resume !== null && saved?.values.length !== length) throw new Error(`What was kept of run ${index + 1} does not fit its network.`);
    const engine = createEngine({ network, data, batchSize: state.batchSize, optimizer: state.optimizer, parameters });
    const gradient = new Float64Array(network.size);
    const examiner = createExaminer(network);
    if (saved === undefined) {
      // The gradient before the first step: a step of rate 0, whose traces in the optimiser's memory are undone.
      const start = new Float64Array(length);
      engine.read(start);
      engine.step(0, 0, 1, gradient);
      engine.write(start);
    } else engine.write(saved.values);
    return { engine, network, gradient, examiner, length, halted: saved?.halted ?? (null as Halt | null), norms: saved?.gradientNorms ?? null };
  });

  return {
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
        run.engine.step(step, rate, step + 1, run.gradient);
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
    look() {
      let halted = false;
      const frames = runs.map((run): RunFrame => {
        const values = new Float64Array(run.length);
        run.engine.read(values);
        const examination = run.examiner.examine(values, data);
        if (run.halted === null && !(examination.loss < RUNAWAY_LOSS)) {
          run.halted = Number.isFinite(examination.loss) ? 'diverged' : 'not-finite';
          halted = true;
        }
        run.norms ??= run.examiner.gradientNorms(run.gradient);
        return { ...examination, values, gradientNorms: run.norms, halted: run.halted, grid: run.examiner.grid(values, GRID_SIDE, GRID_EXTENT) };
      });
      return { runs: frames, halted };
    },
    dispose() {
      for (const { engine } of runs) engine.dispose();
    },
  };
}
