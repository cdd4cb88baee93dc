import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { evaluateDocument } from '../../../src/core/evaluate/evaluate';
import { buildNetworks } from '../../../src/core/network/build';
import { usesOf } from '../../../src/core/network/uses';
import type { Language } from '../../../src/core/syntax/language';
import { isMarkup } from '../../../src/core/syntax/language';
import { parse } from '../../../src/core/syntax/tree';
import { layerFactories } from '../../../src/core/tfjs/layers';
import { mentionsNetwork } from '../../../src/core/tfjs/mentions';
import { activationOps } from '../../../src/core/tfjs/ops';
import { fixturesIn } from '../../support/fixtures';

/** What is found without the test of the text: every finding is about one of these. An input alone computes nothing. */
function found(text: string, language: Language): readonly string[] {
  const parsed = parse(text, language);
  assert.ok(parsed);
  const drafts = evaluateDocument(parsed);
  const built = buildNetworks(drafts);
  return [...usesOf(drafts, built).activations.map((use) => use.function), ...built.networks.map((network) => network.id), ...drafts.layers.map((layer) => layer.factory).filter((factory) => factory !== 'inputLayer')];
}

const fixtures = ['rules', 'networks', 'surprises', 'silence'].flatMap((folder) => fixturesIn(`test/fixtures/${folder}`));

test('no fixture that the text test turns away holds anything', () => {
  for (const { path, text, language } of fixtures) if (!mentionsNetwork(text)) assert.deepEqual(found(text, language), [], path);
});

test('no piece of a fixture that the text test turns away holds anything', () => {
  const programs = fixtures.filter(({ language, folder }) => !isMarkup(language) && !folder.endsWith('silence'));
  let away = 0;
  const piece = fc.record({ fixture: fc.constantFrom(...programs), at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), length: fc.integer({ min: 1, max: 5 }) });
  fc.assert(fc.property(piece, ({ fixture, at, length }) => {
    const lines = fixture.text.split('\n');
    const start = Math.floor(at * lines.length);
    const text = `const tf = require('@tensorflow/tfjs');\n${lines.slice(start, start + length).join('\n')}\n`;
    if (mentionsNetwork(text)) return;
    away++;
    assert.deepEqual(found(text, fixture.language), [], text);
  }), { numRuns: 3000, seed: 30 });
  assert.ok(away > 300, `only ${away} pieces were turned away`);
});

test('every activation and every layer passes, however it is reached', () => {
  for (const op of activationOps) {
    for (const text of [`tf.${op}(x)`, `tf['${op}'](x)`, `const { ${op}: f } = tf; f(x)`, `import { ${op} as f } from '@tensorflow/tfjs'; f(x)`, `tf.ones([2]).${op}()`, `tf.ones([2])\n  // then\n  .${op}()`, `import {\n  add, ${op} // and no more\n} from '@tensorflow/tfjs'`, `tf./* not nice */${op}(x)`]) assert.ok(mentionsNetwork(text), text);
  }
  for (const layer of Object.keys(layerFactories)) {
    for (const text of [`tf.layers.${layer}({})`, `const { ${layer} } = tf.layers`, `const l = tf\n  .layers\nl.${layer}({})`, `const { layers } = tf; layers.${layer}({})`, `import { layers as l } from '@tensorflow/tfjs-layers'; l.${layer}({})`]) assert.ok(mentionsNetwork(text), text);
  }
  for (const text of ['tf[name](x)', 'const f = tf[name]\nf(x)', 'tf?.[name]?.(x)', 'ops[kind] (x)', "tf['re' + 'lu'](x)"]) assert.ok(mentionsNetwork(text), text);
});

test('what makes no network is not parsed', () => {
  for (const text of ["import { util, Tensor } from '@tensorflow/tfjs-layers';\nexport const size = (x: Tensor) => util.sizeFromShape(x.shape);", 'const x = tf.tensor1d([1]).add(2);\nx.print();', 'for (let steps = 0; steps < performance.now(); steps++) interface_(tf.time());']) {
    assert.equal(mentionsNetwork(text), false, text);
  }
});
