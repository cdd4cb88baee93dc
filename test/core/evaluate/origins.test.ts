import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import type { Language } from '../../../src/core/syntax/language';

function used(code: string, language: Language = 'typescript'): readonly string[] {
  return analyze(code, language).activations.map((use) => use.function);
}

/** Every way in which TensorFlow.js gets its name (TensorFlow.js 4.22; public code). */
const ours: readonly (readonly [string, string, Language?])[] = [
  ['a namespace import', "import * as tf from '@tensorflow/tfjs';\ntf.relu(x);"],
  ['a namespace import under another name', "import * as TENSOR_FLOW from '@tensorflow/tfjs-node-gpu';\nTENSOR_FLOW.relu(x);"],
  ['a default import', "import tf from '@tensorflow/tfjs';\ntf.relu(x);"],
  ['a named import', "import { relu } from '@tensorflow/tfjs-core';\nrelu(x);"],
  ['a named import under another name', "import { relu as activate } from '@tensorflow/tfjs-core';\nactivate(x);"],
  ['a named import of layers', "import { layers } from '@tensorflow/tfjs-layers';\nlayers.dense({ units: 1, activation: 'relu' });"],
  ['both at once', "import dl, { sequential } from 'deeplearn';\nsequential(); dl.relu(x);"],
  ['a side import beside a namespace', "import '@tensorflow/tfjs-backend-wasm';\nimport * as tf from '@tensorflow/tfjs-core';\ntf.relu(x);"],
  ['require', "const tf = require('@tensorflow/tfjs-node');\ntf.relu(x);", 'javascript'],
  ['require, taken apart', "const { relu } = require('@tensorflow/tfjs');\nrelu(x);", 'javascript'],
  ['require of the default', "const tf = require('@tensorflow/tfjs').default;\ntf.relu(x);", 'javascript'],
  ['a constant that names the package', "const NAME = '@tensorflow/tfjs';\nconst tf = require(NAME);\ntf.relu(x);", 'javascript'],
  ['import =', "import tf = require('@tensorflow/tfjs');\ntf.relu(x);"],
  ['an alias of a namespace', "import * as tf from '@tensorflow/tfjs';\nimport layers = tf.layers;\nlayers.reLU();"],
  ['a dynamic import', "const tf = await import('@tensorflow/tfjs');\ntf.relu(x);"],
  ['a dynamic import with then', "import('@tensorflow/tfjs').then((tf) => tf.relu(x));"],
  ['a variable that is filled later', "let tf;\nasync function load() { tf = await import('@tensorflow/tfjs'); }\nfunction f(x) { return tf.relu(x); }\nload().then(() => f(1));", 'javascript'],
  ['an address of a CDN', "import * as tf from 'https://cdn.jsdelivr.net/npm/@tensorflow/tfjs@4.22.0/+esm';\ntf.relu(x);"],
  ['esm.sh', "import * as tf from 'https://esm.sh/@tensorflow/tfjs@4.22.0';\ntf.relu(x);"],
  ['skypack', "import * as tf from 'https://cdn.skypack.dev/@tensorflow/tfjs';\ntf.relu(x);"],
  ['unpkg', "import 'https://unpkg.com/@tensorflow/tfjs@4.22.0/dist/tf.min.js';\ntf.relu(x); tf.layers.dense({});"],
  ['Deno', "import * as tf from 'npm:@tensorflow/tfjs@4';\ntf.relu(x);"],
  ['a copy of its own', "import * as tf from './vendor/tf.esm.js';\ntf.relu(x);"],
  ['a worker', "importScripts('https://cdn.jsdelivr.net/npm/@tensorflow/tfjs');\ntf.relu(x);", 'javascript'],
  ['a global', 'const m = tf.sequential();\ntf.relu(x);', 'javascript'],
  ['a global of the window', 'const m = window.tf.sequential();\nwindow.tf.relu(x);', 'javascript'],
  ['a script tag', '<script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs"></script>\n<script>tf.relu(x);</script>', 'html'],
  ['a script tag of a copy', '<script src="/js/tf.min.js"></script>\n<script>tf.relu(x);</script>', 'html'],
  ['a parameter', 'export default (tf) => tf.layers.dense({ activation: "relu" });', 'javascript'],
  ['a parameter that is taken apart', 'export function make({ tf }) { tf.tidy(() => tf.relu(x)); }', 'javascript'],
  ['a field', 'class A { constructor(tf) { this.tf = tf; } f(x) { this.tf.tidy(() => 0); return this.tf.relu(x); } }', 'javascript'],
  ['a field that something else fills', 'export default { methods: { f(x) { this.tf.tidy(() => 0); return this.tf.relu(x); } } };', 'javascript'],
  ['a plugin of Vue', 'export default { methods: { f(x) { this.$tf.layers.dense({}); return this.$tf.relu(x); } } };', 'javascript'],
  ['a member of another library', "import * as dfd from 'danfojs';\nconst tf = dfd.tf;\ntf.layers.dense({});\ntf.relu(x);"],
  ['a member of another library, taken apart', "const { tf } = require('danfojs-node');\ntf.layers.dense({});\ntf.relu(x);", 'javascript'],
  ['a member of another library, in place', "const ml5 = require('ml5');\nml5.tf.tensor1d([1]);\nml5.tf.relu(x);", 'javascript'],
  ['layers taken apart', "import * as tf from '@tensorflow/tfjs';\nconst { layers } = tf;\nlayers.dense({ activation: 'relu' });"],
  ['factories taken apart', "import * as tf from '@tensorflow/tfjs';\nconst { layers: { dense, reLU: act } } = tf;\ndense({ activation: 'relu' });\nact();"],
  ['a class of a deep import', "import { Dense } from '@tensorflow/tfjs-layers/dist/layers/core';\nnew Dense({ units: 1, activation: 'relu' });"],
  ['a factory of a deep import', "import { dense } from '@tensorflow/tfjs-layers/dist/exports_layers';\ndense({ units: 1, activation: 'relu' });"],
  ['an op of a deep import', "import { relu } from '@tensorflow/tfjs-core/dist/ops/relu';\nrelu(x);"],
  ['a choice of packages', "const tf = process.env.GPU ? require('@tensorflow/tfjs-node-gpu') : require('@tensorflow/tfjs-node');\ntf.relu(x);", 'javascript'],
  ['a second choice', "let tf;\ntry { tf = require('@tensorflow/tfjs-node'); } catch { tf = require('@tensorflow/tfjs'); }\ntf.relu(x);", 'javascript'],
  ['a React hook', "import * as tf from '@tensorflow/tfjs';\nexport function App() { const f = useCallback(() => { tf.relu(x); }, []); return <b onClick={f} />; }", 'typescriptreact'],
];

