import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import { disableInFile, disableOnLine } from '../../../src/core/rules/directive-edits';
import { applyEdits } from '../../../src/core/rules/edits';
import { joinCells } from '../../../src/core/syntax/cells';
import type { Language } from '../../../src/core/syntax/language';
import type { CodeBlock } from '../../../src/core/syntax/scripts';

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";

/** What becomes of a text when the last of its findings is switched off; after it there must be one finding less and none that is new. */
function switched(text: string, language: Language, disable: typeof disableOnLine, blocks?: readonly CodeBlock[]): string {
  const options = blocks ? { blocks } : {};
  const before = analyze(text, language, options);
  const finding = before.findings.findLast(({ rule }) => rule !== 'unused-disable');
  assert.ok(finding && before.parsed, text);
  const edit = disable(before.parsed, finding.rule, finding.span.start);
  assert.ok(edit, text);
  if (edit.reason) assert.equal(edit.text.slice(edit.reason.start, edit.reason.end), 'reason');
  const after = applyEdits(text, [edit]);
  if (!blocks) {
    const left = analyze(after, language).findings.map(({ rule }) => rule);
    const expected = before.findings.filter((one) => (disable === disableInFile ? one.rule !== finding.rule : one !== finding)).map(({ rule }) => rule);
    assert.deepEqual(left, expected, after);
  }
  return after;
}

const onLine = (program: string, language: Language = 'javascriptreact'): string => switched(HEAD + program, language, disableOnLine).slice(HEAD.length);

describe('switching a rule off for a line', () => {
  it('puts a comment above it, as the line is indented', () => {
    assert.equal(onLine('  const y = tf.relu(tf.relu(x));\n'), '  // activation-lens-disable-next-line redundant-activation -- reason\n  const y = tf.relu(tf.relu(x));\n');
    assert.equal(onLine('if (x) {\r\n\ty = tf\r\n\t\t.relu(tf.relu(x));\r\n}'), 'if (x) {\r\n\ty = tf\r\n\t\t// activation-lens-disable-next-line redundant-activation -- reason\r\n\t\t.relu(tf.relu(x));\r\n}');
  });

  it('adds the rule to the comment that is there', () => {
    assert.equal(onLine('// activation-lens-disable-next-line softmax-axis -- why\ny = tf.relu(tf.relu(x));'), '// activation-lens-disable-next-line softmax-axis, redundant-activation -- why\ny = tf.relu(tf.relu(x));');
    assert.equal(onLine('y = tf.relu(tf.relu(x)); // activation-lens-disable-line softmax-axis'), 'y = tf.relu(tf.relu(x)); // activation-lens-disable-line softmax-axis, redundant-activation');
  });

  it('puts it into the expression where the line begins in text that is shown or kept', () => {
    const inline = '/* activation-lens-disable-line redundant-activation -- reason */ ';
    assert.equal(onLine('const s = `a\n  ${tf.relu(tf.relu(x))}`;'), `const s = \`a\n  \${tf.${inline}relu(tf.relu(x))}\`;`);
    assert.equal(onLine('const s = `a\n${\ntf.relu(tf.relu(x))}`;'), `const s = \`a\n\${\n// activation-lens-disable-next-line redundant-activation -- reason\ntf.relu(tf.relu(x))}\`;`);
    assert.equal(onLine('const p = <p>\n  text {tf.relu(tf.relu(x))}\n</p>;'), `const p = <p>\n  text {tf.${inline}relu(tf.relu(x))}\n</p>;`);
    assert.equal(onLine('const p = <p>\n{tf.relu(tf.relu(x))}\n</p>;'), `const p = <p>\n{tf.${inline}relu(tf.relu(x))}\n</p>;`);
    assert.equal(onLine('const p = <><b/>\n<i y={tf.relu(tf.relu(x))}/></>;'), `const p = <><b/>\n<i y={tf.${inline}relu(tf.relu(x))}/></>;`);
    assert.equal(onLine('const p = <i\n  y={tf.relu(tf.relu(x))}/>;'), 'const p = <i\n  // activation-lens-disable-next-line redundant-activation -- reason\n  y={tf.relu(tf.relu(x))}/>;');
    assert.equal(onLine('/* about\n   this */ y = tf.relu(tf.relu(x));'), `/* about\n   this */ y = tf.${inline}relu(tf.relu(x));`);
    assert.equal(onLine("const s = 'a\\\nb' + tf.relu(tf.relu(x));"), `const s = 'a\\\nb' + tf.${inline}relu(tf.relu(x));`);
  });

  it('stays in the script of a page', () => {
    const page = (script: string): string => `<script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs"></script>\n<script>${script}</script>`;
    assert.equal(switched(page('\n  y = tf.relu(tf.relu(x));\n'), 'html', disableOnLine), page('\n  // activation-lens-disable-next-line redundant-activation -- reason\n  y = tf.relu(tf.relu(x));\n'));
    assert.equal(switched(page('y = tf.relu(tf.relu(x));'), 'html', disableOnLine), page('y = tf./* activation-lens-disable-line redundant-activation -- reason */ relu(tf.relu(x));'));
  });

  it('keeps what a program computes and shows', () => {
    for (const program of ['f(() => {\n  return (\n    tf.relu(tf.relu(x)));\n});', 'y = c ?\n tf.relu(tf.relu(x)) : 0', 'label:\ntf.relu(tf.relu(x))']) assert.match(onLine(program), /^ *\/\/ activation-lens-disable-next-line redundant-activation -- reason$/m);
  });
});

