/** How a program trains: optimizers, `compile`, `fit`, and functions whose gradient is taken. */
import { compositeLosses, optimizerClasses, optimizerFactories } from '../tfjs/training';
import { callFunction } from './functions';
import type { Machine } from './state';
import { atHome, branch, siteOf, touch } from './state';
import { applyOp } from './tensors';
import type { Call } from './tensors';
import type { CompileDraft, ModelDraft, OwnLoss } from './drafts';
import type { Entry, FunctionValue, Value } from './values';
import { alternatives, CERTAIN_TENSOR, known, UNDEFINED, UNKNOWN } from './values';

/** `tf.train.<name>(rate, …)`. */
export function makeOptimizer(name: string, call: Call): Value {
  if (!Object.hasOwn(optimizerFactories, name)) return UNKNOWN;
  const fallback = optimizerFactories[name];
  const [rate] = call.args;
  const learningRate = rate && !(rate.kind === 'known' && rate.value === undefined) ? rate : fallback === null ? UNDEFINED : known(fallback);
  return { kind: 'optimizer', name, learningRate };
}

/** `new tf.<type>(rate, …)`; the constructors have no default rate. */
export function constructOptimizer(type: string, args: readonly Value[]): Value | undefined {
  const name = Object.hasOwn(optimizerClasses, type) ? optimizerClasses[type] : undefined;
  return name === undefined ? undefined : { kind: 'optimizer', name, learningRate: args[0] ?? UNDEFINED };
}

/** How a gradient is asked for: of variables, or of what the function is given. */
type Gradient = 'minimize' | 'variableGrads' | 'inputs';

/** Runs the function whose result is differentiated and notes what that is made of. */
function differentiate(machine: Machine, by: Gradient, fn: FunctionValue, call: Call): void {
  const result = machine.call(fn, fn.node.parameters.map(() => CERTAIN_TENSOR), undefined);
  const results = alternatives(result).filter((one) => one.kind === 'tensor');
  if (results.length > 0) applyOp(machine, `gradient.${by}`, 'op', results, call, true);
}

/** `tf.variableGrads(f)`, `tf.grads(f)` and the like. */
export function takeGradient(machine: Machine, by: Gradient, call: Call): Value {
  const [fn] = call.args;
  if (fn?.kind === 'function') differentiate(machine, by, fn, call);
  return UNKNOWN;
}

/** Calls a method of an optimizer; what is not known to be one may be all the same. */
export function callOptimizer(machine: Machine, name: string, call: Call, certain: boolean): Value | undefined {
  const by = name === 'minimize' ? 'minimize' : name === 'computeGradients' ? 'variableGrads' : undefined;
  const [fn] = call.args;
  if (by === undefined || fn?.kind !== 'function') return undefined;
  if (certain) differentiate(machine, by, fn, call);
  else maybe(machine, () => differentiate(machine, by, fn, call));
  return UNKNOWN;
}

function maybe(machine: Machine, run: () => void): void {
  branch(machine, [() => {
    run();
    return 'normal';
  }, () => 'normal']);
}

/** Runs a loss of the program's own on labels and predictions, to see what it computes. */
function probe(machine: Machine, fn: FunctionValue, call: Call): OwnLoss {
  const labels = applyOp(machine, 'labels', 'op', [], call, true);
  const prediction = applyOp(machine, 'prediction', 'op', [], call, true);
  let result: Value = UNKNOWN;
  maybe(machine, () => {
    result = callFunction(machine, fn, [labels, prediction], undefined);
  });
  const results = alternatives(result).filter((one) => one.kind === 'tensor');
  if (results.length > 0) applyOp(machine, 'gradient.compile', 'op', results, call, true);
  return { prediction: prediction.producer, result };
}

/** Functions among the losses: one, a list of them, or one for each output by its name. */
function ownLosses(value: Value, depth = 0): FunctionValue[] {
  if (value.kind === 'function') return [value];
  if (depth > 1) return [];
  if (value.kind === 'array') return value.items.flatMap((item) => ownLosses(item, depth + 1));
  return value.kind === 'object' ? [...value.entries.values()].flatMap((entry) => ownLosses(entry.value, depth + 1)) : [];
}

/** `model.compile({loss, optimizer, metrics})`. */
export function compileModel(machine: Machine, model: ModelDraft, call: Call, certain: boolean): void {
  const [config] = call.args;
  if (machine.frozen) return;
  touch(machine, model);
  if (config?.kind !== 'object') {
    // It is compiled with something that is not seen: what was said before holds no longer.
    model.compile = { node: siteOf(machine, call.node).node, certain: false, own: new Map() };
    return;
  }
  const entry = (key: string): Partial<Record<string, Entry>> => {
    const found = config.entries.get(key);
    return found ? { [key]: found } : {};
  };
  const loss = config.entries.get('loss')?.value ?? UNKNOWN;
  const own = new Map(ownLosses(loss).slice(0, MAX_PROBES).map((fn) => [fn, probe(machine, fn, call)]));
  const draft: CompileDraft = { node: siteOf(machine, call.node).node, certain: certain && !config.open, own, ...entry('loss'), ...entry('optimizer'), ...entry('metrics') };
  touch(machine, model);
  model.compile = draft;
}

/** Nobody has more losses of his own in one call. */
const MAX_PROBES = 16;

const OPTIONS: Readonly<Record<string, number>> = { fit: 2, fitDataset: 1, trainOnBatch: -1 };

/** `model.fit(x, y, options)` and its kin; undefined where the method is none of them. */
export function trainModel(machine: Machine, model: ModelDraft, name: string, call: Call, certain: boolean): void {
  const at = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
  if (at === undefined || machine.frozen) return;
  const options = call.args[at];
  const targets = name === 'fitDataset' ? undefined : call.args[1];
  const targetsNode = targets ? call.argNodes[1] : undefined;
  const [inputs] = name === 'fitDataset' ? [] : call.args;
  const inputsNode = inputs ? call.argNodes[0] : undefined;
  model.fits.push({ site: siteOf(machine, call.node), method: name, certain, ...(options ? { options } : {}), ...(targets ? { targets } : {}), ...(targetsNode && atHome(machine) ? { targetsNode } : {}), ...(inputs ? { inputs } : {}), ...(inputsNode && atHome(machine) ? { inputsNode } : {}) });
}

/** `tf.losses.<name>` that only sums up what another has computed is no loss by itself. */
export function lossPath(path: string): string {
  return compositeLosses.has(path.slice('losses.'.length)) ? 'mean' : path;
}
