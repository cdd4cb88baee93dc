/** What a user reads in French: all of it is French, with the words, plurals and number marks of that language. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { activations } from '../../../src/core/activations/registry.gen';
import { analyze } from '../../../src/core/analyze';
import { countText, decimalText, parametersText } from '../../../src/core/insight/counts';
import { hintsIn } from '../../../src/core/insight/hints';
import { hoverAt } from '../../../src/core/insight/hover';
import { lensesOf } from '../../../src/core/insight/lens';
import { activationPage, rulePage } from '../../../src/core/insight/pages';
import { signalPage } from '../../../src/core/insight/signal';
import { english, format } from '../../../src/core/rules/format';
import type { Localize } from '../../../src/core/rules/format';
import { rules } from '../../../src/core/rules/registry.gen';
import type { Said } from '../../../src/core/rules/types';
import { experimentOf } from '../../../src/demo/experiment';
import { fixturesIn } from '../../support/fixtures';
import { severitiesOf } from '../../support/switched-on';

const bundle = new Map(Object.entries(JSON.parse(readFileSync('media/l10n/bundle.l10n.fr.json', 'utf8')) as Record<string, string>));
const missing = new Set<string>();
const used = new Set<string>();

/** As the editor does it: what has no translation is said in English. Here that is noted. */
const french: Localize = (template, data) => {
  const translated = bundle.get(template);
  if (translated === undefined) missing.add(template);
  used.add(template);
  const text = english(translated ?? template, data);
  for (const name of Object.keys(data)) assert.ok(!text.includes(`{${name}}`), text);
  return text;
};

const say = (said: Said): string => format(said, french);

/** The long prose of a rule's page, which is English in every language. */
const prose = new Set(Object.values(rules).flatMap(({ docs }) => [docs.why, docs.ignore]));

for (const id of Object.keys(rules)) {
  test(`all that is said of the programs of ${id} is French`, () => {
    for (const fixture of fixturesIn(`test/fixtures/rules/${id}`).filter(({ isPositive }) => isPositive)) {
      const analysis = analyze(fixture.text, fixture.language, { severities: severitiesOf(fixture) });
      for (const finding of analysis.findings) {
        for (const said of [finding.say, ...finding.related.map((one) => one.say), ...finding.fixes().map(({ title }) => title)]) say(said);
      }
      for (const { span } of analysis.activations) hoverAt(analysis, span.start, { palette: 'dark', localize: french });
      hintsIn(analysis, 0, analysis.text.length, french);
      lensesOf(analysis, french);
      for (const network of analysis.networks) {
        signalPage(network, '', french);
        const experiment = experimentOf(network);
        for (const said of experiment.ok ? experiment.experiment.notes : [experiment.reason]) say(said);
      }
    }
    rulePage(id, french);
    assert.deepEqual([...missing].filter((template) => !prose.has(template)), []);
  });
}

test('all pages of activations are French', () => {
  missing.clear();
  for (const id of Object.keys(activations)) assert.ok(activationPage(id, 'light', french));
  assert.deepEqual([...missing], []);
  assert.ok(used.size > 400, String(used.size));
});

test('none and one take the singular, and large numbers the marks of French', () => {
  assert.deepEqual([0, 1, 2, 1234567].map((count) => parametersText(count, french)), ['0 paramètre', '1 paramètre', '2 paramètres', '1\u202F234\u202F567 paramètres']);
  assert.deepEqual([0, 1, 2, 1234567].map((count) => parametersText(count)), ['0 parameters', '1 parameter', '2 parameters', '1,234,567 parameters']);
  assert.deepEqual([countText(100_000, french), decimalText(0.42, french), countText(100_000), decimalText(0.42)], ['100\u202F000', '0,4', '100,000', '0.4']);
});

test('the line above a model and its finding read as French', () => {
  const { findings, ...analysis } = analyze("import * as tf from '@tensorflow/tfjs';\nconst m = tf.sequential();\nm.add(tf.layers.dense({ units: 1, activation: 'softmax', inputShape: [1200] }));\n", 'typescript');
  const [lens] = lensesOf({ ...analysis, findings }, french);
  assert.match(lens?.title ?? '', /^1 couche · 1\u202F201 paramètres · .* · 1 constat$/);
  assert.deepEqual(findings.map((finding) => say(finding.say)), ['Softmax sur une seule unité est la constante 1\u202F: eᶻ/eᶻ. Son gradient est nul, si bien qu’aucun des poids précédents ne peut apprendre.']);
});

test('words inside a message are said in the same language', () => {
  const { findings } = analyze("import * as tf from '@tensorflow/tfjs';\nconst m = tf.sequential();\nm.add(tf.layers.dense({ units: 3, inputShape: [4] }));\nm.add(tf.layers.leakyReLU(0.2));\nm.add(tf.layers.dense({ units: 1 }));\nm.compile({ loss: 'mse', optimizer: 'adam' });\n", 'typescript');
  const texts = findings.map((finding) => say(finding.say));
  assert.ok(texts.includes('tf.layers.leakyReLU prend un objet d’options et ignore 0.2\u202F: la pente reste 0.3.'), texts.join('\n'));
  assert.ok(texts.includes("tfjs ne connaît pas 'mse' comme perte et lève une erreur. Vouliez-vous dire 'meanSquaredError'\u202F?"), texts.join('\n'));
});
