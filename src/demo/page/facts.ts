/** What can be said of a run, from its numbers. */
import { RUN_LETTERS, type RunLetter } from '../charts/names';
import { type Chain, chainOf, type RunState } from '../layers';
import { taskOf } from '../state';
import { guessingLoss } from '../worker/losses';
import type { RunFrame } from '../worker/messages';
import type { DemoModel } from './demo';
import { deadShare, LEARNT_ACCURACY } from './history';
import type { Numbers, RunFacts, Text } from './text/text';

/** A loss below this share of that of guessing: something has been found. */
const BETTER_THAN_GUESSING = 0.94;

/** A chain as mathematics writes it: ReLU(Softmax); a number where it is not the default. */
export function chainName(chain: Chain, text: Text, numbers: Numbers): string {
  const names = chain.map(({ id, parameter }) => (parameter === null ? text.activations[id] : `${text.activations[id]} ${numbers.short(parameter)}`));
  return names.slice(1).reduce((inner, outer) => `${outer}(${inner})`, names[0]!);
}

/** What a run is called: its own name, or its activations in a word or two: `ReLU`, `Tanh → Softmax`; and what moves it alone. */
export function runName(run: RunState, text: Text, numbers: Numbers): string {
  const name = plainName(run, text, numbers);
  return run.own === null ? name : `${name} · ${text.optimizers[run.own.optimizer]} ${numbers.short(run.own.learningRate)}`;
}

function plainName(run: RunState, text: Text, numbers: Numbers): string {
  if (run.name !== '') return run.name;
  const names = run.layers.flatMap((layer) => chainOf(layer) ?? []).length === 0 ? [text.activations.linear] : run.layers.flatMap((layer) => {
    const chain = chainOf(layer);
    // A linear layer before a layer of its activation is no name.
    return chain === undefined || (layer.kind !== 'activation' && chain.every(({ id }) => id === 'linear') && run.layers.some(({ kind }) => kind === 'activation')) ? [] : [chainName(chain, text, numbers)];
  });
  const [first] = names;
  return new Set(names).size === 1 ? first! : names.join(text.chain);
}

/** The letter of the n-th run. */
export function runLetter(index: number): RunLetter {
  return RUN_LETTERS[index] ?? 'F';
}

function factsOf(run: RunState, name: string, frame: RunFrame, learntAt: number | null, classes: number, numbers: Numbers): RunFacts {
  const guessing = guessingLoss(run.loss, classes);
  const lost = guessing === undefined ? frame.accuracy < 0.1 : frame.loss > guessing * BETTER_THAN_GUESSING;
  const verdict = frame.accuracy >= LEARNT_ACCURACY ? 'learnt' : lost ? 'guessing' : 'learning';
  return {
    name, loss: numbers.short(frame.loss), accuracy: numbers.percent(frame.accuracy), valued: classes === 0, dead: numbers.percent(deadShare(frame)), halted: frame.halted,
    learntAt: learntAt === null ? '' : numbers.whole(learntAt), verdict,
  };
}

/** Facts of every run of the frame; two runs of one name are told apart by their letters. */
export function allFacts(model: DemoModel, text: Text, numbers: Numbers): readonly RunFacts[] {
  const { runs, data } = model.state;
  const names = runs.map((run) => runName(run, text, numbers));
  const unique = new Set(names).size === names.length;
  return (model.frame?.runs ?? []).map((frame, i) => {
    const name = unique ? hiddenName(names[i]!, runs[i]!, text) : `${runLetter(i)} (${names[i]})`;
    return factsOf(runs[i]!, name, frame, model.learntAt[i] ?? null, taskOf(data).classes, numbers);
  });
}

/** Softmax belongs at the output; a hidden one is named as what it is. */
function hiddenName(name: string, { name: own, layers }: RunState, text: Text): string {
  return own === '' && layers.some((layer) => chainOf(layer)?.some(({ id }) => id === 'softmax')) ? text.hidden(name) : name;
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
  if (frame.stop === 'halted' && halted >= 0) return text.halted(runLetter(halted), runName(state.runs[halted]!, text, numbers), step, frame.runs[halted]!.halted!);
  if (frame.stop === 'plateau') return text.plateau(step);
  return frame.stop === 'round' ? text.roundOver(step) : '';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
