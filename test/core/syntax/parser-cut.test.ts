import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { SyntaxKind } from 'typescript-6';
import { parse } from '../../../src/core/syntax/tree';
import type { Language } from '../../../src/core/syntax/language';
import { fixturesIn } from '../../support/fixtures';
import { flatten, whole } from '../../support/trees';

const KINDS = { typescript: whole.ScriptKind.TS, typescriptreact: whole.ScriptKind.TSX, javascript: whole.ScriptKind.JSX } as const;
type Plain = keyof typeof KINDS;

function ours(text: string, language: Language): readonly string[] {
  const [script] = parse(text, language)?.scripts ?? [];
  assert.ok(script);
  return flatten(script.tree);
}

function theirs(text: string, language: Plain): readonly string[] {
  const options = { languageVersion: whole.ScriptTarget.Latest, jsDocParsingMode: whole.JSDocParsingMode.ParseNone };
  return flatten(whole.createSourceFile('script', text, options, false, KINDS[language]), whole.forEachChild);
}

const sources = ['src', 'test/core', 'test/support'].flatMap((folder) => (readdirSync(folder, { recursive: true }) as string[])
  .filter((file) => file.endsWith('.ts')).map((file) => path.join(folder, file)));

test('the kinds of nodes have the numbers of the whole compiler', () => {
  for (const [name, value] of Object.entries(whole.SyntaxKind)) assert.equal((SyntaxKind as unknown as Record<string, unknown>)[name], value, name);
});

test('the cut parser makes the trees of the whole compiler of our own sources', () => {
  assert.ok(sources.length > 100);
  for (const file of sources) {
    const text = readFileSync(file, 'utf8');
    assert.deepEqual(ours(text, 'typescript'), theirs(text, 'typescript'), file);
  }
});

const SNIPPETS: readonly string[] = [
  'const x = <T,>(a: T) => a;', 'const y = a < b, c > (d);', 'let z = a?.b?.[c]?.(d) ?? e!;', 'type A<T> = T extends (infer U)[] ? U : never;', 'label: for (const x of await y) continue label;',
  'class A<in out T> extends B<T> implements C { static #p = 1; declare x: number; accessor y = 2; static { this.#p; } get [`z`]() { return 1; } constructor(private readonly q?: string) { super(); } }',
  'enum E { A = 1 << 2, B = `x`.length }', 'namespace N.M { export const x = 1; }', 'declare module "m" { export default function f(): asserts x is string; }', 'abstract class Q { abstract m(): void; @dec() n = 1; }',
  'import a, { type b, c as d } from "x" with { type: "json" };', 'export * as ns from "y"; export { default } from "z"; import e = require("w"); export = e;', 'using f = g(); await using h = i();',
  'const j = `a${`b${c}`}d`; const k = tag`\\u{not}`;', 'const l = /[/\\]]+(?<n>x)/giu, m = 1_000n ** 2n;', 'async function* o() { yield* p; for await (const q of r) {} }', 'const s = { async *[t]() {}, get u() { return 1; }, "v": 1, 2: 3, ...w };',
  'if (a) b; else if (c) d; else { e; }', 'switch (a) { case 1: default: break; }', 'try { a } catch { b } finally { c }', 'x = y as const satisfies z;', 'var v = <any>w;', 'new A; new B(); new C<D>();', 'a\n++b', 'return', 'let async; async => async;', '({ a = 1 } = b);',
  '', ' ', '\uFEFFlet bom;', '#!/usr/bin/env node\nlet shebang;', '<!-- html\nlet a;\n--> more', 'let \\u0061bc = "\\x41\\\n";', 'let 变量 = "😀\uD800";',
];

const BROKEN: readonly string[] = [
  'const x = {', 'f(a, [b', 'class {', '`${', 'import {', 'let = ;', '}}}', 'a.b.', 'function f(', 'if (', '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> x', 'tf.layers.dense({ units: , activation: "', '/* open', '"open\nnext', 'x = y ? z', '@', '\\', '...', 'const { a, ', '1 +* 2', '=>', 'case 1:',
];

test('the cut parser makes the trees of the whole compiler of every kind of syntax, whole or broken', () => {
  for (const language of Object.keys(KINDS) as Plain[]) {
    for (const text of [...SNIPPETS, ...BROKEN]) assert.deepEqual(ours(text, language), theirs(text, language), `${language}: ${text}`);
  }
  for (const text of ['const a = <b c="d" {...e}>f {g} <h.i /></b>;', 'const j = <><k:l m-n={o} /></>;', '<a>{/* c */}</a>', '<a b={<c/>}>', '</a>']) {
    assert.deepEqual(ours(text, 'typescriptreact'), theirs(text, 'typescriptreact'), text);
  }
});

test('the cut parser makes the trees of the whole compiler of half-typed programs', () => {
  for (const { text, extension } of fixturesIn('test/fixtures/networks')) {
    if (extension !== '.ts' && extension !== '.js') continue;
    const language = extension === '.ts' ? 'typescript' : 'javascript';
    for (let end = 5; end < text.length; end += 41) assert.deepEqual(ours(text.slice(0, end), language), theirs(text.slice(0, end), language));
  }
});

/** One keystroke or paste: something goes, something comes. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(12),
  insert: fc.oneof(fc.constantFrom('', '', '(', ')', '{', '}', '`', '"', '\n', ' ', '//', '/*', '*/', '<', 'tf.', 'const a = ', '${', '=>', ';', '\r\n'), fc.string({ maxLength: 6 })),
});

test('a tree that is updated by edits is the tree of a new parse', () => {
  const texts = ['src/core/evaluate/calls.ts', 'src/core/network/infer.ts', 'test/fixtures/networks/residual.ts'].map((file) => readFileSync(file, 'utf8'));
  fc.assert(fc.property(fc.constantFrom(...texts), fc.array(change, { minLength: 1, maxLength: 6 }), (first, changes) => {
    let text = first;
    let document = parse(text, 'typescript');
    for (const { at, length, insert } of changes) {
      const start = Math.floor(at * text.length);
      text = text.slice(0, start) + insert + text.slice(start + length);
      document = parse(text, 'typescript', document);
      const [script] = document?.scripts ?? [];
      assert.ok(script);
      assert.equal(script.tree.text, text);
      assert.deepEqual(flatten(script.tree), ours(text, 'typescript'));
    }
  }), { numRuns: 120, seed: 3 });
});

test('the scripts of a page are updated by edits anywhere in the page', () => {
  const page = readFileSync('test/fixtures/networks/page.html', 'utf8');
  fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
    let text = page;
    let document = parse(text, 'html');
    for (const { at, length, insert } of changes) {
      const start = Math.floor(at * text.length);
      text = text.slice(0, start) + insert + text.slice(start + length);
      document = parse(text, 'html', document);
      const fresh = parse(text, 'html');
      assert.deepEqual(document?.scripts.map(({ tree }) => flatten(tree)), fresh?.scripts.map(({ tree }) => flatten(tree)));
      assert.deepEqual(document?.loads, fresh?.loads);
    }
  }), { numRuns: 200, seed: 4 });
});
