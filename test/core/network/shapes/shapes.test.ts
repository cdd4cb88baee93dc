import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { layerFactories } from '../../../../src/core/tfjs/layers';
import { compareProgram } from './compare';
import type { Draw } from './draw';
import { drawFrom } from './draw';
import { cases } from './factories';
import type { Case } from './factories';
import { forms } from './programs';

/** Programs for each factory. */
const EACH = 26;

before(async () => {
  await tf.setBackend('cpu');
});

const sizes = (list: readonly (number | null)[]): string => `[${list.map(String).join(', ')}]`;

/** One layer of the factory in a model of one of the forms. */
function programOf(draw: Draw, factory: string, { options, inputs }: Case): string {
  const batches = inputs.map(() => (draw.chance(75) ? null : draw.chance(90) ? 2 : 3));
  const shapes = inputs.map((input, index) => [batches[index] ?? null, ...input]);
  const [shape = []] = shapes;
  const declared = shape[0] === null && draw.chance(50) ? `inputShape: ${sizes(shape.slice(1))}` : `batchInputShape: ${sizes(shape)}`;
  const withInput = `tf.layers.${factory}(${options === '' ? `{ ${declared} }` : options.replace(/^\{/, `{ ${declared},`)})`;
  if (factory === 'inputLayer') return `tf.sequential({ layers: [${withInput}, tf.layers.reLU()] });`;
  const layer = `tf.layers.${factory}(${options})`;
  const form = inputs.length === 1 ? draw.pick('functional', 'sequential', 'declared', 'add') : 'functional';
  switch (form) {
    case 'sequential': return `tf.sequential({ layers: [tf.layers.inputLayer({ batchInputShape: ${sizes(shape)} }), ${layer}] });`;
    case 'declared': return `tf.sequential({ layers: [${withInput}] });`;
    case 'add': return `const model = tf.sequential();\nmodel.add(${withInput});\nmodel.add(tf.layers.reLU());`;
    default: {
      const names = shapes.map((_, index) => `x${index}`);
      const made = shapes.map((one, index) => `const x${index} = tf.input({ batchShape: ${sizes(one)} });`).join('\n');
      return `${made}\nconst y = ${layer}.apply(${names.length === 1 && draw.chance(90) ? 'x0' : `[${names.join(', ')}]`});\ntf.model({ inputs: [${names.join(', ')}], outputs: y });`;
    }
  }
}

let applied = 0;
let programs = 0;
let thrown = 0;
let known = 0;
const open = new Map<string, readonly string[]>();

test('every factory of tf.layers has cases, and no other has', () => {
  assert.deepEqual(Object.keys(cases).sort(), Object.keys(layerFactories).sort());
});

/** Compares programs that are drawn with what tfjs makes of them. */
function compareMany(seed: number, rounds: number, program: (draw: Draw) => string): void {
  const draw = drawFrom(seed);
  const wrong: string[] = [];
  let fine = 0;
  for (let round = 0; round < rounds; round++) {
    const code = program(draw);
    const verdict = compareProgram(code);
    applied += verdict.applied;
    programs++;
    if (verdict.throws) thrown++;
    else fine++;
    if (verdict.unknown.length === 0) known++;
    else open.set(code, verdict.unknown);
    wrong.push(...verdict.wrong.map((what) => `${code}\n  ${what}`));
  }
  assert.deepEqual(wrong, []);
  assert.ok(fine >= rounds / 20, `only ${fine} of ${rounds} programs run`);
}

for (const [index, [factory, make]] of Object.entries(cases).entries()) {
  test(`tf.layers.${factory} gives the shapes, weights and errors that tfjs gives`, () => {
    compareMany(1000 + index, EACH, (draw) => programOf(draw, factory, make(draw)));
  });
}

for (const [index, [form, program]] of Object.entries(forms).entries()) {
  test(`models of the form ${form} have the shapes, weights and errors that tfjs gives`, () => {
    compareMany(9000 + index, 100, program);
  });
}

test('at least 2,000 layers are applied, with all but a few known to the last detail', (t) => {
  t.diagnostic(`${applied} layers in ${programs} programs, of which ${thrown} throw; ${known} are known to the last detail`);
  for (const [code, what] of [...open].slice(0, 20)) t.diagnostic(`${what.join(', ')}: ${code}`);
  assert.ok(applied >= 2000);
  assert.ok(thrown >= 300, `${thrown} throw`);
  assert.ok(known / programs >= 0.99, `${known} of ${programs}`);
});
