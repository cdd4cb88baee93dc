import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { signalFlow } from '../../../src/core/signal/flow';
import type { SignalFlow } from '../../../src/core/signal/flow';
import { execute, seeded } from '../../support/execute';
import { measure } from '../../support/signal';
import type { Measurement } from '../../support/signal';
import { cases } from './networks';
import type { Case } from './networks';

/** What is allowed between prediction and measurement: a tenth for variances and gradients, 0.03 for shares. */
const TENTH = 0.1;
const SHARE = 0.03;

/** Beside the largest error of any layer, the numbers that a message would use. */
interface Row {
  readonly name: string;
  readonly draws: number;
  readonly variance: readonly [number, number];
  readonly gradient: readonly [number, number];
  readonly inactive: readonly [number, number] | undefined;
  readonly errors: readonly [variance: number, gradient: number, share: number];
}

const rows: Row[] = [];

/** The relative error; what is 0 to rounding counts as 0. */
function error(predicted: number, measured: number): number {
  return Math.abs(predicted - measured) < 1e-12 ? 0 : Math.abs(predicted / measured - 1);
}

/** Every number that was measured has its prediction. */
function both(predicted: number | undefined, measured: number | undefined, what: string): readonly [number, number] | undefined {
  if (measured === undefined) return undefined;
  assert.ok(predicted !== undefined, `${what} is not predicted`);
  return [predicted, measured];
}

function compare({ name, draws }: Case, flow: SignalFlow, measured: Measurement): Row {
  assert.equal(flow.layers.length, measured.layers.length);
  const worst = [0, 0, 0];
  const take = (at: number, pair: readonly [number, number] | undefined, distance: (a: number, b: number) => number): void => {
    if (pair) worst[at] = Math.max(worst[at] ?? 0, distance(...pair));
  };
  for (const [index, layer] of flow.layers.entries()) {
    const there = measured.layers[index];
    assert.ok(there);
    take(0, both(layer.preVariance, there.preVariance, `variance before ${index}`), error);
    take(0, both(layer.variance, there.variance, `variance of ${index}`), error);
    // A mean is as sure as its deviation is small.
    const mean = both(layer.mean, there.mean, `mean of ${index}`);
    if (mean) assert.ok(Math.abs(mean[0] - mean[1]) < 0.1 * Math.sqrt((there.variance ?? 0) + mean[1] ** 2) + 1e-6, `${name}: mean of layer ${index} is ${mean[1]}, predicted ${mean[0]}`);
    take(1, both(layer.gradient, there.gradient, `gradient of ${index}`), error);
    const shares = (a: number, b: number): number => Math.abs(a - b);
    take(2, both(layer.inactive, there.inactive, `inactive share of ${index}`), shares);
    take(2, both(layer.saturated, there.saturated, `saturated share of ${index}`), shares);
  }
  const hidden = measured.layers.findLastIndex(({ preVariance }, index) => preVariance !== undefined && index < measured.layers.length - 1);
  const pick = (read: (layer: { readonly preVariance: number | undefined; readonly inactive: number | undefined }) => number | undefined): readonly [number, number] | undefined => {
    const [mine, theirs] = [flow.layers[hidden], measured.layers[hidden]];
    return mine && theirs && both(read(mine), read(theirs), 'number');
  };
  const first = measured.layers.findIndex(({ gradient }) => gradient !== undefined);
  const received = flow.layers[first]?.gradient;
  assert.ok(received !== undefined && flow.firstToLast !== undefined);
  return {
    name, draws, variance: pick((layer) => layer.preVariance) ?? [0, 0], gradient: [received, measured.firstToLast], inactive: pick((layer) => layer.inactive),
    errors: [worst[0] ?? 0, worst[1] ?? 0, worst[2] ?? 0],
  };
}

before(async () => {
  await tf.setBackend('cpu');
});

