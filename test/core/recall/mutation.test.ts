/**
 * Recall by mutation: sound programs get one fault each, and the rule that is meant for it must speak.
 *
 * The operators are those of mutation testing for deep learning (Humbatova, Jahangirova & Tonella 2021, DeepCrime):
 * change, remove and add an activation, another loss, no learning rate; and what JavaScript adds, misspelt strings.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Analysis } from '../../../src/core/analyze';
import { consumersOf } from '../../../src/core/network/roles';
import type { Layer, Network } from '../../../src/core/network/types';
import { applyEdits } from '../../../src/core/rules/edits';
import type { Edit } from '../../../src/core/rules/types';
import type { Span } from '../../../src/core/syntax/span';
import { analyzeAll } from '../../support/analysis';
import { fixturesIn } from '../../support/fixtures';
import type { Fixture } from '../../support/fixtures';

interface Program extends Pick<Fixture, 'path' | 'text' | 'language'> {
  readonly analysis: Analysis;
}

/** A place where a program can be made wrong: what is put there, and the rules of which one must speak. */
interface Mutation {
  readonly edits: readonly Edit[];
  readonly rules: readonly string[];
}

type Operator = (program: Program) => Iterable<Mutation>;

const at = (span: Span, text: string): Edit => ({ start: span.start, end: span.end, text });

/** Layers whose activation is a string of the program's own. */
function* written(networks: readonly Network[]): Iterable<{ network: Network; layer: Layer; span: Span; name: string }> {
  const seen = new Set<number>();
  for (const network of networks) {
    for (const layer of network.layers) {
      const { span, literal, name } = layer.activation ?? {};
      if (!span || !literal || name === undefined || layer.foreign || layer.optional || !network.complete || seen.has(span.start)) continue;
      seen.add(span.start);
      yield { network, layer, span, name };
    }
  }
}

/** The layer whose values a loss judges, with the loss, where the program says both for certain. */
function* judged(networks: readonly Network[]): Iterable<{ network: Network; layer: Layer; span: Span; name: string; loss: string; lossSpan: Span }> {
  for (const one of written(networks)) {
    const { network, layer } = one;
    const { compile, outputs } = network;
    const [loss] = compile?.losses ?? [];
    if (!compile?.certain || compile.loss?.form !== 'string' || !loss?.span || loss.name === undefined || outputs.length !== 1 || outputs[0] !== layer.index || layer.facts?.group !== 'affine') continue;
    yield { ...one, loss: loss.name, lossSpan: loss.span };
  }
}

/** The next layer of weights, behind a layer that feeds nothing else. */
function next(network: Network, layer: Layer): Layer | undefined {
  const [only, ...others] = consumersOf(network, layer.index);
  const feeds = only && others.length === 0 && only.inputs.length === 1 && !only.optional && !network.outputs.includes(layer.index) ? only : undefined;
  return feeds?.facts?.group === 'dropout' ? next(network, feeds) : feeds?.facts?.group === 'affine' ? feeds : undefined;
}

const HIDDEN: ReadonlySet<string> = new Set(['relu', 'tanh', 'sigmoid', 'elu', 'relu6', 'selu', 'swish']);

/** `tf` as the program calls it. */
function namespaceOf({ text }: Program, { span }: Layer): string | undefined {
  return /^([\w$]+)\.layers\./.exec(text.slice(span.start, span.end))?.[1];
}

