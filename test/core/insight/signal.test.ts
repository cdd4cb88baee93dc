import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import type { Analysis } from '../../../src/core/analyze';
import { hoverAt } from '../../../src/core/insight/hover';
import { number } from '../../../src/core/insight/intervals';
import { lensesOf } from '../../../src/core/insight/lens';
import { networkAt, shareText, signalPage } from '../../../src/core/insight/signal';
import type { Network } from '../../../src/core/network/types';
import { signalFlow } from '../../../src/core/signal/flow';
import { fixturesIn } from '../../support/fixtures';

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";
const dense = (units: number, activation: string, more = ''): string => `tf.layers.dense({ units: ${units}, activation: '${activation}'${more} })`;
const model = (...layers: string[]): string => `const m = tf.sequential({ layers: [${layers.join(', ')}] });`;

const read = (program: string): Analysis => analyze(HEAD + program, 'javascript');
const INPUT = ', inputShape: [8]';

/** The line of a hover about the signal, unescaped. */
function hoverLine(analysis: Analysis, text: string, occurrence = 0): string | undefined {
  let offset = -1;
  for (let i = 0; i <= occurrence; i++) offset = analysis.text.indexOf(text, offset + 1);
  const { markdown } = hoverAt(analysis, offset + 1, { palette: 'dark' }) ?? { markdown: '' };
  return markdown.replaceAll('\\', '').replaceAll('&#60;', '<').split('\n\n').find((line) => line.startsWith('Before training: '));
}

const cellsOf = (line: string): readonly string[] => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim());

/** The page's table, a row for each layer, by the heads of its columns. */
function rowsOf(page: string): readonly ReadonlyMap<string, string | undefined>[] {
  const lines = page.split('\n');
  const heads = cellsOf(lines.find((line) => line.startsWith('| ')) ?? '');
  return lines.filter((line) => /^\| \d/.test(line)).map((line) => {
    const cells = cellsOf(line);
    assert.equal(cells.length, heads.length);
    return new Map(heads.map((head, column) => [head, cells[column]]));
  });
}

function only({ networks: [network] }: Analysis): Network {
  assert.ok(network);
  return network;
}

describe('the signal in a hover', () => {
  it('says of a layer what its units and its gradient are before training', () => {
    const analysis = read(model(dense(32, 'relu', INPUT), dense(32, 'sigmoid'), dense(16, 'tanh'), dense(3, 'softmax')));
    const { layers } = signalFlow(only(analysis));
    const of = (index: number): string => number(layers[index]?.gradient ?? NaN);
    assert.equal(hoverLine(analysis, "'relu'"), `Before training: 50 % of its units inactive · ${of(0)}× the gradient of the last layer`);
    assert.equal(hoverLine(analysis, "'sigmoid'"), `Before training: ${of(1)}× the gradient of the last layer`);
    assert.equal(hoverLine(analysis, "'softmax'"), undefined);
    assert.ok((layers[1]?.gradient ?? 1) < 0.5);
  });

  it('says how many units are saturated where some are', () => {
    const analysis = read(model(dense(32, 'tanh', `${INPUT}, kernelInitializer: tf.initializers.randomNormal({ mean: 0, stddev: 1 })`), dense(1, 'linear')));
    const share = signalFlow(only(analysis)).layers[0]?.saturated ?? 0;
    assert.ok(share > 0.2);
    assert.match(hoverLine(analysis, "'tanh'") ?? '', new RegExp(`^Before training: ${Math.round(share * 100)} % of its units with \\|ƒ′\\| < 0\\.01 · `));
  });

  it('says how likely a narrow ReLU layer is dead', () => {
    assert.match(hoverLine(read(model(dense(2, 'relu', INPUT), dense(8, 'relu'), dense(1, 'linear'))), "'relu'") ?? '', / · all 2 units off for an input with probability 25 %$/);
    assert.doesNotMatch(hoverLine(read(model(dense(64, 'relu', INPUT), dense(1, 'linear'))), "'relu'") ?? '', /probability/);
  });

  it('says nothing of what is not known or is no layer of a network', () => {
    assert.equal(hoverLine(read('tf.relu(x);'), 'relu'), undefined);
    assert.equal(hoverLine(read(model(dense(4, 'sigmoid'), dense(4, 'linear'))), "'sigmoid'"), undefined);
    assert.equal(hoverLine(read(`${model(dense(4, 'tanh', ', inputShape: [8], kernelInitializer: foreign()'), dense(1, 'linear'))}`), "'tanh'"), undefined);
    assert.equal(hoverLine(read(model("tf.layers.lstm({ units: 4, activation: 'tanh', recurrentActivation: 'sigmoid', inputShape: [3, 2] })", dense(1, 'linear'))), "'sigmoid'"), undefined);
  });
});