describe('predictions and what TensorFlow.js draws', () => {
  for (const one of cases) {
    test(one.name, async (t) => {
      const [network] = analyze(one.text, 'typescript').networks;
      assert.ok(network?.complete);
      const flow = signalFlow(network, { input: one.positive ? 'positive' : 'signed' });
      const { exports } = await execute(one.text, 'typescript');
      const measured = await seeded(1, () => measure(exports['make'] as () => tf.LayersModel, one));
      const row = compare(one, flow, measured);
      rows.push(row);
      t.diagnostic(line(row));
      const [variance, gradient, share] = row.errors;
      assert.ok(variance <= TENTH, `a variance is off by ${variance}`);
      assert.ok(gradient <= TENTH, `a gradient is off by ${gradient}`);
      assert.ok(share <= SHARE, `a share is off by ${share}`);
    });
  }
});

test('at least 40 networks are measured, of widths 16 to 256 and depths 2 to 20, each drawn at least 50 times', () => {
  assert.ok(cases.length >= 40);
  assert.ok(cases.every(({ draws }) => draws >= 50));
  assert.equal(new Set(cases.map(({ name }) => name)).size, cases.length);
});

const PAGE = 'docs/signal.md';
const OPEN = '<!-- measured -->';
const CLOSE = '<!-- /measured -->';

function short(value: number): string {
  return value === 0 ? '0' : Math.abs(value) < 1e-3 || Math.abs(value) >= 1e4 ? value.toExponential(2) : value.toPrecision(3);
}

function line({ name, draws, variance, gradient, inactive, errors }: Row): string {
  const pair = (values: readonly [number, number] | undefined): string => (values ? `${short(values[0])} | ${short(values[1])}` : ' | ');
  const [a, b, c] = errors;
  return `| ${name} | ${draws} | ${pair(variance)} | ${pair(gradient)} | ${pair(inactive)} | ${(100 * a).toFixed(1)} % | ${(100 * b).toFixed(1)} % | ${c.toFixed(3)} |`;
}

function cellsOf(text: string): readonly string[] {
  return text.split('|').slice(1, -1).map((cell) => cell.trim());
}

/** The same name and, number by number, nearly the same: measurements differ a little from one machine to another. */
function agree(a: string, b: string): boolean {
  const [one, other] = [cellsOf(a), cellsOf(b)];
  return one.length === other.length && one.every((cell, index) => {
    const [x, y] = [Number.parseFloat(cell), Number.parseFloat(other[index] ?? '')];
    if (index === 0 || Number.isNaN(x) || Number.isNaN(y)) return cell === other[index];
    return index > 7 ? Math.abs(x - y) < 2 : Math.abs(x - y) <= 0.05 * Math.max(Math.abs(x), Math.abs(y)) + 0.01;
  });
}

after(() => {
  if (rows.length !== cases.length) return;
  const text = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : `${OPEN}\n${CLOSE}\n`;
  const [start, end] = [text.indexOf(OPEN), text.indexOf(CLOSE)];
  assert.ok(start >= 0 && end > start, `${PAGE} has no place for the table`);
  const lines = rows.map(line);
  if (process.env['UPDATE_GOLDEN'] === '1') {
    const head = ['| network | draws | q, predicted | measured | first to last, predicted | measured | inactive, predicted | measured | variance off by | gradient off by | share off by |', '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |'];
    writeFileSync(PAGE, `${text.slice(0, start + OPEN.length)}\n${[...head, ...lines].join('\n')}\n${text.slice(end)}`);
    return;
  }
  const kept = text.slice(start, end).split('\n').filter((one) => one.startsWith('| ')).slice(2);
  assert.deepEqual(kept.map((one) => cellsOf(one)[0]), rows.map(({ name }) => name), `the networks of ${PAGE}; UPDATE_GOLDEN=1 rewrites it`);
  for (const [index, one] of lines.entries()) assert.ok(agree(one, kept[index] ?? ''), `${PAGE} says\n${kept[index]}\nand measured is\n${one}\nUPDATE_GOLDEN=1 rewrites it`);
});
