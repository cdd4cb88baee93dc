/** What can be said of a run, from its numbers. */
import { RUN_LETTERS, type RunLetter } from '../charts/names';
import type { RunState } from '../state';
import type { RunFrame } from '../worker/messages';
import type { DemoModel } from './demo';
import { LEARNT_ACCURACY } from './history';
import type { Numbers, RunFacts, Text } from './text/text';

/** ln 2 = 0.693 is the loss of guessing; below this something has been found. */
const GUESSING_LOSS = 0.65;

/** The hidden activations of a run in a word or two: `ReLU`, `Tanh → Softmax`. */
export function runName({ hidden }: RunState, text: Text): string {
  const names = hidden.map(({ activation }) => text.activations[activation]);
  return new Set(names).size === 1 ? names[0]! : names.join(text.chain);
}

/** The letter of the n-th run. */
export function runLetter(index: number): RunLetter {
  return RUN_LETTERS[index] ?? 'F';
}

function factsOf(run: RunState, name: string, frame: RunFrame, learntAt: number | null, numbers: Numbers): RunFacts {
  const units = run.hidden.reduce((sum, layer) => sum + layer.units, 0);
  const dead = frame.dead.reduce((sum, n) => sum + n, 0) / units;
  const verdict = frame.accuracy >= LEARNT_ACCURACY ? 'learnt' : frame.loss > GUESSING_LOSS ? 'guessing' : 'learning';
  return { name, loss: numbers.short(frame.loss), accuracy: numbers.percent(frame.accuracy), dead: numbers.percent(dead), halted: frame.halted, learntAt: learntAt === null ? '' : numbers.whole(learntAt), verdict };
}

/** Facts of every run of the frame; two runs of one name are told apart by their letters. */
export function allFacts(model: DemoModel, text: Text, numbers: Numbers): readonly RunFacts[] {
  const names = model.state.runs.map((run) => runName(run, text));
  const unique = new Set(names).size === names.length;
  return (model.frame?.runs ?? []).map((frame, i) => factsOf(model.state.runs[i]!, unique ? hiddenName(names[i]!, model.state.runs[i]!, text) : `${runLetter(i)} (${names[i]})`, frame, model.learntAt[i] ?? null, numbers));
}

/** A softmax is at home at the output; where it is not, we say so. */
function hiddenName(name: string, { hidden }: RunState, text: Text): string {
  return hidden.some(({ activation }) => activation === 'softmax') ? text.hidden(name) : name;
}

/** The line that says what is being seen right now. */
export function sentence(model: DemoModel, text: Text, numbers: Numbers): string {
  const { frame } = model;
  if (frame === undefined) return text.waiting;
  const facts = allFacts(model, text, numbers);
  if (frame.step === 0 && !model.playing) return text.start(facts);
  const conclusion = text.conclusion(facts);
  return `${facts.map((run) => capitalised(text.facts(run))).join(text.separator)}.${conclusion === '' ? '' : ` ${conclusion}`}`;
}

/** Why training stands still, where it is not because the user said so. */
export function stopReason({ frame, state }: DemoModel, text: Text, numbers: Numbers): string {
  if (frame === undefined || frame.playing) return '';
  const step = numbers.whole(frame.step);
  const halted = frame.runs.findIndex((run) => run.halted !== null);
  if (frame.stop === 'halted' && halted >= 0) return text.halted(runLetter(halted), runName(state.runs[halted]!, text), step, frame.runs[halted]!.halted!);
  return frame.stop === 'round' ? text.roundOver(step) : '';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
