/** Notebook files: their cells are one program, and everything found has its place in the file. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { fixText } from '../../../src/core/fix-all';
import { applyEdits } from '../../../src/core/rules/edits';
import { cellLanguage, joinCells, magicLength } from '../../../src/core/syntax/cells';
import { readNotebook } from '../../../src/core/syntax/ipynb';
import { parseJson } from '../../../src/core/syntax/json';
import type { Span } from '../../../src/core/syntax/span';
import { analyzeAll } from '../../support/analysis';
import { code, notebook, sourcesOf } from '../../support/notebooks';

const IMPORT = "import * as tf from 'npm:@tensorflow/tfjs';";
const FAULT = "tf.layers.dense({ units: 1, activation: 'softmax' });";

/** What the file holds at each finding. */
function found(file: string): readonly string[] {
  return analyzeAll(file, 'notebook').findings.map(({ rule, span }) => `${rule} ${file.slice(span.start, span.end)}`);
}

test('JSON is read as the language itself reads it, with the places of its values', () => {
  fc.assert(fc.property(fc.jsonValue(), fc.nat(3), (value, indent) => {
    const text = JSON.stringify(value, undefined, indent);
    const parsed = parseJson(text);
    assert.ok('root' in parsed && parsed.root.start === 0 && parsed.root.end === text.length);
  }));
  const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', 'a', '\\', '\\n', '\\u00e9', '1', '-', '.5', 'e3', 'true', 'null', ' ', '\n', '"k":', '""');
  fc.assert(fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
    const text = pieces.join('');
    let valid = true;
    try { JSON.parse(text); } catch { valid = false; }
    const parsed = parseJson(text);
    assert.equal('root' in parsed, valid, text);
    if ('brokenAt' in parsed) assert.ok(parsed.brokenAt >= 0 && parsed.brokenAt <= text.length);
  }), { numRuns: 3000 });
  assert.deepEqual(parseJson('['.repeat(100_000)), { brokenAt: 500 });
  assert.deepEqual(parseJson('{"a": 1,}'), { brokenAt: 8 });
});

test('every character of a cell has its place in the file, however it is written there', () => {
  const line = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\t', 'é', '\u2028', '😀', '/', '\n', '\r\n'), maxLength: 12 });
  fc.assert(fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), fc.boolean(), fc.boolean(), (cells, asString, ascii) => {
    let file = notebook(cells.map((text) => code(text, asString)));
    if (ascii) file = file.replaceAll(/[^\0-\x7F]/g, (character) => [...Array(character.length).keys()].map((at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''));
    const read = readNotebook(file);
    assert.ok('outer' in read);
    assert.equal(read.text, cells.join('\n'));
    let start = 0;
    for (const cell of cells) {
      for (let at = 0; at < cell.length; at++) {
        const place: Span = read.outer({ start: start + at, end: start + at + 1 });
        assert.equal(JSON.parse(`"${file.slice(place.start, place.end)}"`), cell[at]);
      }
      start += cell.length + 1;
    }
  }));
});

test('an edit in a cell changes the cell and nothing else of the file', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', 'é', '\n', ';'), maxLength: 10 });
  fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 3 }), fc.nat(2), fc.nat(10), fc.nat(10), text, fc.boolean(), (cells, which, from, to, insert, asString) => {
    const index = which % cells.length;
    const cell = cells[index] ?? '';
    const [start, end] = [from % (cell.length + 1), to % (cell.length + 1)].sort((a, b) => a - b) as [number, number];
    const file = notebook(cells.map((one) => code(one, asString)));
    const read = readNotebook(file);
    assert.ok('outer' in read);
    const before = cells.slice(0, index).reduce((sum, one) => sum + one.length + 1, 0);
    const edit = read.outerEdit({ start: before + start, end: before + end, text: insert });
    assert.ok(edit);
    const changed = applyEdits(file, [edit]);
    const wanted = cells.map((one, at) => (at === index ? one.slice(0, start) + insert + one.slice(end) : one));
    assert.deepEqual(sourcesOf(changed), wanted);
    const others = (content: string): unknown => (JSON.parse(content, (key, value: unknown) => (key === 'source' ? undefined : value)));
    assert.deepEqual(others(changed), others(file));
  }), { numRuns: 500 });
});

