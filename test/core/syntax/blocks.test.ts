/** Scripts inside other files: which text is code, which names they share, and where their findings stand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Markup } from '../../../src/core/syntax/language';
import { scriptBlocks } from '../../../src/core/syntax/scripts';
import { analyzeAll } from '../../support/analysis';

const IMPORT = "import * as tf from '@tensorflow/tfjs';";
/** One unit under a softmax: an error wherever it is read as code that has `tf`. */
const FAULT = "tf.layers.dense({ units: 1, activation: 'softmax' });";

function code(text: string, language: Markup): readonly string[] {
  return scriptBlocks(text, language).map(({ start, end }) => text.slice(start, end).trim());
}

/** The lines on which a softmax over one unit is found, each on its own token. */
function faultLines(text: string, language: Markup): readonly number[] {
  const { findings } = analyzeAll(text, language);
  for (const { rule, span } of findings) assert.deepEqual([rule, text.slice(span.start, span.end)], ['softmax-single-unit', "'softmax'"]);
  return findings.map(({ span }) => text.slice(0, span.start).split('\n').length);
}

/** The units of every layer of every network. */
function units(text: string, language: Markup): readonly (readonly (number | undefined)[])[] {
  return analyzeAll(text, language).networks.map(({ layers }) => layers.map((layer) => layer.units));
}

test('raw text, comments and inert elements of a page hold no scripts', () => {
  assert.deepEqual(code('<style>/* <script>a</script> */</style><textarea><script>b</script></textarea><title><script>c</script></title><noscript><script>d</script></noscript><script>e</script>', 'html'), ['e']);
  assert.deepEqual(code('<styles><script>a</script></styles><STYLE></STYLE ><script>b</script>', 'html'), ['a', 'b']);
  assert.deepEqual(code('<script lang="en">a</script><script lang="en" type="text/template">b</script><script type="text/x-javascript">c</script>', 'html'), ['a', 'c']);
});

test('classic scripts of a page share their names, modules keep theirs and see those of the page', () => {
  const page = (first: string, second: string): string => `<script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs"></script>
<script${first}>const units = 4; const m = tf.sequential();</script>
<script${second}>m.add(tf.layers.dense({ units, inputShape: [2] })); tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [3] })] });</script>`;
  assert.deepEqual(units(page('', ''), 'html'), [[4], [4]]);
  assert.deepEqual(units(page('', ' type="module"'), 'html'), [[4], [4]]);
  // A module's names are its own: neither the model nor the units that the other script speaks of. Modules run last.
  assert.deepEqual(units(page(' type="module"', ''), 'html'), [[undefined], []]);
  assert.deepEqual(units(page(' type="module"', ' type="module"'), 'html'), [[], [undefined]]);
});

test('modules of one page may use a name for different things', () => {
  const page = `<script type="module">${IMPORT} const n = 3; tf.sequential({ layers: [tf.layers.dense({ units: n, inputShape: [2] })] });</script>
<script type="module">import * as tf from './mine.js'; const n = 4; ${FAULT}</script>
<script type="module">import { layers } from '@tensorflow/tfjs'; const n = 5; layers.dense({ units: n - 4, activation: 'softmax' });</script>`;
  assert.deepEqual(units(page, 'html'), [[3]]);
  assert.deepEqual(faultLines(page, 'html'), [3]);
});

test('a module runs when the classic scripts have run, wherever it stands', () => {
  const page = `<script type="module">${IMPORT} tf.sequential({ layers: [tf.layers.dense({ units: late, inputShape: [2] })] });</script><script>var late = 6;</script>`;
  assert.deepEqual(units(page, 'html'), [[6]]);
});

const BROKEN = ['const a = {', 'const s = `never closed', "const s = 'never closed", '/* never closed', 'function f( { [', 'class A { m() {', '}}}}))))]]]', '<div>', 'import {', 'throw new Error();', 'if (x) throw 1; else throw 2;'];

for (const broken of BROKEN) {
  test(`a script that is ${JSON.stringify(broken)} hides nothing in the others`, () => {
    const page = `<p>é</p>\n<script>${IMPORT}\n${FAULT}</script>\n<script>${broken}</script>\n<script>${FAULT}</script>`;
    assert.deepEqual(faultLines(page, 'html'), [3, 5]);
    for (const [first, second] of [['<script>', '<script setup>'], ['<script setup lang="ts">', '<script lang="ts">']] as const) {
      assert.deepEqual(faultLines(`${first}${broken}</script>\n${second}${IMPORT}\n${FAULT}</script>\n`, 'vue'), [3]);
      assert.deepEqual(faultLines(`${first}${IMPORT}\n${FAULT}</script>\n${second}${broken}</script>\n`, 'vue'), [2]);
    }
    assert.deepEqual(faultLines(`<script context="module">${broken}</script>\n<script>${IMPORT}\n${FAULT}</script>`, 'svelte'), [3]);
    assert.deepEqual(faultLines(`---\n${IMPORT}\n${FAULT}\n---\n<script>${broken}</script>\n<script>${IMPORT}${FAULT}</script>`, 'astro'), [3, 6]);
  });
}

test('both scripts of a vue component are one module', () => {
  const component = `<template><p :title="a > 1 ? '<script>' : 'b'">tf.layers.dense</p></template>
<script setup lang="ts" generic="T extends Array<number>">
const model: tf.Sequential = makeModel(units);
defineExpose({ model });
</script>

<script lang="ts">
${IMPORT}
export const units = 7 as number;
export function makeModel(units: number): tf.Sequential {
  return tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [2], activation: 'relu' })] });
}
export default { name: 'Trainer' };
</script>
<style lang="scss">/* ${FAULT} <script>${FAULT}</script> */</style>`;
  assert.deepEqual(units(component, 'vue'), [[7]]);
  const { activations } = analyzeAll(component, 'vue');
  assert.deepEqual(activations.map(({ span }) => component.slice(span.start, span.end)), ["'relu'"]);
});

