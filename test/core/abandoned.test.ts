import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../src/core/analyze';
import { fixturesIn } from '../support/fixtures';

const fixtures = ['rules', 'networks'].flatMap((folder) => fixturesIn(`test/fixtures/${folder}`));

/** Is asked, and says yes from the nth time on. */
function overAfter(times: number): { readonly isOver: () => boolean; readonly asked: () => number } {
  let count = 0;
  return { isOver: () => ++count > times, asked: () => count };
}

test('an analysis that is given up says so and nothing else, whenever that is', () => {
  for (const { text, language, path } of fixtures.slice(0, 60)) {
    const patient = overAfter(Number.POSITIVE_INFINITY);
    const whole = analyze(text, language, patient);
    assert.notEqual(whole.silence, 'abandoned');
    for (let times = 0; times < patient.asked(); times += 5) {
      const { silence, findings, networks, activations } = analyze(text, language, overAfter(times));
      assert.deepEqual([silence, findings, networks, activations], ['abandoned', [], [], []], `${path} after ${times}`);
    }
  }
});

test('the next analysis after one that was given up is whole', () => {
  const { text, language } = fixtures.find(({ isPositive }) => isPositive) ?? assert.fail();
  const abandoned = analyze(text, language, overAfter(0), analyze(text, language));
  const next = analyze(`${text}\n`, language, {}, abandoned);
  assert.deepEqual(next.findings.map(({ rule }) => rule), analyze(`${text}\n`, language).findings.map(({ rule }) => rule));
  assert.ok(next.findings.length > 0);
});

test('whoever waits is asked often enough, whatever the program does', () => {
  const hostile = [
    'for (let i = 0; i < 1e9; i++) x = [...x, i];', 'function f(n) { return f(n - 1) + f(n - 2); } f(90);', 'const a = Array.from({ length: 1e7 }, (_, i) => i * 2).map((i) => i + 1);',
    'while (true) { model.add(tf.layers.dense({ units: 2, activation: "relu" })); }', 'const t = []; while (t.length < 1e6) t.push({ ...t.at(-1), [t.length]: t });',
  ];
  for (const line of hostile) {
    const text = `import * as tf from '@tensorflow/tfjs';\nlet x = []; const model = tf.sequential();\n${line}\n`;
    const patient = overAfter(Number.POSITIVE_INFINITY);
    const { finished } = analyze(text, 'javascript', patient);
    // Between the rules alone it is asked about fifty times.
    assert.ok(patient.asked() > 40, `${line}: asked ${patient.asked()} times`);
    if (!finished) assert.ok(patient.asked() > 60, `${line}: asked ${patient.asked()} times`);
  }
});