/** A layer that is added behind another. */
function added(program: Program, layer: Layer, code: string): readonly Edit[] | undefined {
  const namespace = namespaceOf(program, layer);
  const receiver = /^([\w$.]+)\.add\(/.exec(program.text.slice(layer.stepSpan.start, layer.stepSpan.end))?.[1];
  if (!namespace || !receiver || layer.step !== 'add' || !layer.statement) return undefined;
  return [{ start: layer.stepSpan.end, end: layer.stepSpan.end, text: `; ${receiver}.add(${namespace}.layers.${code})` }];
}

function* replaced(edits: readonly Edit[] | undefined, ...rules: readonly string[]): Iterable<Mutation> {
  if (edits) yield { edits, rules };
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  *'misspell an activation'({ analysis }) {
    for (const { span, name } of written(analysis.networks)) yield { edits: [at(span, `'${name.slice(0, 1)}${name.slice(2)}'`)], rules: ['unknown-activation-name'] };
  },
  *'name a class'({ analysis }) {
    for (const { span, name } of written(analysis.networks)) if (name === 'relu') yield { edits: [at(span, "'ReLU'")], rules: ['layer-class-as-activation'] };
  },
  *'misspell the option'({ analysis, text }) {
    for (const { layer } of written(analysis.networks)) {
      const { property } = layer.config.get('activation') ?? {};
      if (property && text.startsWith('activation:', property.start) && layer.facts?.group === 'affine') yield { edits: [at({ start: property.start, end: property.start + 'activation'.length }, 'activaton')], rules: ['ignored-layer-option'] };
    }
  },
  *'move softmax inward'({ analysis }) {
    for (const { network, layer, span, name } of written(analysis.networks)) {
      if (HIDDEN.has(name) && layer.facts?.group === 'affine' && next(network, layer)) yield { edits: [at(span, "'softmax'")], rules: ['softmax-between-hidden-layers', 'softmax-single-unit'] };
    }
  },
  *'remove a hidden activation'({ analysis }) {
    for (const { network, layer, span, name } of written(analysis.networks)) {
      const follows = next(network, layer);
      const inputs = layer.inputShape?.at(-1);
      if (!HIDDEN.has(name) || layer.className !== 'Dense' || follows?.className !== 'Dense' || typeof inputs !== 'number') continue;
      // Fewer units than before and behind: a factorisation on purpose.
      if ((layer.units ?? 0) >= inputs || (layer.units ?? 0) >= (follows.units ?? Infinity)) yield { edits: [at(span, "'linear'")], rules: ['linear-stack-collapse'] };
    }
  },
  *'add the same activation'(program) {
    for (const { layer, name } of written(program.analysis.networks)) if (name === 'relu') yield* replaced(added(program, layer, 'reLU()'), 'redundant-activation');
  },
  *'add a leaky one behind relu'(program) {
    for (const { layer, name } of written(program.analysis.networks)) if (name === 'relu') yield* replaced(added(program, layer, 'leakyReLU({ alpha: 0.1 })'), 'leaky-after-relu-no-op');
  },
  *'drop behind the output'(program) {
    for (const { layer, name } of judged(program.analysis.networks)) if (name === 'softmax') yield* replaced(added(program, layer, 'dropout({ rate: 0.5 })'), 'layer-after-output-softmax');
  },
  *'change the output to relu'({ analysis }) {
    for (const { span, name } of judged(analysis.networks)) if (name === 'softmax' || name === 'sigmoid') yield { edits: [at(span, "'relu'")], rules: ['relu-on-output'] };
  },
  *'change the output to tanh'({ analysis }) {
    for (const { span, name, loss } of judged(analysis.networks)) if ((name === 'softmax' || name === 'sigmoid') && loss.endsWith('Crossentropy')) yield { edits: [at(span, "'tanh'")], rules: ['output-loss-mismatch'] };
  },
  *'remove the output activation'({ analysis }) {
    for (const { span, name, loss } of judged(analysis.networks)) if ((name === 'softmax' || name === 'sigmoid') && loss.endsWith('Crossentropy')) yield { edits: [at(span, "'linear'")], rules: ['logits-into-probability-loss'] };
  },
  *'put softmax on one unit'({ analysis }) {
    for (const { layer, span, name } of written(analysis.networks)) if (name === 'sigmoid' && layer.units === 1 && layer.className === 'Dense') yield { edits: [at(span, "'softmax'")], rules: ['softmax-single-unit'] };
  },
  *'take a loss on logits'(program) {
    for (const { layer, name, loss, lossSpan } of judged(program.analysis.networks)) {
      const namespace = namespaceOf(program, layer);
      if (namespace && name === 'softmax' && loss === 'categoricalCrossentropy') yield { edits: [at(lossSpan, `${namespace}.losses.softmaxCrossEntropy`)], rules: ['softmax-with-logits-loss'] };
      if (namespace && name === 'sigmoid' && loss === 'binaryCrossentropy') yield { edits: [at(lossSpan, `${namespace}.losses.sigmoidCrossEntropy`)], rules: ['sigmoid-with-logits-loss'] };
    }
  },
  *'take the categorical loss for one unit'({ analysis }) {
    for (const { layer, name, loss, lossSpan } of judged(analysis.networks)) if (name === 'sigmoid' && layer.units === 1 && loss === 'binaryCrossentropy') yield { edits: [at(lossSpan, "'categoricalCrossentropy'")], rules: ['single-unit-categorical-crossentropy'] };
  },
  *'take the binary loss for a choice'({ analysis }) {
    for (const { layer, name, loss, lossSpan } of judged(analysis.networks)) if (name === 'softmax' && (layer.units ?? 0) > 1 && loss === 'categoricalCrossentropy') yield { edits: [at(lossSpan, "'binaryCrossentropy'")], rules: ['output-loss-mismatch'] };
  },
  *'misspell the loss'({ analysis }) {
    for (const { lossSpan, loss } of judged(analysis.networks)) yield { edits: [at(lossSpan, `'${loss.slice(0, 2)}${loss.slice(3)}'`)], rules: ['unknown-identifier'] };
  },
  *'drop the learning rate'(program) {
    for (const { network, layer } of judged(program.analysis.networks)) {
      const namespace = namespaceOf(program, layer);
      const { optimizer } = network.compile ?? {};
      if (namespace && optimizer?.span) yield { edits: [at(optimizer.span, `${namespace}.train.sgd()`)], rules: ['missing-learning-rate'] };
    }
  },
};

const WANTED = 0.95;
const MUTANTS = 500;

/** Programs of which nothing is said. */
const sound = ['networks', 'roles', 'training', 'rules'].flatMap((folder) => fixturesIn(`test/fixtures/${folder}`))
  .map(({ path, text, language }): Program => ({ path, text, language, analysis: analyzeAll(text, language) }))
  .filter(({ analysis }) => analysis.findings.length === 0);

test('a fault that is put into a sound program is found by its rule', () => {
  const missed: string[] = [];
  const rows: string[] = [];
  let all = 0;
  for (const [name, operator] of Object.entries(OPERATORS)) {
    let mutants = 0;
    let found = 0;
    for (const program of sound) {
      for (const { edits, rules } of operator(program)) {
        const mutant = applyEdits(program.text, edits);
        const said = analyzeAll(mutant, program.language).findings.map(({ rule }) => rule);
        mutants++;
        if (rules.some((rule) => said.includes(rule))) found++;
        else missed.push(`${name}: ${program.path} ${JSON.stringify(edits.map(({ text }) => text))} at ${program.text.slice(0, edits[0]?.start).split('\n').length}: ${said.join(', ') || 'nothing'} is said, ${rules.join(' or ')} is wanted`);
      }
    }
    all += mutants;
    rows.push(`${name.padEnd(40)} ${String(found).padStart(4)} of ${String(mutants).padStart(4)}`);
    assert.ok(mutants >= 5, `${name}: only ${mutants} mutants`);
  }
  const table = [...rows, `${'all'.padEnd(40)} ${String(all - missed.length).padStart(4)} of ${String(all).padStart(4)}`].join('\n');
  console.log(table);
  assert.ok(all >= MUTANTS, `only ${all} mutants of ${sound.length} programs`);
  assert.ok(missed.length <= (1 - WANTED) * all, `${table}\n${missed.join('\n')}`);
});