test('the cells of a notebook are one program', () => {
  const file = notebook([
    code(`${IMPORT}\nconst units = 4;`), { cell_type: 'markdown', source: [FAULT] }, code('const model = tf.sequential();'),
    code("model.add(tf.layers.dense({ units, activation: 'softmax', inputShape: [2] }));\nmodel.add(tf.layers.dense({ units: 3 }));"),
    code("model.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });"),
  ]);
  const { networks } = analyzeAll(file, 'notebook');
  assert.deepEqual(networks.map(({ layers, compile }) => [layers.map((layer) => layer.units), compile?.loss?.name]), [[[4, 3], 'meanSquaredError']]);
  assert.deepEqual(found(file), ["softmax-between-hidden-layers 'softmax'"]);
});

test('a cell that declares a name again is a cell run later', () => {
  const file = notebook([code(`${IMPORT}\nlet n = 2; const model = tf.sequential({ layers: [tf.layers.dense({ units: n, inputShape: [1] })] });`), code('const n = 3; const model = tf.sequential({ layers: [tf.layers.dense({ units: n, inputShape: [1] })] });'), code('model.add(tf.layers.dense({ units: n }));')]);
  assert.deepEqual(analyzeAll(file, 'notebook').networks.map(({ layers }) => layers.map((layer) => layer.units)), [[2], [3, 3]]);
});

test('a broken cell hides nothing in the others', () => {
  for (const broken of ['const a = {', 'const s = `', '}}}))', '/*', 'import {', 'throw 1', 'await (', '"\\']) {
    assert.deepEqual(found(notebook([code(IMPORT), code(broken), code(FAULT), code(broken), code(FAULT)])), ["softmax-single-unit 'softmax'", "softmax-single-unit 'softmax'"], broken);
  }
});

test('only cells in JavaScript or TypeScript are read', () => {
  const cells = [code(IMPORT), code(FAULT)];
  const kernel = (metadata: object): number => analyzeAll(notebook(cells, metadata), 'notebook').findings.length;
  assert.equal(kernel({ kernelspec: { name: 'tslab', language: 'typescript' } }), 1);
  assert.equal(kernel({ kernelspec: { name: 'deno', language: 'typescript' }, language_info: { name: 'typescript' } }), 1);
  assert.equal(kernel({ language_info: { name: 'JavaScript' } }), 1);
  assert.equal(kernel({ kernelspec: { name: 'python3', language: 'python' } }), 0);
  assert.equal(kernel({}), 0);
  const mixed = notebook([{ ...code(IMPORT), metadata: { vscode: { languageId: 'javascript' } } }, { ...code(FAULT), metadata: { polyglot_notebook: { kernelName: 'javascript' } } }, code(FAULT)], { kernelspec: { language: 'python' } });
  assert.equal(found(mixed).length, 1);
  assert.deepEqual(['JavaScript', 'ts', 'typescriptreact', 'python', 'constructor'].map(cellLanguage), ['javascript', 'typescript', 'typescriptreact', undefined, undefined]);
});

test('magics are passed over', () => {
  for (const magic of ['%%html\n', '%%javascript\n', '\n  %%bash\n', '#!html\n', '#!python\n']) assert.equal(magicLength(magic + FAULT), magic.length + FAULT.length, magic);
  for (const magic of ['%cd /tmp\n', '!npm install @tensorflow/tfjs\n', '%a\n\n  !npm i x\n', '#!js\n', '#!javascript\n', '\n\n']) assert.equal(magicLength(magic + FAULT), magic.length, magic);
  for (const text of ['', FAULT, '!function () {}();', '!async () => 1;', '!done && stop();', 'a\n% b', '// %%html']) assert.equal(magicLength(text), 0, text);
  assert.deepEqual(found(notebook([code(`!npm install @tensorflow/tfjs\n${IMPORT}`), code(`%%html\n<script>${FAULT}</script>`), code(FAULT)])), ["softmax-single-unit 'softmax'"]);
});

test('cells stand one after another, a line break between them', () => {
  const { text, blocks } = joinCells([{ text: 'a', language: 'javascript' }, { text: '', language: 'typescript' }, { text: '%x\nb', language: 'javascript' }]);
  assert.equal(text, 'a\n\n%x\nb');
  assert.deepEqual(blocks.map(({ start, end, language }) => [text.slice(start, end), language]), [['a', 'javascript'], ['', 'typescript'], ['b', 'javascript']]);
});