describe('the signal above a model', () => {
  it('says what the first layer receives, and that the network may be dead', () => {
    const analysis = read(model(dense(2, 'relu', ', inputShape: [1]'), dense(2, 'relu'), dense(1, 'linear')));
    const { firstToLast, bornDead } = signalFlow(only(analysis));
    assert.ok(firstToLast !== undefined && bornDead);
    assert.deepEqual(lensesOf(analysis).map(({ title }) => title), [
      `3 layers · 13 parameters · [·, 1] → [·, 1] · relu ×2 · first gradient ${number(firstToLast)}× the last · dead from the start ${Math.round(bornDead.network.atLeast * 100)}–${Math.round(bornDead.network.atMost * 100)} % · 2 findings`,
    ]);
  });

  it('is left out where it says nothing', () => {
    assert.equal(lensesOf(read(model(dense(2, 'sigmoid', INPUT))))[0]?.title, '1 layer · 18 parameters · [·, 8] → [·, 2] · sigmoid');
    assert.doesNotMatch(lensesOf(read(`${model(dense(4, 'relu', INPUT))} m.add(foreign()); m.add(${dense(1, 'linear')});`))[0]?.title ?? '', /gradient/);
  });
});

describe('the page of a signal', () => {
  it('has the numbers of every layer of every network, as they are computed', () => {
    let known = 0;
    for (const { text, language } of fixturesIn('test/fixtures/networks')) {
      for (const network of analyze(text, language).networks) {
        const flow = signalFlow(network);
        const rows = rowsOf(signalPage(network, 'x'));
        assert.equal(rows.length, network.layers.length);
        for (const [index, cells] of rows.entries()) {
          const signal = flow.layers[index];
          assert.ok(signal);
          const { preVariance, variance, gradient, kernelGradient, inactive, saturated } = signal;
          const numbers = { 'variance before ƒ': preVariance, 'variance after': variance, gradient, 'weight gradient': kernelGradient };
          for (const [head, value] of Object.entries(numbers)) assert.equal(cells.get(head) ?? '–', value === undefined ? '–' : number(value), head);
          for (const [head, share] of Object.entries({ inactive, saturated })) assert.equal(cells.get(head) ?? '–', share === undefined ? '–' : shareText(share), head);
          if (variance !== undefined) known++;
        }
      }
    }
    assert.ok(known > 100, String(known));
  });

  it('has no column of which nothing is known', () => {
    const [softmax] = rowsOf(signalPage(only(read(model(dense(4, 'softmax', INPUT)))), 'x'));
    assert.deepEqual([softmax?.has('range'), softmax?.has('inactive')], [true, false]);
    const [relu] = rowsOf(signalPage(only(read(model(dense(4, 'relu', INPUT)))), 'x'));
    assert.equal(relu?.get('inactive'), '50 %');
  });

  it('says where it is from, what is assumed and what is not known', () => {
    const page = signalPage(only(read(model(dense(32, 'relu', INPUT), "tf.layers.lstm({ units: 4 })", dense(1, 'linear')))), 'a_b.js, line 2').replaceAll('\\', '');
    assert.match(page, /^# Signal flow\n\na_b\.js, line 2 · sequential of 3 layers/);
    assert.match(page, /mean 0 and variance 1; weights as TensorFlow\.js first draws them/);
    assert.match(page, /- Behind layer 1 \(Dense\) nothing can be said\./);
    assert.match(signalPage(only(read(model(dense(4, 'relu')))), '').replaceAll('\\', ''), /- What goes into this network is not known/);
    assert.match(signalPage(only(read(`${model(dense(4, 'relu', INPUT))} m.add(foreign());`)), '').replaceAll('\\', ''), /- Not all layers of this network are known/);
  });

  it('lets no name of a program become markup', () => {
    const page = signalPage(only(read(model(dense(4, 'relu', `${INPUT}, name: '[a](command:b)|<img src=x>'`)))), '[x](y)');
    assert.ok(page.includes('`[a](command:b)\\|<img src=x>`'));
    assert.ok(!page.includes('[x](y)'));
  });

  it('writes shares as people do', () => {
    assert.deepEqual([0, 0.0004, 0.004, 0.0996, 0.25, 0.9996, 1].map(shareText), ['0 %', '<0.1 %', '0.4 %', '10 %', '25 %', '99 %', '100 %']);
  });

  it('is that of the network under the cursor', () => {
    const analysis = read(`const a = tf.sequential();\na.add(${dense(4, 'relu', INPUT)});\nconst b = tf.sequential();\nb.add(${dense(5, 'relu', INPUT)});\na.add(${dense(1, 'linear')});\n// end`);
    const idAt = (text: string): number | undefined => networkAt(analysis, analysis.text.indexOf(text) + 1)?.layers[0]?.units;
    assert.deepEqual(['tf.sequential', 'a.add', 'units: 5', 'units: 1', 'b = tf.seq', '// end', 'import'].map(idAt), [4, 4, 5, 4, 5, 5, 4]);
    assert.equal(networkAt(read('tf.relu(x);'), 0), undefined);
  });
});
