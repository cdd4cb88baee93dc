import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { choicesFor, parseConfig } from '../../../src/core/config/config';
import { globOf, isIgnored } from '../../../src/core/config/globs';
import { format } from '../../../src/core/rules/format';
import { ruleIds } from '../../../src/core/rules/registry.gen';
import { lineStarts, positionAt } from '../../../src/core/syntax/span';

/** What is told of a file: the place, what stands there, the message. */
function told(text: string): readonly string[] {
  const starts = lineStarts(text);
  return parseConfig(text, ruleIds).problems.map(({ span, say }) => {
    const { line, column } = positionAt(starts, span.start);
    return `${line}:${column} ${text.slice(span.start, span.end)} | ${format(say)}`;
  });
}

describe('.activationlensrc.json', () => {
  it('has severities, those of languages before those of all', () => {
    const text = JSON.stringify({
      $schema: 'x', rules: { 'softmax-axis': 'off', 'double-squash': 'error' }, reportUnusedDisables: 'off', ignore: ['dist'],
      languages: { html: { rules: { 'softmax-axis': 'hint' }, reportUnusedDisables: 'error' } },
    });
    assert.deepEqual(told(text), []);
    const { config } = parseConfig(text);
    assert.deepEqual(choicesFor(config, 'typescript', 'src/a.ts'), { severities: { 'softmax-axis': 'off', 'double-squash': 'error' }, reportUnusedDisables: 'off', ignored: false });
    assert.deepEqual(choicesFor(config, 'html', 'dist/a.html'), { severities: { 'softmax-axis': 'hint', 'double-squash': 'error' }, reportUnusedDisables: 'error', ignored: true });
  });

  it('tells what it cannot read with its place and what was meant, and the rest holds', () => {
    const text = `{
  "rules": { "softmax-axes": "error", "double-squash": "warn", "redundant-activation": 2, "softmax-axis": "off", "x": [] },
  "language": {},
  "languages": { "[typescript]": { "rules": [] }, "python": { "ignore": [] } },
  "ignore": ["a", 3, "/", "[b"],
  "reportUnusedDisables": "of"
}`;
    assert.deepEqual(told(text), [
      '2:14 "softmax-axes" | There is no rule "softmax-axes"; did you mean "softmax-axis"?',
      '2:56 "warn" | There is no severity "warn"; did you mean "warning"?',
      '2:88 2 | There is no severity 2; there are off, hint, information, warning, error.',
      '2:114 "x" | There is no rule "x".',
      '2:119 [] | There is no severity array; there are off, hint, information, warning, error.',
      '3:3 "language" | There is no "language" here; did you mean "languages"?',
      '4:18 "[typescript]" | There is no language "[typescript]"; did you mean "typescript"?',
      '4:45 [] | "rules" must be an object.',
      '4:51 "python" | There is no language "python"; there are javascript, javascriptreact, typescript, typescriptreact, html, vue, svelte, astro, notebook.',
      '4:63 "ignore" | There is no "ignore" here.',
      '5:19 3 | This is no pattern of paths.',
      '5:22 "/" | This is no pattern of paths.',
      '6:27 "of" | There is no severity "of"; did you mean "off"?',
    ]);
    const { config } = parseConfig(text);
    assert.deepEqual(choicesFor(config, 'typescript', 'a/b.ts'), { severities: { 'softmax-axes': 'error', 'softmax-axis': 'off' }, reportUnusedDisables: undefined, ignored: true });
  });

  it('says where it stops being JSON', () => {
    assert.deepEqual(told('{\n  "rules": {\n    "softmax-axis": "off",\n  }\n}'), ['4:3 } | This is not JSON from here on; nothing in this file holds.']);
    assert.deepEqual(told(''), ['1:1  | This is not JSON from here on; nothing in this file holds.']);
    assert.deepEqual(told('[]'), ['1:1 [] | .activationlensrc.json must be an object.']);
    assert.deepEqual(told('{}'), []);
    assert.deepEqual(told('{"rules": {"unused-disable": "off"}}'), ['1:12 "unused-disable" | The severity of "unused-disable" is that of "reportUnusedDisables".']);
    assert.deepEqual(told('{"rules": {"__proto__": "off", "constructor": "error"}}').length, 2);
  });

  it('is read whatever it holds', () => {
    const words = fc.constantFrom('rules', 'languages', 'ignore', 'html', 'reportUnusedDisables', 'off', 'softmax-axis', '**/*.{ts', '[z-a]', '!', '\\');
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), fc.dictionary(words, fc.anything({ key: words, values: [words, fc.integer()], maxDepth: 3 })), fc.string(), (value, object, text) => {
      for (const one of [JSON.stringify(value), JSON.stringify(object), text]) for (const { span } of parseConfig(one, ruleIds).problems) assert.ok(span.start <= span.end && span.end <= one.length);
    }));
  });
});

describe('patterns of paths', () => {
  // Each was put to `git check-ignore`, but for braces, which git does not have.
  const cases: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['dist', ['dist', 'dist/a.js', 'b/dist/a.js'], ['dist2/a.js', 'a.dist']],
    ['dist/', ['dist/a.js', 'b/dist/c/a.js'], ['dist', 'b/dist']],
    ['/dist', ['dist/a.js'], ['b/dist/a.js']],
    ['*.min.js', ['a.min.js', 'b/c/a.min.js', '.min.js'], ['a.js', 'a.min.jsx', 'amin.js']],
    ['src/*.ts', ['src/a.ts'], ['src/b/a.ts', 'c/src/a.ts']],
    ['src/**/*.ts', ['src/a.ts', 'src/b/c/a.ts'], ['a.ts', 'c/src/a.ts', 'src/a.tsx']],
    ['**/legacy', ['legacy/a.js', 'b/c/legacy/a.js'], ['legacy2/a.js']],
    ['a/**', ['a/b', 'a/b/c.js'], ['a', 'b/a/c']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['a/xb']],
    ['file?.js', ['file1.js', 'b/fileA.js'], ['file.js', 'file/.js']],
    ['[a-c].js', ['a.js', 'x/c.js'], ['d.js', 'A.js']],
    ['[!a-c].js', ['d.js'], ['a.js', '/.js']],
    ['a+(b).js', ['a+(b).js'], ['aab.js']],
    ['\\!a.js', ['!a.js'], ['a.js']],
    ['*.{js,ts}', ['a.js', 'b/a.ts'], ['a.tsx', 'a.{js,ts}']],
    ['./src', ['src/a.js'], ['b/src/a.js']],
  ];

  it('match as in .gitignore', () => {
    for (const [pattern, yes, no] of cases) {
      const glob = globOf(pattern);
      assert.ok(glob, pattern);
      for (const path of yes) assert.ok(isIgnored(path, [glob]), `${pattern} leaves out ${path}`);
      for (const path of no) assert.ok(!isIgnored(path, [glob]), `${pattern} keeps ${path}`);
    }
  });

  it('take back what an earlier one has left out', () => {
    const globs = ['*.js', '!kept.js', 'old/'].flatMap((pattern) => globOf(pattern) ?? []);
    assert.deepEqual(['a.js', 'kept.js', 'b/kept.js', 'old/kept.js'].map((path) => isIgnored(path, globs)), [true, false, false, true]);
  });

  it('are read whatever they are', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('*', '?', '[', ']', '{', '}', ',', '!', '/', '\\', 'a', '-', 'z', '^', '.', '(', '|') }), fc.string(), (pattern, path) => {
      const glob = globOf(pattern);
      assert.equal(typeof isIgnored(path, glob ? [glob] : []), 'boolean');
    }));
  });
});