test('the options of a vue component are read: data, methods, created', () => {
  const component = `<script>
${IMPORT}
export default {
  data() { return { model: null }; },
  methods: {
    build() {
      this.model = tf.sequential();
      this.model.add(tf.layers.dense({ units: 1, activation: 'softmax', inputShape: [3] }));
    },
  },
  created() { this.build(); },
};
</script>`;
  assert.deepEqual(faultLines(component, 'vue'), [8]);
});

test('what a vue file shows in templates, docs and styles is no code', () => {
  const shown = `<script>${IMPORT} ${FAULT}</script>`;
  for (const around of [`<template><div>${shown}</div></template>`, `<template><template v-if="a">x</template>${shown}</template>`, `<docs>\n${shown}\n</docs>`, `<i18n lang="json">{"a": "x"}</i18n><!-- ${shown} -->`, `<template lang="pug">\n${shown}\n</template>`, `<style>${shown}</style>`, `<template src="./a.html" /><style src="./b.css" />`]) {
    assert.deepEqual(code(`${around}\n<script>yes</script>`, 'vue'), ['yes'], around);
  }
  assert.deepEqual(code('<script src="./a.ts" /><script setup>yes</script>', 'vue'), ['', 'yes']);
});

test('the module script of a svelte component runs first, and its names are the component\'s', () => {
  for (const attribute of ['context="module"', "context='module' lang='ts'", 'module', 'lang="ts" module']) {
    const component = `<script lang="ts">\n  let { size = 3 } = $props();\n  const model = tf.sequential({ layers: [tf.layers.dense({ units, inputShape: [2] })] });\n</script>
<svelte:head><title><script>no</script></title></svelte:head>
<script ${attribute}>\n  ${IMPORT}\n  export const units = 9;\n</script>
<button on:click={() => model.add(tf.layers.dense({ units: 1, activation: 'softmax' }))}>add</button>
{#if model}<p>{model.layers.length}</p>{/if}
<style>p { color: red }</style>`;
    assert.deepEqual(units(component, 'svelte'), [[9]], attribute);
  }
});

test('a property of a svelte component may be anything, whatever its default', () => {
  const component = (declaration: string): string => `<script>\n${IMPORT}\n${declaration}\ntf.sequential({ layers: [tf.layers.dense({ units: size, inputShape: [2] })] });\n</script>`;
  assert.deepEqual(units(component('let size = 3;'), 'svelte'), [[3]]);
  assert.deepEqual(units(component('export const size = 3;'), 'svelte'), [[3]]);
  assert.deepEqual(units(component('export let size = 3;'), 'svelte'), [[undefined]]);
  assert.deepEqual(units(component('let { size = 3 } = $props();'), 'svelte'), [[undefined]]);
  assert.deepEqual(units(component('let size; $: size = 3;'), 'svelte'), [[3]]);
});

test('frontmatter and client scripts of an astro file are read, each by itself', () => {
  const page = `---
${IMPORT}
interface Props { title: string }
const { title } = Astro.props as Props;
const fence = '---'; // --- no fence
if (!title) return Astro.redirect('/');
${FAULT}
---
<html><body class={a > b ? 'x' : "y"}>tf.layers.dense({ units: 1, activation: 'softmax' })
<style>/* <script>${FAULT}</script> */</style>
<script>
  ${IMPORT}
  const n: number = 1;
  tf.layers.dense({ units: n, activation: 'softmax' });
</script>
<script is:inline define:vars={{ a: 1 > 0 }}>
  tf.layers.dense({ units: n, activation: 'softmax' });
</script>
</body></html>`;
  assert.deepEqual(faultLines(page, 'astro'), [7, 14]);
  assert.deepEqual(code('---\na\n---\n<script>b</script>', 'astro'), ['a', 'b']);
  assert.deepEqual(code('\uFEFF\r\n---\r\na\r\n---\r\n<b/>', 'astro'), ['a']);
  assert.deepEqual(code('<p>---</p><script>b</script>', 'astro'), ['b']);
  assert.deepEqual(code('---\nconst half = `typed\n---\n<script>b</script>', 'astro'), ['const half = `typed', 'b']);
  assert.deepEqual(code('---\nnever closed <p>', 'astro'), []);
  assert.deepEqual(code("---\nconst r = /'/; /* --- */ const s = `\n---\n`;\n---\n<p/>", 'astro'), ["const r = /'/; /* --- */ const s = `\n---\n`;"]);
});

test('a function of one script that another calls is known by the call', () => {
  const page = `<script src="tf.min.js"></script><script>
const model = tf.sequential();
function grow(units) { model.add(tf.layers.dense({ units, inputShape: [2] })); }
</script>
<script>grow(3);</script>`;
  assert.deepEqual(units(page, 'html'), [[3]]);
});

test('trees of blocks that move are used again and stay right', () => {
  const page = (title: string, first: string, second: string): string => `<h1>${title}</h1><script>${IMPORT}${first}</script>\n<script>${second}</script>`;
  const versions = [page('a', FAULT, FAULT), page('a longer title', FAULT, FAULT), page('', `${FAULT} ${FAULT}`, FAULT), page('b', '', `const a = 1; ${FAULT}`), page('b', FAULT, '')];
  let previous = analyzeAll(versions[0] ?? '', 'html');
  for (const text of versions.slice(1)) {
    const next = analyzeAll(text, 'html', previous);
    assert.deepEqual(next.findings.map(({ span }) => span), analyzeAll(text, 'html').findings.map(({ span }) => span));
    previous = next;
  }
});