describe('switching a rule off for a file', () => {
  const inFile = (text: string, language: Language = 'typescript'): string => switched(text, language, disableInFile);
  const TWO = 'export const f = (x) => tf.relu(tf.relu(x));\nexport const g = (x) => tf.relu(tf.relu(x));\n';

  it('puts a comment on top', () => {
    assert.equal(inFile(HEAD + TWO), `// activation-lens-disable-file redundant-activation -- reason\n${HEAD}${TWO}`);
    assert.equal(inFile(`#!/usr/bin/env node\r\n${HEAD}${TWO}`), `#!/usr/bin/env node\r\n// activation-lens-disable-file redundant-activation -- reason\r\n${HEAD}${TWO}`);
  });

  it('adds the rule to the comment that is there', () => {
    assert.equal(inFile(`${HEAD}/* activation-lens-disable-file softmax-axis */ tf.softmax(x, 0);\n${TWO}`), `${HEAD}/* activation-lens-disable-file softmax-axis, redundant-activation */ tf.softmax(x, 0);\n${TWO}`);
  });

  it('stays in the script of a page or component', () => {
    const script = `${HEAD}${TWO}`.replaceAll(/^(?=.)/gm, '    ');
    for (const language of ['html', 'vue', 'svelte', 'astro'] as const) {
      assert.equal(inFile(`<h1>A</h1>\n<script type="module">\n${script}</script>`, language), `<h1>A</h1>\n<script type="module">\n    // activation-lens-disable-file redundant-activation -- reason\n${script}</script>`, language);
      assert.equal(inFile(`<script type="module">${script}</script>`, language), `<script type="module">/* activation-lens-disable-file redundant-activation -- reason */ ${script}</script>`, language);
    }
    assert.equal(inFile(`---\n${HEAD}${TWO}---\n<p/>`, 'astro'), `---\n// activation-lens-disable-file redundant-activation -- reason\n${HEAD}${TWO}---\n<p/>`);
  });

  it('goes into the cell of a notebook, behind what is not its code', () => {
    const { text, blocks } = joinCells([{ text: HEAD.trim(), language: 'javascript' }, { text: `%time\n${TWO}`, language: 'javascript' }]);
    assert.equal(switched(text, 'javascript', disableInFile, blocks), `${HEAD}%time\n// activation-lens-disable-file redundant-activation -- reason\n${TWO}`);
    assert.equal(switched(text, 'javascript', disableOnLine, blocks), `${HEAD}%time\n${TWO.replace('export const g', '// activation-lens-disable-next-line redundant-activation -- reason\nexport const g')}`);
  });
});
