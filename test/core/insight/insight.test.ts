import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { analyze } from '../../../src/core/analyze';
import type { Analysis } from '../../../src/core/analyze';
import { byId } from '../../../src/core/activations/lookup';
import { activations } from '../../../src/core/activations/registry.gen';
import { steeperThan } from '../../../src/core/insight/facts';
import { glyphSpans, glyphUri } from '../../../src/core/insight/glyph';
import { hintLabel, hintsIn } from '../../../src/core/insight/hints';
import { hoverAt, HOVER_COMMANDS } from '../../../src/core/insight/hover';
import { intervalText, number, regionText } from '../../../src/core/insight/intervals';
import { lensesOf } from '../../../src/core/insight/lens';
import { code, commandLink, escapeMarkdown } from '../../../src/core/insight/markdown';
import { palettes } from '../../../src/core/plot/palettes';
import type { PaletteName } from '../../../src/core/plot/palettes';

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";
const NAMES = Object.keys(palettes) as PaletteName[];

function read(program: string): Analysis {
  return analyze(HEAD + program, 'typescript');
}

/** The hover over the first occurrence of a text, without its picture. */
function hoverOn(program: string, text: string, palette: PaletteName = 'dark'): string {
  const analysis = read(program);
  const hover = hoverAt(analysis, analysis.text.indexOf(text) + 1, { palette });
  assert.ok(hover, `no hover on ${text}`);
  return hover.markdown.replace(/<img src="data:[^"]*"/, '<img src="…"').replaceAll('\\', '').replaceAll('&#60;', '<').replaceAll('&#62;', '>');
}

const NET = `const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: 'ACT', inputShape: [2] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));`;

