import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { compose, power } from '../../../src/core/activations/compose';
import { activations, type ActivationId } from '../../../src/core/activations/registry.gen';
import { plotCurve, type PlotOptions, type PlottedCurve } from '../../../src/core/plot/curve-plot';
import { palettes, type PaletteName } from '../../../src/core/plot/palettes';
import { sparkline } from '../../../src/core/plot/sparkline';

const GOLDEN = join('test', 'golden', 'plots');
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const LIMIT = 3 * 1024;

type Picture = readonly [name: string, svg: string];

const { relu, selu, sigmoid, tanh, leakyRelu, elu, softmax, logSoftmax, step, softsign, thresholdedRelu } = activations;
const single = (curve: PlottedCurve['curve'], label: string): readonly PlottedCurve[] => [{ curve, label }];
const draw = (curves: readonly PlottedCurve[], palette: PaletteName, more: Omit<PlotOptions, 'palette'> = {}): string =>
  plotCurve(curves, { palette: palettes[palette], ...more });

const bound = Math.log(2 + Math.sqrt(3));
const claim3 = { mark: { lo: -bound, hi: bound }, markLabel: 'ƒ′ > ¼' };

/** Every activation in the dark palette, some in the others, and the pictures that a claim hangs on. */
function pictures(): Picture[] {
  const names = Object.keys(palettes) as PaletteName[];
  return [
    ...Object.values(activations).map((activation): Picture => {
      const { id, name, formula } = activation;
      return [`${id}.dark`, draw([{ curve: activation.curve(), label: name, formula: `ƒ(x) = ${formula.f}` }], 'dark')];
    }),
    ...names.flatMap((name): Picture[] => [
      [`relu.${name}`, draw(single(relu.curve(), 'ReLU'), name)],
      [`sigmoid.${name}`, draw(single(sigmoid.curve(), 'Sigmoid'), name)],
    ]).slice(2),
    ...names.map((name): Picture => [`tanh-marked.${name}`, draw(single(tanh.curve(), 'Tanh'), name, claim3)]),
    ['relu-second.dark', draw(single(relu.curve(), 'ReLU'), 'dark', { second: true })],
    ['selu-second.dark', draw(single(selu.curve(), 'SELU'), 'dark', { second: true })],
    ['softsign-second.dark', draw(single(softsign.curve(), 'Softsign'), 'dark', { second: true })],
    ['relu6-op.dark', draw(single(activations.relu6.curve({}, 'op'), 'ReLU6'), 'dark')],
    ['relu-of-softmax.dark', draw(single(compose(relu.curve(), softmax.curve()), 'relu ∘ softmax'), 'dark')],
    ['relu-of-logSoftmax.dark', draw(single(compose(relu.curve(), logSoftmax.curve()), 'relu ∘ logSoftmax'), 'dark')],
    ['sigmoid-twice.dark', draw(single(power(sigmoid.curve(), 2), 'sigmoid ∘ sigmoid'), 'dark', { domain: [-6, 6] })],
    ['sigmoid-powers.dark', draw([1, 2, 3, 4].map((n) => ({ curve: power(sigmoid.curve(), n), label: `n = ${n}` })), 'dark', { domain: [-6, 6] })],
    ['remedies.light', draw([relu, leakyRelu, elu].map((one) => ({ curve: one.curve({}, 'layer'), label: one.name })), 'light')],
    ...Object.values(activations).map((one): Picture => [`${one.id}.sparkline.dark`, sparkline(one.curve(), palettes.dark)]),
    ['relu.sparkline.light', sparkline(relu.curve(), palettes.light)],
  ];
}

