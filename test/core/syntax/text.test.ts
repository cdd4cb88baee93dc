import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { analyze } from '../../../src/core/analyze';
import { silenceReason, TFJS_WORDS } from '../../../src/core/syntax/gate';
import { EXTENSIONS, isMarkup, languageOf } from '../../../src/core/syntax/language';
import type { Markup } from '../../../src/core/syntax/language';
import { scriptBlocks } from '../../../src/core/syntax/scripts';
import { lineStarts, positionAt, touches } from '../../../src/core/syntax/span';
import { spanOf, textChange, parse } from '../../../src/core/syntax/tree';

test('lines end at LF, CR LF and CR alone', () => {
  const text = 'a\nbc\r\nd\re\n\r\r\nf';
  assert.deepEqual(lineStarts(text), [0, 2, 6, 8, 10, 11, 13]);
  assert.deepEqual(positionAt(lineStarts(text), 7), { line: 3, column: 2, offset: 7 });
  assert.deepEqual(positionAt(lineStarts(''), 0), { line: 1, column: 1, offset: 0 });
});

test('every offset is in the line that its position names', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', '\r\n', 'é'), maxLength: 60 }), (text) => {
    const starts = lineStarts(text);
    for (let offset = 0; offset <= text.length; offset++) {
      const { line, column } = positionAt(starts, offset);
      assert.equal((starts[line - 1] ?? Number.NaN) + column - 1, offset);
      assert.ok((starts[line] ?? Number.POSITIVE_INFINITY) > offset);
    }
  }));
});

test('a cursor touches a token at both its ends', () => {
  assert.deepEqual([3, 4, 6, 7].map((offset) => touches({ start: 4, end: 6 }, offset)), [false, true, true, false]);
});

test('the smallest change between two versions turns the one into the other', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (before, after) => {
    const { span, newLength } = textChange(before, after);
    assert.equal(before.slice(0, span.start) + after.slice(span.start, span.start + newLength) + before.slice(span.start + span.length), after);
    if (before === after) assert.deepEqual([span.length, newLength], [0, 0]);
  }));
});

function scripts(page: string, language: Markup = 'html'): readonly string[] {
  return scriptBlocks(page, language).map(({ start, end, language, src }) => `${language}${src === undefined ? '' : ` ${src}`}: ${page.slice(start, end)}`);
}

test('script blocks are found with their languages, and what is no code is passed over', () => {
  assert.deepEqual(scripts('<script>a</script><SCRIPT type="module">b</SCRIPT >'), ['javascript: a', 'javascript: b']);
  assert.deepEqual(scripts('<script lang="ts" setup>a</script><script type=text/babel>b</script><script lang=\'tsx\'>c</script>'), ['typescript: a', 'javascriptreact: b', 'typescriptreact: c']);
  assert.deepEqual(scripts('<script type="application/json">{}</script><script type="importmap">{}</script><script type="x-shader/x-vertex">v</script><script>a</script>'), ['javascript: a']);
  assert.deepEqual(scripts('<script src="tf.js"></script><script defer src=b.js >ignored</script>'), ['javascript tf.js: ', 'javascript b.js: ignored']);
  assert.deepEqual(scripts('<!-- <script>no</script> --><script>yes</script><!-- <script>'), ['javascript: yes']);
  assert.deepEqual(scripts('<script data-a="1 > 0">a</script>'), ['javascript: a']);
  assert.deepEqual(scripts('<script>const s = "<script>"; a</script>b</script>'), ['javascript: const s = "<script>"; a']);
  assert.deepEqual(scripts('<script>open to the end'), ['javascript: open to the end']);
  assert.deepEqual(scripts('<scripts>no</scripts><p>none</p>'), []);
});

test('a node of any script block has its place in the page', () => {
  const page = '<p>é</p>\r\n<script>\n  first(1);\n</script>\n<script lang="ts">let second: number; /* c */ third;</script>';
  const { scripts: blocks } = parse(page, 'vue') ?? { scripts: [] };
  const statements = blocks.flatMap((script) => script.tree.statements.map((node) => spanOf(script, node)));
  assert.deepEqual(statements.map(({ start, end }) => page.slice(start, end)), ['first(1);', 'let second: number;', 'third;']);
});

test('findings of the second script of a page stand where they are in the page', () => {
  const page = '<script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs"></script>\r\n<script>const units = 1;</script>\r\n<script>tf.layers.dense({ units, activation: \'softmax\' });</script>';
  const { findings } = analyze(page, 'html');
  assert.deepEqual(findings.map(({ span }) => page.slice(span.start, span.end)), ["'softmax'"]);
});

test('languages go by the extension, whatever its case', () => {
  assert.deepEqual(['a.ts', 'b.MJS', 'c.d.cts', 'x/y.vue', 'e.Html', 'f.jsx'].map(languageOf), ['typescript', 'javascript', 'typescript', 'vue', 'html', 'javascriptreact']);
  assert.deepEqual(['a', 'ts', 'a.py', 'a.constructor', 'a.'].map(languageOf), [undefined, undefined, undefined, undefined, undefined]);
  for (const extension of EXTENSIONS) assert.ok(languageOf(`a.${extension}`));
  assert.ok(isMarkup('svelte') && !isMarkup('typescriptreact'));
});

test('only what may touch TensorFlow.js passes the gate', () => {
  for (const text of ["import '@tensorflow/tfjs'", 'tf.relu(x)', 'tf?.relu(x)', "tf['relu'](x)", 'this.$tf.relu', "require('deeplearn')"]) {
    assert.equal(silenceReason(text), undefined, text);
    assert.ok(TFJS_WORDS.some((word) => text.includes(word)), text);
  }
  for (const text of ['', 'const tfoot = 1;', 'left.relu(x)', 'model.add(layer)']) assert.equal(silenceReason(text), 'no-tfjs', text);
});
