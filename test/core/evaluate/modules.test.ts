import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import type { Analysis } from '../../../src/core/analyze';
import { moduleCandidates } from '../../../src/core/evaluate/resolver';
import type { LayersModel } from '@tensorflow/tfjs';
import { execute } from '../../support/execute';
import { bundled, resolverOf } from '../../support/modules';
import { compareNetworks } from '../../support/networks';
import type { Files } from '../../support/modules';
import { sketch } from '../../support/sketch';

function read(files: Files, main = 'main.ts'): Analysis {
  return analyze(files[main] ?? '', main.endsWith('ts') ? 'typescript' : 'javascript', { id: main, resolver: resolverOf(files) });
}

const TF = "import * as tf from '@tensorflow/tfjs';\n";

/** What a program of several modules makes in its main one. */
const cases: readonly (readonly [string, Files, readonly string[]])[] = [
  ['a constant', { 'main.ts': `${TF}import { UNITS } from './sizes';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: UNITS })] });`, 'sizes.ts': 'export const UNITS = 4 * 4;' }, ['16']],
  ['a constant under another name', { 'main.ts': `${TF}import { UNITS as n } from './sizes.js';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: n })] });`, 'sizes.ts': 'const UNITS = 3; export { UNITS };' }, ['3']],
  ['a default export', { 'main.ts': `${TF}import config from './config';\ntf.sequential({ layers: [tf.layers.dense(config.head)] });`, 'config.ts': 'export default { head: { inputShape: [2], units: 7 } };' }, ['7']],
  ['a namespace', { 'main.ts': `${TF}import * as config from './config';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: config.A }), tf.layers.dense({ inputShape: [2], units: config.B })] });`, 'config.ts': 'export let A = 1; export const B = 2; A = 5;' }, ['5 2']],
  ['a JSON file', { 'main.ts': `${TF}import config from './config.json';\ntf.sequential({ layers: config.units.map((units) => tf.layers.dense({ inputShape: [2], units })) });`, 'config.json': '{ "units": [8, 4] }' }, ['8 4']],
  ['an enum', { 'main.ts': `${TF}import { Size } from './size';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: Size.Large })] });`, 'size.ts': 'export enum Size { Small = 8, Large = 64 }' }, ['64']],
  ['a helper that makes a layer', { 'main.ts': `${TF}import { hidden } from './layers';\nconst m = tf.sequential();\nm.add(hidden(6));`, 'layers.ts': `${TF}export const hidden = (units) => tf.layers.dense({ inputShape: [2], units, activation: 'relu' });` }, ['6']],
  ['a helper that makes the model', { 'main.ts': "import { createModel } from './model';\nconst model = createModel(4); // tfjs\nmodel.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });", 'model.ts': `${TF}export function createModel(n) { const m = tf.sequential(); m.add(tf.layers.dense({ inputShape: [2], units: n })); return m; }` }, ['4']],
  ['a helper that adds to it', { 'main.ts': `${TF}import addHead from './head';\nconst m = tf.sequential();\nm.add(tf.layers.flatten({ inputShape: [2, 2] }));\naddHead(m, 10);`, 'head.ts': `${TF}export default function (model, classes) { model.add(tf.layers.dense({ inputShape: [2], units: 32 })); model.add(tf.layers.dense({ inputShape: [2], units: classes })); }` }, ['Flatten 32 10']],
  ['a class', { 'main.ts': "import { Net } from './net'; // tfjs\nclass Deep extends Net { get extra() { return 0; } depth() { return 2; } }\nnew Deep().model.compile({ loss: 'hinge', optimizer: 'sgd' });", 'net.ts': `${TF}export class Net { model = tf.sequential(); constructor() { for (let i = 0; i < this.depth(); i++) this.model.add(tf.layers.dense({ inputShape: [2], units: 1 })); } depth() { return 1; } }` }, ['1 1']],
  ['names that pass through others', { 'main.ts': `${TF}import { UNITS, more } from './index';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: UNITS }), tf.layers.dense({ inputShape: [2], units: more.UNITS })] });`, 'index.ts': "export * from './a'; export * as more from './b';", 'a.ts': 'export const UNITS = 1;', 'b.ts': "export { OTHER as UNITS } from './c';", 'c.ts': 'export const OTHER = 9;' }, ['1 9']],
  ['a module that passes TensorFlow.js on', { 'main.ts': "import { tf, layers } from './tfjs-node-or-not';\ntf.sequential({ layers: [layers.dense({ inputShape: [2], units: 2 })] });", 'tfjs-node-or-not.ts': "import * as tf from '@tensorflow/tfjs-node'; export const { layers } = tf; export { tf };" }, ['2']],
  ['a module that is TensorFlow.js', { 'main.ts': "import * as tf from './vendor/tensorflow';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 2 })] });", 'vendor/tensorflow.ts': "export * from '@tensorflow/tfjs-core'; export * from '@tensorflow/tfjs-layers';" }, ['2']],
  ['modules of the older kind', { 'main.js': "const tf = require('@tensorflow/tfjs');\nconst { UNITS, block } = require('./lib');\nconst m = tf.sequential();\nm.add(tf.layers.dense({ inputShape: [2], units: UNITS }));\nm.add(block(2));", 'lib/index.js': "const tf = require('@tensorflow/tfjs'); exports.UNITS = 12; exports.block = (n) => tf.layers.dense({ inputShape: [2], units: n });" }, ['12 2']],
  ['module.exports', { 'main.js': "const tf = require('@tensorflow/tfjs');\nconst build = require('./build');\nbuild(3).compile({ loss: 'hinge', optimizer: 'sgd' });", 'build.js': "const tf = require('@tensorflow/tfjs'); module.exports = function build(n) { return tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: n })] }); };" }, ['3']],
  ['a dynamic import', { 'main.js': "const tf = require('@tensorflow/tfjs');\nasync function main() { const { UNITS } = await import('./sizes.js'); return tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: UNITS })] }); }\nmain();", 'sizes.js': 'export const UNITS = 4;' }, ['4']],
  ['modules that import each other', { 'main.ts': `${TF}import { build } from './a';\nexport const SIZE = 5;\nbuild().compile({ loss: 'hinge', optimizer: 'sgd' });`, 'a.ts': `${TF}import { SIZE } from './main'; import { two } from './b'; export const one = 1; export function build() { return tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: SIZE }), tf.layers.dense({ inputShape: [2], units: two() })] }); }`, 'b.ts': "import { one } from './a'; export const two = () => one + 1;" }, ['5 2']],
  ['a model of another module that is compiled here', { 'main.ts': "import { model } from './model'; // tfjs\nmodel.compile({ loss: 'meanSquaredError', optimizer: 'adam' });", 'model.ts': `${TF}export const model = tf.sequential(); model.add(tf.layers.dense({ inputShape: [2], units: 3 }));` }, ['3']],
  ['a model that a helper makes and nobody changes here', { 'main.ts': "import { createModel } from './model'; // tfjs\nexport const model = createModel(4);", 'model.ts': `${TF}export const createModel = (n) => tf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: n })] });` }, []],
  ['a model of another module that is only printed here', { 'main.ts': "import { model } from './model'; // tfjs\nconsole.log(model);", 'model.ts': `${TF}export const model = tf.sequential(); model.add(tf.layers.dense({ inputShape: [2], units: 3 }));` }, []],
  ['a name that is exported in a circle', { 'main.ts': `${TF}import { x } from './a';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: x })] });`, 'a.ts': "export { x } from './b';", 'b.ts': "export { x } from './a';" }, ['Dense']],
  ['a module that never ends', { 'main.ts': `${TF}import { x } from './a';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: x }), tf.layers.dense({ inputShape: [2], units: 2 })] });`, 'a.ts': 'export let x = 1; for (let i = 0; i < 1e9; i++) for (let j = 0; j < 200; j++) for (let k = 0; k < 200; k++) x += i * j * k;' }, ['Dense 2']],
  ['a helper that never ends', { 'main.ts': `${TF}import { f } from './a';\nconst m = tf.sequential();\nm.add(tf.layers.dense({ inputShape: [2], units: 1 }));\nf(m);\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: 2 })] });`, 'a.ts': 'export function f(m) { for (let i = 0; i < 200; i++) for (let j = 0; j < 200; j++) for (let k = 0; k < 200; k++) m.name = `${i}${j}${k}`; }' }, ['1 …', '2']],
  ['a module that is not there', { 'main.ts': `${TF}import { x } from './gone';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: x }), tf.layers.dense({ inputShape: [2], units: 2 })] });` }, ['Dense 2']],
  ['a module with a syntax error', { 'main.ts': `${TF}import { x } from './a';\ntf.sequential({ layers: [tf.layers.dense({ inputShape: [2], units: x })] });`, 'a.ts': 'export const x = 3;\nexport function broken( {{{' }, ['3']],
];