describe('the hover', () => {
  it('says what ReLU is, where it stands and what it costs (C1, C2, C4, C5, C11)', () => {
    const text = hoverOn(NET.replace('ACT', 'relu'), "'relu'");
    assert.match(text, /\*\*ReLU\*\* `ƒ\(x\) = max\(0, x\)` · between layers, layer 1 of 2: Dense `\[·, 8\]`/);
    assert.match(text, /range \[0, ∞\) · ƒ′ = 0 for x ≤ 0 · max \|ƒ′\| 1/);
    assert.match(text, /Applied element by element to the affine map Wx \+ b/);
    assert.match(text, /Costs a comparison: no exponential forward or backward/);
    assert.match(text, /ƒ\(ƒ\(x\)\) = ƒ\(x\)/);
    assert.match(text, /a unit that stays there for every input is dead/);
    assert.match(text, /ƒ″ is an impulse of weight 1 at 0; TensorFlow.js takes ƒ′\(0\) = 0/);
  });

  it('says how small the gradients of sigmoid and tanh are (C3, C4)', () => {
    const sigmoid = hoverOn(NET.replace('ACT', 'sigmoid'), "'sigmoid'");
    assert.match(sigmoid, /ƒ′ never exceeds 0\.25: 5 such layers in a row pass at most 9\.8e−4/);
    assert.match(sigmoid, /the largest slope is 0\.25, then 0\.059, then 0\.0134/);
    assert.match(hoverOn(NET.replace('ACT', 'tanh'), "'tanh'"), /ƒ′ exceeds ¼ only for \|x\| < 1\.31696/);
  });

  it('shows a composition as a whole (C4, C6)', () => {
    const text = hoverOn('export const f = (x: tf.Tensor) => tf.relu(tf.softmax(x));', 'relu(');
    assert.match(text, /\*\*ReLU ∘ Softmax\*\* `relu\(softmax\(x\)\)`/);
    assert.match(text, /ReLU changes nothing here: Softmax gives only values that it leaves alone/);
    assert.match(hoverOn('export const f = (x: tf.Tensor) => x.sigmoid().sigmoid();', 'sigmoid();'), /largest slope 0\.059/);
    assert.match(hoverOn('export const f = (x: tf.Tensor) => x.sigmoid().sigmoid().sigmoid();', 'sigmoid();'), /values in \(0\.622, 0\.675\), largest slope 0\.0134/);
    assert.match(hoverOn(NET.replace("'ACT'", "'relu'").replace(");\nmodel.add(tf.layers.dense({ units: 3", ");\nmodel.add(tf.layers.reLU());\nmodel.add(tf.layers.dense({ units: 3"), 'reLU'), /ReLU ∘ ReLU/);
  });

  it('calls softmax a normalisation and never a classifier (C7)', () => {
    const text = hoverOn(NET.replace('ACT', 'relu'), "'softmax'");
    assert.match(text, /at the output, layer 2 of 2/);
    assert.match(text, /It normalises a vector to a distribution; the decision is made by whoever reads it\. Jacobian: diag\(p\) − ppᵀ/);
    assert.match(text, /While its 3 outputs are about equal it passes back about 1\/3 of a gradient/);
    for (const name of Object.keys(activations)) assert.doesNotMatch(JSON.stringify(byId(name)), /classifier/i);
  });

  it('says of how many logits one is varied, as the picture and the table have it', () => {
    const of = (units: number): string => hoverOn(NET.replace('ACT', 'relu').replace('units: 3', `units: ${units}`), "'softmax'");
    const ten = of(10);
    assert.match(ten, /max \|ƒ′\| 0\.25 · 1 of 10 logits varied, the others 0/);
    assert.match(ten, /Shown is one output against its own logit, the other 9 of 10 logits held at 0\./);
    assert.match(ten, /\| ƒ\(x\) \| [^|]+ \| [^|]+ \| 0\.1 \|/);
    assert.match(of(2), /the other of 2 logits held at 0/);
    assert.doesNotMatch(of(1), /logits varied|held at 0/);
    for (const text of [ten, of(2), of(1)]) assert.doesNotMatch(text, /three|assumed/);
    const op = hoverOn('export const f = (x: tf.Tensor) => tf.softmax(x);', 'softmax(');
    assert.match(op, /1 of 3 assumed logits varied, the others 0/);
    assert.match(op, /3 logits are assumed, since their number is not known here/);
    const layers = NET.replace("'ACT'", "'relu'").replace("units: 3, activation: 'softmax' }));", "units: 10, activation: 'softmax' }));\nmodel.add(tf.layers.reLU());");
    assert.match(hoverOn(layers, 'reLU('), /ReLU ∘ Softmax[^]*1 of 10 logits varied/);
  });

  it('does not compose softmax with softmax, since each output depends on all outputs inside', () => {
    assert.match(hoverOn('export const f = (x: tf.Tensor) => tf.softmax(tf.softmax(x));', 'softmax(tf'), /\*\*Softmax\*\*/);
    assert.match(hoverOn('export const f = (x: tf.Tensor) => tf.softmax(tf.relu(x));', 'softmax('), /\*\*Softmax ∘ ReLU\*\*/);
  });

  it('gives log softmax its own Jacobian and its own constant', () => {
    const text = hoverOn(NET.replace('ACT', 'relu').replace("'softmax'", "'logSoftmax'"), "'logSoftmax'");
    assert.match(text, /Jacobian: I − 1pᵀ/);
    assert.match(hoverOn(NET.replace('ACT', 'relu').replace("units: 3, activation: 'softmax'", "units: 1, activation: 'logSoftmax'"), "'logSoftmax'"), /Over a single unit it is the constant 0/);
  });

  it('says for which slope the facts of PReLU hold', () => {
    const layers = NET.replace("activation: 'ACT', inputShape: [2] }));", 'inputShape: [2] }));\nmodel.add(tf.layers.prelu());');
    assert.match(hoverOn(layers, 'prelu('), /range \[0, ∞\) · ƒ′ = 0 for x ≤ 0 · max \|ƒ′\| 1 · at the initial alpha = 0/);
    const op = hoverOn('export const f = (x: tf.Tensor, a: tf.Tensor) => tf.prelu(x, a);', 'prelu(');
    assert.match(op, /drawn for alpha = 0\.25, which is not known/);
    assert.doesNotMatch(op, /starts at/);
  });

  it('has its facts above the picture, which is lower where findings stand above it', () => {
    const parts = (activation: string): string[] => hoverOn(NET.replace('ACT', activation), `'${activation}'`).split('\n\n');
    for (const [activation, height] of [['tanh', 118], ['softmax', 78]] as const) {
      const [title, facts, picture] = parts(activation);
      assert.match(title ?? '', /^\*\*/);
      assert.match(facts ?? '', /^range /);
      assert.match(picture ?? '', new RegExp(`^<img [^>]*height="${height}"`));
    }
  });

  it('says that a step has no gradient and where it jumps (C11)', () => {
    const text = hoverOn('export const f = (x: tf.Tensor) => tf.step(x);', 'step(');
    assert.match(text, /The gradient is 0 wherever it exists/);
    assert.match(text, /ƒ jumps at 0 from 0 to 1/);
  });

  it('does not count layers where one may be absent', () => {
    assert.match(hoverOn(NET.replace('ACT', 'relu').replace('\nmodel', '\nif (window.deep) model'), "'softmax'"), /at the output: Dense/);
  });

  it('is there on the token and nowhere else', () => {
    const analysis = read(NET.replace('ACT', 'relu'));
    const start = analysis.text.indexOf("'relu'");
    const at = (offset: number): boolean => hoverAt(analysis, offset, { palette: 'dark' }) !== undefined;
    assert.deepEqual([at(start - 1), at(start), at(start + 6), at(start + 7), at(start - 12)], [false, true, true, false, false]);
  });

  it('has its own picture in each of four palettes, all within VS Code\'s limit', () => {
    const analysis = read(NET.replace('ACT', 'tanh'));
    const offset = analysis.text.indexOf("'tanh'");
    const hovers = NAMES.map((palette) => hoverAt(analysis, offset, { palette })?.markdown ?? '');
    assert.equal(new Set(hovers).size, 4);
    for (const markdown of hovers) {
      assert.ok(markdown.length < 90_000);
      assert.match(markdown, /<img src="data:image\/svg\+xml;base64,[A-Za-z0-9+/=]+" width="260" height="118" alt="[^"<>]+">/);
    }
  });

  it('links to our commands only', () => {
    const analysis = read(NET.replace('ACT', 'softmax'));
    const { markdown } = hoverAt(analysis, analysis.text.indexOf("'softmax'"), { palette: 'dark' }) ?? { markdown: '' };
    const commands = [...markdown.matchAll(/\]\(command:([^?)]+)/g)].map((match) => match[1]);
    assert.deepEqual(commands, HOVER_COMMANDS);
    assert.doesNotMatch(hoverAt(analysis, analysis.text.indexOf("'softmax'"), { palette: 'dark', links: false })?.markdown ?? '', /command:/);
  });

  it('lets no text of the program become a link, an image or markup', () => {
    const nasty = '[x](command:workbench.action.quit) <img src=x> `code` **b** https://example.org';
    const analysis = read(NET.replace('units: 8', `name: ${JSON.stringify(nasty)}, units: 8`).replace('ACT', 'relu'));
    const { markdown } = hoverAt(analysis, analysis.text.indexOf("'relu'"), { palette: 'dark' }) ?? { markdown: '' };
    assert.ok(markdown.includes(code(nasty)), 'the name stands in a code span of its own');
    assert.doesNotMatch(markdown.replace(code(nasty), ''), /workbench|src=x|example\.org/);
  });
});