for (const [what, code, language] of ours) {
  test(`TensorFlow.js is found through ${what}`, () => {
    assert.ok(used(code, language).includes('relu'));
  });
}

const others: readonly (readonly [string, string, Language?])[] = [
  ['a tf of another module', "import { tf } from './transforms';\ntf.layers.dense({ activation: 'relu' });\ntf.relu(x);"],
  ['a tf of another package', "import * as tf from 'text-formatter';\ntf.relu(x); tf.model(); // not tfjs"],
  ['a tf that is declared here', 'const tf = { relu: (x) => x, layers: { reLU() {} } };\ntf.relu(x);\ntf.layers.reLU();', 'javascript'],
  ['a package that is only named alike', "import * as tf from '@tensorflow/tfjs-vis';\ntf.relu(x);"],
  ['a package of somebody else', "import tf from 'my-tfjs';\ntf.relu(x);"],
  ['a shadowed name', "import * as tf from '@tensorflow/tfjs';\nexport function f(tf: Transform) { const g = { relu: 1 }; { const tf = g; tf.relu(x); } }"],
  ['a tf that is used as no TensorFlow.js', "const y = tf.tanh(x);", 'javascript'],
];

for (const [what, code, language] of others) {
  test(`TensorFlow.js is not ${what}`, () => {
    assert.deepEqual(used(code, language), []);
  });
}