for (const [title, files, expected] of cases) {
  test(`across modules: ${title}`, () => {
    assert.deepEqual(sketch(read(files, 'main.js' in files ? 'main.js' : 'main.ts')), expected);
  });
}

/** Programs that are broken on purpose, and networks that are another module's. */
const NOT_RUN = /circle|never ends|not there|syntax error|nobody changes|only printed|dynamic/;

for (const [title, files] of cases.filter(([name]) => !NOT_RUN.test(name))) {
  test(`across modules, as TensorFlow.js has it: ${title}`, async () => {
    const main = 'main.js' in files ? 'main.js' : 'main.ts';
    const { networks } = read(files, main);
    const { models } = await execute(await bundled(files, main), 'javascript');
    assert.equal(networks.length, models.length);
    assert.deepEqual(networks.flatMap((network, index) => compareNetworks(network, models[index] as LayersModel).wrong), []);
  });
}

test('a module is run only if one of its names is asked for', () => {
  const files = { 'main.ts': `${TF}import { used } from './used'; import { unused } from './unused';\ntf.layers.dense({ units: used });\nexport const f = () => unused;`, 'used.ts': 'export const used = 1;', 'unused.ts': 'export const unused = 1;' };
  const asked: string[] = [];
  analyze(files['main.ts'], 'typescript', { id: 'main.ts', resolver: resolverOf(files, asked) });
  assert.deepEqual([...new Set(asked)], ['used.ts']);
});