test('fixes are written into the file as it is written', () => {
  const cell = `${IMPORT}\nconst say = "é\\t";\nconst model = tf.sequential();\nmodel.add(tf.layers.dense({ units: 9, activation: 'relu', inputShape: [2] }));\nmodel.add(tf.layers.reLU());\nmodel.add(tf.layers.dense({ units: 1 }));\nconst f = (x) => tf.relu(tf.relu(tf.relu(x)));`;
  for (const [asString, ascii] of [[false, false], [true, false], [false, true]] as const) {
    const before = notebook([code('1;'), code(cell, asString), code('tf.relu(tf.relu(tf.tensor([1])))')]);
    const file = ascii ? before.replace('é', '\\u00e9') : before;
    const { text } = fixText(file, 'notebook');
    const fixed = cell.replace('model.add(tf.layers.reLU());\n', '').replace('tf.relu(tf.relu(tf.relu(x)))', 'tf.relu(x)');
    assert.deepEqual(sourcesOf(text), ['1;', fixed, 'tf.relu(tf.tensor([1]))']);
    // Byte for byte what a kernel would have written of it.
    const wanted = notebook([code('1;'), code(fixed, asString), code('tf.relu(tf.tensor([1]))')]);
    assert.equal(text, ascii ? wanted.replace('é', '\\u00e9') : wanted);
  }
});

test('cells that are given as blocks are fixed to the end, and it is said where they are then', () => {
  const cells = [IMPORT, 'const f = (x) => tf.relu(tf.relu(tf.relu(x)));', '', '%x\nconst model = tf.sequential();\nmodel.add(tf.layers.dense({ units: 9, activation: \'relu\', inputShape: [2] }));', 'model.add(tf.layers.reLU());', 'const g = (x) => tf.relu(tf.relu(x));\nmodel.add(tf.layers.dense({ units: 1 }));'];
  const { text, blocks } = joinCells(cells.map((one) => ({ text: one, language: 'javascript' as const })));
  const fixed = fixText(text, 'javascript', { blocks });
  assert.deepEqual(fixed.blocks?.map(({ start, end }) => fixed.text.slice(start, end)), [IMPORT, 'const f = (x) => tf.relu(x);', '', cells[3]?.slice(3), '', cells[5]?.replace('tf.relu(tf.relu(x))', 'tf.relu(x)')]);
});

test('a statement at the end of a cell goes without a piece of the next cell', () => {
  const file = notebook([code(`${IMPORT}\nconst model = tf.sequential();\nmodel.add(tf.layers.dense({ units: 9, activation: 'relu', inputShape: [2] }));`), code('model.add(tf.layers.reLU());'), code('model.add(tf.layers.dense({ units: 1 }));')]);
  const { text } = fixText(file, 'notebook');
  assert.deepEqual(sourcesOf(text).slice(1), ['', 'model.add(tf.layers.dense({ units: 1 }));']);
});

test('a file that is no notebook is silent or said to be broken', () => {
  const silence = (text: string): unknown => analyzeAll(text, 'notebook').silence;
  assert.equal(silence(''), 'no-tfjs');
  assert.equal(silence('[]'), 'no-tfjs');
  assert.equal(silence('{"cells": {"cell_type": "code"}, "metadata": 3}'), 'no-tfjs');
  assert.equal(silence(notebook([{ cell_type: 'code', source: 3 }, { cell_type: 'code', source: ['tf.relu(1)', 2] }, { cell_type: 'code' }, 'x'])), 'no-tfjs');
  assert.equal(silence('{"cells": [tf.relu'), 'not-json');
  assert.equal(silence('version https://git-lfs.github.com/spec/v1'), 'not-json');
  // Outputs do not count: they may be large and in one line.
  const output = { ...code(FAULT), outputs: [{ data: { 'image/png': 'A'.repeat(900_000) } }] };
  assert.deepEqual(found(notebook([code(IMPORT), output])), ["softmax-single-unit 'softmax'"]);
});

test('random damage to a notebook breaks nothing', () => {
  const file = notebook([code(`${IMPORT}\n${FAULT}`), code('tf.relu(tf.relu(tf.tensor([1])))', true)]);
  fc.assert(fc.property(fc.nat(file.length), fc.nat(30), fc.constantFrom('', '"', '\\', '\\"', '{', '\n', '\\n', '😀'), (at, length, insert) => {
    analyzeAll(file.slice(0, at) + insert + file.slice(at + length), 'notebook');
  }), { numRuns: 400 });
});
