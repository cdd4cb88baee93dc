import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { activations } from '../../../src/core/activations/registry.gen';
import { base64, svgDataUri } from '../../../src/core/plot/data-uri';
import { defaultDomain } from '../../../src/core/plot/domain';
import { palettes } from '../../../src/core/plot/palettes';
import { simplify, type Point } from '../../../src/core/plot/simplify';
import { px } from '../../../src/core/plot/xml';

function channels(colour: string): readonly [number, number, number] {
  const part = (at: number): number => Number.parseInt(colour.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((channel) => {
    const c = channel / 255;
    return c <= 0.040_45 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of WCAG 2.2, §1.4.3. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const [x, y] = [luminance(a), luminance(b)];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const blend = (over: readonly number[], under: readonly number[], opacity: number): number[] =>
  over.map((channel, i) => channel * opacity + (under[i] ?? 0) * (1 - opacity));

// The editor and hover backgrounds of VS Code's own themes of that kind (Modern, Plus, High Contrast).
const backgrounds: Readonly<Record<keyof typeof palettes, readonly string[]>> = {
  dark: ['#1f1f1f', '#202020', '#1e1e1e', '#252526'],
  light: ['#ffffff', '#f8f8f8', '#f3f3f3'],
  highContrast: ['#000000', '#0c141f'],
  highContrastLight: ['#ffffff'],
};

for (const [name, palette] of Object.entries(palettes)) {
  test(`${name}: text, axes' labels and curves reach a contrast of 4.5 : 1 on every background`, () => {
    for (const background of backgrounds[name as keyof typeof palettes]) {
      for (const colour of [palette.text, ...palette.series]) {
        const ratio = contrast(channels(colour), channels(background));
        assert.ok(ratio >= 4.5, `${colour} on ${background}: ${ratio}`);
      }
      assert.ok(contrast(channels(palette.axis), channels(background)) >= 3, 'WCAG 1.4.11 asks 3 : 1 of lines that are not text');
      const shaded = blend(channels(palette.shade), channels(background), 0.13);
      assert.ok(contrast(channels(palette.text), shaded) >= 4.5, `text in a shaded region of ${background}`);
      const marked = blend(channels(palette.series[1]), channels(background), 0.15);
      assert.ok(contrast(channels(palette.text), marked) >= 4.5, `text in a marked region of ${background}`);
    }
    assert.equal(new Set(palette.series).size, 4);
  });
}

test('base64 is that of every other encoder', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => base64(text) === Buffer.from(text, 'utf8').toString('base64')));
  assert.equal(base64(''), '');
  assert.equal(base64('ƒ′😀\ud800'), Buffer.from('ƒ′😀\ufffd').toString('base64'));
  assert.equal(svgDataUri('<svg/>'), 'data:image/svg+xml;base64,PHN2Zy8+');
});

test('simplification keeps ends and corners and stays within its tolerance', () => {
  const points = Array.from({ length: 401 }, (_, i): Point => [i / 2, 30 * Math.sin(i / 40) + (i > 200 ? 20 : 0)]);
  const kept = simplify(points, 0.15);
  assert.ok(kept.length < 80 && kept.length > 10);
  assert.deepEqual(kept[0], points[0]);
  assert.deepEqual(kept.at(-1), points.at(-1));
  for (const [x, y] of points) {
    const next = kept.findIndex(([at]) => at >= x);
    const [a, b] = [kept[Math.max(0, next - 1)] ?? [x, y], kept[next] ?? [x, y]];
    const on = b[0] === a[0] ? a[1] : a[1] + ((b[1] - a[1]) * (x - a[0])) / (b[0] - a[0]);
    // The tolerance is perpendicular; on the one steep edge of the sample the vertical distance is larger.
    if (Math.abs(b[1] - a[1]) < 10) assert.ok(Math.abs(on - y) < 0.3, `${x}`);
  }
  assert.deepEqual(simplify([], 1), []);
  assert.deepEqual(simplify([[1, 1]], 1), [[1, 1]]);
});

test('coordinates have one decimal and are numbers', () => {
  assert.deepEqual([1.25, -0.04, 1e-9, 100, Number.NaN, Infinity].map(px), ['1.3', '0', '0', '100', '0', '0']);
});

test('default domains show every kink and, where a curve squashes, both ends', () => {
  for (const { curve, id } of Object.values(activations)) {
    const [lo, hi] = defaultDomain(curve());
    assert.ok(lo < 0 && hi > 0, id);
    for (const at of [...curve().kinks, ...curve().jumps]) assert.ok(lo < at.x && at.x < hi, id);
  }
  assert.deepEqual(defaultDomain(activations.relu.curve()), [-4, 4]);
  assert.deepEqual(defaultDomain(activations.relu6.curve()), [-2, 8]);
  assert.deepEqual(defaultDomain(activations.sigmoid.curve()), [-6, 6]);
  assert.deepEqual(defaultDomain(activations.softsign.curve()), [-10, 10]);
});