test('what another module makes stands in this document at the call that leads there, and is not changed here', () => {
  const files = {
    'main.ts': `${TF}import { addHidden } from './hidden';\nconst model = tf.sequential();\naddHidden(model, 'softmax');\nmodel.add(tf.layers.dense({ units: 3, activation: 'softmax' }));\n`,
    'hidden.ts': `${TF}export function addHidden(model, activation) { model.add(tf.layers.dense({ units: 16, activation, inputShape: [2] })); model.add(tf.layers.reLU()); }`,
  };
  const { networks, activations, findings, text } = read(files);
  const [network] = networks;
  assert.deepEqual(network?.layers.map((layer) => text.slice(layer.span.start, layer.span.end)), ["addHidden(model, 'softmax')", "addHidden(model, 'softmax')", "tf.layers.dense({ units: 3, activation: 'softmax' })"]);
  assert.deepEqual(network?.layers.map(({ foreign }) => foreign), [true, true, false]);
  assert.deepEqual(activations.map(({ span }) => text.slice(span.start, span.end)), ["'softmax'"]);
  for (const finding of findings) for (const fix of finding.fixes()) for (const edit of fix.edits) assert.ok(text.slice(edit.start, edit.end).length < 60);
});

test('a name tf that nothing explains counts where a page beside the file loads TensorFlow.js', () => {
  const text = "const y = tf.tanh(tf.abs(2));";
  const uses = (globalTf: boolean): number => analyze(text, 'javascript', { id: 'main.js', resolver: resolverOf({}, [], globalTf) }).activations.length;
  assert.deepEqual([uses(false), uses(true)], [0, 1]);
});

test('only relative specifiers are files, tried in the order of bundlers', () => {
  assert.deepEqual(moduleCandidates('lodash'), []);
  assert.deepEqual(moduleCandidates('@/model'), []);
  assert.deepEqual(moduleCandidates('https://a.b/c.js'), []);
  assert.deepEqual(moduleCandidates('./a.js').slice(0, 4), ['./a.js', './a.ts', './a.tsx', './a.js.ts']);
  assert.deepEqual(moduleCandidates('../lib/').slice(0, 2), ['../lib', '../lib.ts']);
  assert.ok(moduleCandidates('..').includes('../index.ts'));
});