/** A small XML check: one root, tags nest, attributes are quoted, no stray markup in text. */
function wellFormed(svg: string): boolean {
  const open: string[] = [];
  let rest = svg;
  while (rest !== '') {
    const tag = /^<(\/?)([a-z]+)((?: [\w:-]+="[^"<]*")*)(\/?)>/i.exec(rest);
    const text = /^[^<>]+/.exec(rest);
    if (tag !== null) {
      const [whole, closing, name = '', , empty] = tag;
      if (closing === '/' && open.pop() !== name) return false;
      if (closing === '' && empty === '') open.push(name);
      rest = rest.slice(whole.length);
      if (open.length === 0 && rest !== '') return false;
    } else if (text !== null && open.length > 0) {
      if (/&(?!(?:amp|lt|gt|quot|#39);)/.test(text[0])) return false;
      rest = rest.slice(text[0].length);
    } else return false;
  }
  return open.length === 0;
}

function sound(svg: string): void {
  assert.ok(wellFormed(svg), svg);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined|null/);
  // Coordinates have one decimal, so a picture never differs by the last bit of a float between machines.
  assert.doesNotMatch(svg.replace(/<text[^>]*>[^<]*<\/text>|<title>[^<]*<\/title>/g, ''), /\d\.\d{3}/);
}

describe('golden pictures', () => {
  for (const [name, svg] of pictures()) {
    test(`${name} is the reviewed one, small and sound`, () => {
      sound(svg);
      assert.ok(Buffer.byteLength(svg) <= (name.includes('sparkline') ? 600 : LIMIT), `${Buffer.byteLength(svg)} bytes`);
      const path = join(GOLDEN, `${name}.svg`);
      if (UPDATE) {
        mkdirSync(GOLDEN, { recursive: true });
        writeFileSync(path, `${svg}\n`);
      }
      assert.ok(existsSync(path), `${path} is missing; run the tests with UPDATE_GOLDEN=1 and review it`);
      assert.equal(`${svg}\n`, readFileSync(path, 'utf8'));
    });
  }
});

test('every activation stays within 3 KB with ƒ″ and a mark in every palette', () => {
  for (const one of Object.values(activations)) {
    for (const palette of Object.keys(palettes) as PaletteName[]) {
      const svg = draw([{ curve: one.curve(), label: one.name, formula: one.formula.f }], palette, { second: true, ...claim3 });
      sound(svg);
      assert.ok(Buffer.byteLength(svg) <= LIMIT, `${one.id} ${palette}: ${Buffer.byteLength(svg)}`);
    }
  }
});

test('a drawing has no background but under its legend, and the size it was asked for', () => {
  const svg = draw(single(tanh.curve(), 'Tanh'), 'dark', { width: 400, height: 200 });
  assert.match(svg, /width="400" height="200" viewBox="0 0 400 200"/);
  assert.deepEqual(svg.match(new RegExp(`<[^>]*${palettes.dark.background}[^>]*>`, 'g'))?.map((element) => element.replaceAll(/\d+/g, '0')), [`<path fill="${palettes.dark.background.replaceAll(/\d+/g, '0')}" opacity=".0" d="M0 0h0v0h-0z"/>`]);
  assert.doesNotMatch(draw([{ curve: tanh.curve(), label: 'Tanh' }, { curve: tanh.curve(), label: 'Other' }], 'dark'), new RegExp(palettes.dark.background));
  assert.match(draw(single(tanh.curve(), 'Tanh'), 'dark'), /width="260" height="120"/);
  assert.match(sparkline(tanh.curve(), palettes.dark), /width="28" height="14"/);
});

test('derivatives are told apart by dashes, not by colour alone', () => {
  const svg = draw(single(tanh.curve(), 'Tanh'), 'dark', { second: true });
  assert.match(svg, /stroke-dasharray="5 3"/);
  assert.match(svg, /stroke-dasharray="1.5 2.5"/);
  for (const letter of ['>ƒ<', '>ƒ′<', '>ƒ″<']) assert.ok(svg.includes(letter));
  assert.ok(!draw(single(tanh.curve(), 'Tanh'), 'dark', { valueOnly: true }).includes('ƒ′<'));
});

test('the line of a step breaks at its jump and its impulse is an arrow', () => {
  const svg = draw(single(step.curve(), 'Step'), 'dark');
  const [f = ''] = /<g stroke="#4fb8ff"[^>]*><path d="[^"]*"/.exec(svg) ?? [];
  assert.equal(f.match(/M/g)?.length, 2);
  assert.match(svg, /V[\d.]+m-3,5l3,-5l3,5/);
  assert.match(svg, /ƒ′ = 0/);
});

test('text of the caller cannot become markup', () => {
  const svg = plotCurve([{ curve: relu.curve(), label: '<script>"&\u0000\ud800', formula: "a<b>'c'" }], { palette: palettes.dark });
  sound(svg);
  assert.ok(svg.includes('&lt;script&gt;&quot;&amp;\ufffd\ufffd: a&lt;b&gt;&#39;c&#39;'));
});

test('whatever the domain, size and parameters, a sound picture comes back', () => {
  const ids = Object.keys(activations) as ActivationId[];
  const number = fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.double());
  fc.assert(
    fc.property(fc.constantFrom(...ids), fc.tuple(number, number), number, fc.integer({ min: 60, max: 900 }), (id, domain, value, width) => {
      const one = activations[id];
      const curve = one.curve({ alpha: value, theta: value, maxValue: value, classes: Math.abs(Math.round(value)) });
      sound(plotCurve([{ curve, label: one.name }], { palette: palettes.light, domain, width, second: true, mark: { lo: domain[0], hi: domain[1] } }));
      sound(sparkline(curve, palettes.light));
      return true;
    }),
    { numRuns: 400 },
  );
  sound(plotCurve([], { palette: palettes.dark }));
  sound(draw(single(thresholdedRelu.curve({ theta: 1e300 }), 'far'), 'dark'));
});

