/** What the rule about classes of layers says that TensorFlow.js does with them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../../src/core/analyze';
import { applyEdits } from '../../../../src/core/rules/edits';

const NAMELESS = /Cannot read properties of undefined \(reading 'replace'\)/;

/** What was saved, by its address. */
const stored = new Map<string, tf.io.ModelArtifacts>();

before(async () => {
  await tf.setBackend('cpu');
  tf.io.registerSaveRouter((url) => (typeof url === 'string' && url.startsWith('indexeddb://') ? tf.io.withSaveHandler(async (artifacts) => {
    stored.set(url, artifacts);
    return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
  }) : null) as unknown as tf.io.IOHandler);
  tf.io.registerLoadRouter((url) => {
    const artifacts = typeof url === 'string' ? stored.get(url) : undefined;
    return (artifacts ? tf.io.fromMemory(artifacts) : null) as unknown as tf.io.IOHandler;
  });
});

/** Runs what makes a layer. */
function made(code: string): string {
  return (new Function('tf', `${code}`)(tf) as tf.layers.Layer).name;
}

test('a layer whose class has no className and whose config has no name throws when it is made', () => {
  for (const config of ['', '{}', '{ name: undefined }', "{ name: '' }", '{ trainable: false }', 'undefined']) {
    assert.throws(() => made(`class Sine extends tf.layers.Layer {} return new Sine(${config});`), NAMELESS, config);
  }
  assert.throws(() => made('class Sine extends tf.layers.Layer { get className() { return "Sine"; } } return new Sine({});'), NAMELESS);
  assert.throws(() => made('class Sine extends tf.layers.Layer { constructor() { super({}); this.name = "sine"; } } return new Sine();'), NAMELESS);
});

test('a static className of any kind, that of a class it extends, and a name in the config are enough', () => {
  for (const code of [
    'class Sine extends tf.layers.Layer { static className = "Sine"; } return new Sine();',
    'class Sine extends tf.layers.Layer { static get className() { return "Sine"; } } return new Sine({});',
    'class Sine extends tf.layers.Layer {} Sine.className = "Sine"; return new Sine({});',
    'class Wave extends tf.layers.Layer { static className = "Sine"; } class Sine extends Wave {} return new Sine({});',
    'class Sine extends tf.layers.Layer { getClassName() { return "Sine"; } } return new Sine({});',
    'class Sine extends tf.layers.Layer {} return new Sine({ name: "sine" });',
  ]) assert.match(made(code), /^sine/, code);
});

test('registerClass throws at a class without className', () => {
  assert.throws(() => new Function('tf', 'class Sine extends tf.layers.Layer {} tf.serialization.registerClass(Sine);')(tf), /does not have the static className property/);
});

test('a model with a layer of a class that is not registered is saved and cannot be loaded, and can be once it is', async () => {
  const text = readFileSync('test/fixtures/rules/custom-activation-unregistered/saved.js', 'utf8');
  const run = async (program: string): Promise<tf.LayersModel> => {
    const body = program.replace(/^import .*$/m, '').replaceAll('export async', 'async');
    await (new Function('tf', `${body}\nreturn store(true);`)(tf) as Promise<void>);
    assert.ok(stored.has('indexeddb://sine'));
    return new Function('tf', `${body}\nreturn restore(true);`)(tf) as Promise<tf.LayersModel>;
  };
  await assert.rejects(run(text), /Unknown layer: Sine/);
  const [finding] = analyze(text, 'javascript').findings;
  assert.deepEqual([finding?.rule, finding?.say.data], ['custom-activation-unregistered', { name: 'Sine', className: 'Sine' }]);
  const [fix] = finding?.fixes() ?? [];
  assert.ok(fix);
  const model = await run(applyEdits(text, fix.edits));
  assert.deepEqual(model.layers.map((layer) => layer.getClassName()), ['Dense', 'Sine', 'Dense']);
});