describe('markdown', () => {
  it('puts any text into one code span', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const span = code(text);
      const fence = /^`+/.exec(span)?.[0] ?? '';
      assert.ok(span.endsWith(fence));
      assert.ok(!span.slice(fence.length, -fence.length).split(/[^`]+/).includes(fence));
      assert.ok(!/[\n\r]/.test(span));
    }));
  });

  it('leaves nothing in escaped text that markdown or html would read', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const escaped = escapeMarkdown(text);
      assert.doesNotMatch(escaped, /[<>"]/);
      assert.doesNotMatch(escaped.replaceAll(/\\./gs, ''), /[`*_[\]()!|~$]/);
    }));
  });

  it('encodes every argument of a command link', () => {
    fc.assert(fc.property(fc.string(), (text) => {
      const link = commandLink('label', 'activationLens.showRule', text);
      const found = /^\[label\]\(command:activationLens\.showRule\?([^()\s]*)\)$/.exec(link);
      assert.ok(found);
      assert.deepEqual(JSON.parse(decodeURIComponent(found[1] ?? '')), [text]);
    }), { numRuns: 200 });
  });
});

describe('inlay hints', () => {
  it('are symbolic and at most 20 characters long for every activation', () => {
    for (const activation of Object.values(activations)) {
      const label = hintLabel(activation.curve());
      assert.ok(label.length > 0 && label.length <= 20, `${activation.id}: ${label}`);
      assert.match(label, /^(?:∈[[({]|ƒ′)/);
    }
  });

  it('stand behind the token, and not behind linear', () => {
    const analysis = read(NET.replace('ACT', 'sigmoid').replace("'softmax'", "'linear'"));
    const hints = hintsIn(analysis, 0, analysis.text.length);
    assert.deepEqual(hints.map(({ offset, label }) => [analysis.text.slice(0, offset).endsWith("'sigmoid'"), label]), [[true, '∈(0,1) ƒ′≤0.25']]);
    assert.equal(hintsIn(analysis, 0, 10).length, 0);
  });
});

describe('the lens above a model', () => {
  it('sums up the network', () => {
    assert.deepEqual(lensesOf(read(NET.replace('ACT', 'relu'))).map(({ title }) => title), ['2 layers · 51 parameters · [·, 2] → [·, 3] · relu → softmax · first gradient 0.459× the last']);
  });

  it('counts findings, and says less where less is known', () => {
    assert.match(lensesOf(read(NET.replace('ACT', 'softmax')))[0]?.title ?? '', /softmax ×2 · .* · 1 finding$/);
    assert.equal(lensesOf(read('const m = tf.sequential();'))[0]?.title, 'no layers yet');
    assert.match(lensesOf(read(`${NET.replace("'ACT'", 'getName()')}\nif (deep) model.add(tf.layers.dense({ units: 2 }));`))[0]?.title ?? '', /^at least 2 layers/);
  });
});

describe('the lens above a model that a function makes', () => {
  const build = 'function build(n: number) { return tf.sequential({ layers: [tf.layers.dense({ units: n, inputShape: [2] })] }); }\n';

  it('is one, and says that other calls make others', () => {
    assert.deepEqual(lensesOf(read(`${build}build(4); build(4);`)).map(({ title }) => title), ['1 layer · 12 parameters · [·, 2] → [·, 4]']);
    assert.deepEqual(lensesOf(read(`${build}build(4); build(5); build(6);`)).map(({ title }) => title), ['1 layer · 12 parameters · [·, 2] → [·, 4] · 2 others when called again']);
  });
});

describe('sparklines', () => {
  it('are one small picture for each function of a document', () => {
    const spans = glyphSpans(read(NET.replace('ACT', 'relu')));
    assert.deepEqual([...spans].map(([id, list]) => [id, list.length]), [['relu', 1], ['softmax', 1]]);
    for (const name of Object.keys(activations)) {
      for (const palette of NAMES) assert.match(glyphUri(name, palette) ?? '', /^data:image\/svg\+xml;base64,/);
    }
    assert.equal(glyphUri('snake', 'dark'), undefined);
  });
});

describe('numbers and intervals', () => {
  it('are written as mathematics writes them', () => {
    assert.deepEqual([number(-0.25), number(Infinity), number(0.0590213), number(2.5e-7)], ['−0.25', '∞', '0.059', '2.5e−7']);
    assert.equal(intervalText({ lo: 0, hi: Infinity }), '[0, ∞)');
    assert.equal(intervalText({ lo: -1, hi: 1, loOpen: true, hiOpen: true }), '(−1, 1)');
    assert.equal(regionText([{ lo: -Infinity, hi: -3, hiOpen: true }, { lo: 3, hi: Infinity, loOpen: true }]), '|x| > 3');
  });

  it('finds ln(2 + √3) as the edge of tanh′ > ¼', () => {
    const found = steeperThan(activations.tanh.curve(), 0.25);
    assert.ok(found && Math.abs(found.hi - Math.log(2 + Math.sqrt(3))) < 1e-9 && Math.abs(found.lo + found.hi) < 1e-9);
  });
});
