import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import type { AnalyzeOptions } from '../../../src/core/analyze';
import { fixText } from '../../../src/core/fix-all';
import { applyEdits } from '../../../src/core/rules/edits';
import { format } from '../../../src/core/rules/format';
import type { Language } from '../../../src/core/syntax/language';
import { analyzeAll } from '../../support/analysis';
import { code, notebook } from '../../support/notebooks';

const HEAD = "import * as tf from '@tensorflow/tfjs';\n";
const RULE = 'redundant-activation';
const TWICE = 'export const f = (x) => tf.relu(tf.relu(x));';

/** The findings in a program that begins with the import: rules and the lines on which they stand. */
function found(program: string, language: Language = 'javascript', options: AnalyzeOptions = {}): readonly string[] {
  const text = language === 'html' || language === 'vue' || language === 'svelte' || language === 'astro' ? program : HEAD + program;
  return analyze(text, language, options).findings.map(({ rule, span }) => `${text.slice(0, span.start).split(/\r\n|\n|\r/).length} ${rule}`);
}

describe('comments that switch rules off', () => {
  it('are about the next line', () => {
    assert.deepEqual(found(TWICE), [`2 ${RULE}`]);
    for (const comment of [
      `// activation-lens-disable-next-line ${RULE}`, `/* activation-lens-disable-next-line ${RULE} */`, '// activation-lens-disable-next-line', '//activation-lens-disable-next-line',
      `/** activation-lens-disable-next-line ${RULE} -- why, and, more */`, `// activation-lens-disable-next-line ${RULE} -- softmax-axis is another`, `/*\n * activation-lens-disable-next-line\n * ${RULE}\n */`,
      `// activation-lens-disable-next-line ${RULE} --`, '// activation-lens-disable-next-line -- all of them',
    ]) assert.deepEqual(found(`${comment}\n${TWICE}`), [], comment);
    assert.deepEqual(found(`// activation-lens-disable-next-line ${RULE}\n\n${TWICE}`), ['2 unused-disable', `4 ${RULE}`]);
    assert.deepEqual(found(`${TWICE}\n// activation-lens-disable-next-line ${RULE}\n`), [`2 ${RULE}`, '3 unused-disable']);
  });

  it('are about their own line', () => {
    for (const comment of ['activation-lens-disable-line', `activation-lens-disable-line ${RULE} -- why`]) {
      assert.deepEqual(found(`${TWICE} // ${comment}`), []);
      assert.deepEqual(found(`/* ${comment} */ ${TWICE}`), []);
      assert.deepEqual(found(TWICE.replace('tf.relu(x)', `/* ${comment} */ tf.relu(x)`)), []);
      assert.deepEqual(found(`// ${comment}\n${TWICE}`), ['2 unused-disable', `3 ${RULE}`]);
    }
  });

  it('reach to where the rule is switched on again, or to the end', () => {
    const lines = (off: string, on: string): readonly string[] => found(`${TWICE}\n${off}\n${TWICE.replace('f', 'g')}\n${on}\n${TWICE.replace('f', 'h')}`);
    assert.deepEqual(lines(`/* activation-lens-disable ${RULE} */`, `// activation-lens-enable ${RULE}`), [`2 ${RULE}`, `6 ${RULE}`]);
    assert.deepEqual(lines('/* activation-lens-disable */', `// activation-lens-enable ${RULE}`), [`2 ${RULE}`, `6 ${RULE}`]);
    assert.deepEqual(lines(`// activation-lens-disable ${RULE}`, '/* activation-lens-enable */'), [`2 ${RULE}`, `6 ${RULE}`]);
    assert.deepEqual(lines('// activation-lens-disable', ''), [`2 ${RULE}`]);
    assert.deepEqual(lines('', '// activation-lens-enable'), [`2 ${RULE}`, `4 ${RULE}`, '5 unused-disable', `6 ${RULE}`]);
    assert.deepEqual(lines(`// activation-lens-disable ${RULE}`, '// activation-lens-enable softmax-axis'), [`2 ${RULE}`, '5 unused-disable']);
    assert.deepEqual(found(`// activation-lens-disable ${RULE}\n${TWICE}\n// activation-lens-enable\n// activation-lens-disable\n${TWICE.replace('f', 'g')}`), []);
  });

  it('are about the whole file, wherever they stand', () => {
    assert.deepEqual(found(`${TWICE}\n// activation-lens-disable-file ${RULE} -- measured`), []);
    assert.deepEqual(found(`/* activation-lens-disable-file */\n${TWICE}`), []);
  });

  it('name several rules', () => {
    const both = 'const m = tf.sequential();\nm.add(tf.layers.dense({ units: 4, activation: \'relu\', inputShape: [2] })); m.add(tf.layers.dense({ units: 1, activation: \'softmax\' })); tf.relu(tf.relu(tf.ones([1, 2])));';
    const [first, second] = found(both).map((one) => one.slice(2));
    assert.ok(first && second && first !== second);
    const listing = (list: string): readonly string[] => found(both.replace('\n', `\n// activation-lens-disable-next-line ${list}\n`)).map((one) => one.slice(2));
    assert.deepEqual(listing(`${first}, ${second}`), []);
    assert.deepEqual(listing(`${first},${second} -- both`), []);
    assert.deepEqual(listing(first), [second]);
    assert.deepEqual(listing(`${second} -- not ${first}`), [first]);
  });

  it('are no comments in strings, templates, regular expressions and between tags', () => {
    const word = `activation-lens-disable-next-line ${RULE}`;
    for (const line of [`const s = '// ${word}';`, `const s = \`// ${word}`, `const s = /[/]* ${word} [*]/;`, `const s = <p>// ${word}`]) {
      const close = line.includes('`') ? '`;' : line.includes('<p>') ? '</p>;' : '';
      assert.deepEqual(found(close === '' ? `${line}\n${TWICE}` : `${line}\n\${0}${close} ${TWICE}`, 'javascriptreact').map((one) => one.slice(2)), [RULE], line);
    }
    assert.deepEqual(found(`const s = \`\${0 /* activation-lens-disable-line ${RULE} */}\`; ${TWICE}`), []);
    assert.deepEqual(found(`export const Page = (x) => <p>\n{/* ${word} */}\n{tf.relu(tf.relu(x))}\n</p>;`, 'javascriptreact'), []);
    assert.deepEqual(found(`export const a = { // ${word}\n  f: (x) => tf.relu(tf.relu(x)), // activation-lens-disable-line\n}; /* ${word} */\n${TWICE}`).filter((one) => one.includes(RULE)), []);
  });

  it('work with every kind of line end', () => {
    for (const end of ['\r\n', '\r']) {
      assert.deepEqual(found(`// activation-lens-disable-next-line ${RULE} -- why${end}${TWICE}${end}`), []);
      assert.deepEqual(found(`${TWICE} // activation-lens-disable-line${end}${end}`), []);
      assert.deepEqual(found(`// activation-lens-disable-next-line softmax-axis, ${RULE}${end}${TWICE}`), ['2 unused-disable']);
    }
  });

  it('may be those of the markup around a script', () => {
    const page = (above: string, script = TWICE): string => `<html>\n${above}\n<script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs"></script><script>${script.replace('export ', '')}\n</script></html>`;
    assert.deepEqual(found(page(''), 'html'), [`3 ${RULE}`]);
    for (const word of ['disable-next-line', `disable-next-line ${RULE} -- why`, `disable ${RULE}`, 'disable-file']) assert.deepEqual(found(page(`<!-- activation-lens-${word} -->`), 'html'), [], word);
    assert.deepEqual(found(page('', `// activation-lens-disable-next-line ${RULE}\n${TWICE}`), 'html'), []);
    assert.deepEqual(found(page('<textarea><!-- activation-lens-disable-file --></textarea>'), 'html'), [`3 ${RULE}`]);
    for (const language of ['vue', 'svelte', 'astro'] as const) {
      const component = `<!-- activation-lens-disable-file ${RULE} -- why -->\n<script>\n${HEAD}${TWICE.replace('export ', '')}\n</script>\n<p>text</p>`;
      assert.deepEqual(found(component, language), [], language);
      assert.deepEqual(found(component.replace('-file', '-line'), language), ['1 unused-disable', `4 ${RULE}`], language);
    }
  });

  it('are about the cells of a notebook', () => {
    const read = (...cells: string[]): readonly string[] => analyze(notebook(cells.map((source) => code(source))), 'notebook').findings.map(({ rule }) => rule);
    const plain = TWICE.replace('export ', '');
    assert.deepEqual(read(HEAD, plain), [RULE]);
    assert.deepEqual(read(HEAD, `// activation-lens-disable-next-line ${RULE}\n${plain}`), []);
    assert.deepEqual(read(`${HEAD}// activation-lens-disable-file ${RULE}`, plain), []);
    assert.deepEqual(read(`${HEAD}// activation-lens-disable ${RULE}`, plain), []);
    assert.deepEqual(read(`${HEAD}// activation-lens-disable-next-line ${RULE}`, plain), ['unused-disable', RULE]);
  });

  it('keep their findings from fixes too', () => {
    const text = `${HEAD}${TWICE} // activation-lens-disable-line\n${TWICE.replace('f', 'g')}\n`;
    assert.equal(fixText(text, 'javascript').text, text.replace('g = (x) => tf.relu(tf.relu(x))', 'g = (x) => tf.relu(x)'));
  });
});

describe('comments that are being written', () => {
  it('leave every place in the text and every edit apart', () => {
    const program = `${HEAD}/* activation-lens-disable softmax-axis,*/const s = \`// activation-lens-disable-line \${0 /* activation-lens-disable-line , x ,, */}\`;\n${TWICE} // activation-lens-disable-line ${RULE}, nothing -- a -- b\n// activation-lens-enable\n<p>{/* activation-lens-disable-file */}</p>\n// activation-lens-disable-next-line`;
    for (let end = 0; end <= program.length; end++) analyzeAll(program.slice(0, end), 'javascriptreact');
    const page = `<!-- activation-lens-disable --><script>${program}</script><!-- activation-lens-enable x --><!-- activation-lens-disable`;
    for (let end = 0; end <= page.length; end += 3) for (const language of ['html', 'vue', 'svelte', 'astro'] as const) analyzeAll(page.slice(0, end), language);
  });

  it('are read up to a number that nobody writes by hand', () => {
    const lines = Array.from({ length: 4000 }, (_, index) => `tf.relu(x${index}); // activation-lens-disable-line`).join('\n');
    assert.equal(analyze(HEAD + lines, 'javascript').findings.length, 500);
  });
});

describe('comments that switch nothing off', () => {
  const report = (program: string, options: AnalyzeOptions = {}): { readonly text: string; readonly at: string; readonly severity: string; readonly fixes: readonly (readonly [string, string])[] }[] => {
    const text = HEAD + program;
    return analyze(text, 'javascript', options).findings.filter(({ rule }) => rule === 'unused-disable').map((finding) => ({
      text: format(finding.say), at: text.slice(finding.span.start, finding.span.end), severity: finding.severity,
      fixes: finding.fixes().map((fix) => [format(fix.title), applyEdits(text, fix.edits).slice(HEAD.length)] as const),
    }));
  };

  it('are told, and removed with their line', () => {
    assert.deepEqual(report(`  // activation-lens-disable-next-line ${RULE}\nexport const f = (x) => tf.relu(x);\n`), [{
      text: 'This comment switches nothing off: there is no such finding here.', at: `// activation-lens-disable-next-line ${RULE}`, severity: 'warning',
      fixes: [['Remove the comment', 'export const f = (x) => tf.relu(x);\n']],
    }]);
    assert.deepEqual(report('y = tf.relu(x); // activation-lens-disable-line\r\nz = tf.relu(y);\r\n')[0]?.fixes, [['Remove the comment', 'y = tf.relu(x);\r\nz = tf.relu(y);\r\n']]);
    assert.deepEqual(report('y = tf.relu(/* activation-lens-disable-line */ x);')[0]?.fixes, [['Remove the comment', 'y = tf.relu(x);']]);
    assert.deepEqual(report('f = () => { return/* activation-lens-disable-line */x; tf.relu(x); };')[0]?.fixes, [['Remove the comment', 'f = () => { return x; tf.relu(x); };']]);
    assert.deepEqual(report('f = () => { return /* activation-lens-disable-line\n */ x; tf.relu(x); };')[0]?.fixes, []);
  });

  it('lose only the rules that find nothing', () => {
    assert.deepEqual(report(`// activation-lens-disable-next-line softmax-axis, ${RULE} -- why\n${TWICE}`).map(({ at, fixes }) => [at, fixes[0]?.[1].split('\n')[0]]), [
      ['softmax-axis', `// activation-lens-disable-next-line ${RULE} -- why`],
    ]);
    assert.deepEqual(report(`// activation-lens-disable-next-line ${RULE}, softmax-axis -- why\n${TWICE}`).map(({ fixes }) => fixes[0]?.[1].split('\n')[0]), [`// activation-lens-disable-next-line ${RULE} -- why`]);
  });

  it('name the rule that was meant', () => {
    assert.deepEqual(report(`// activation-lens-disable-next-line redundant-activations\n${TWICE}`).map(({ text, at, fixes }) => [text, at, fixes.map(([title, after]) => [title, after.split('\n')[0]])]), [[
      'There is no rule "redundant-activations"; did you mean redundant-activation?', 'redundant-activations',
      [['Replace redundant-activations by redundant-activation', `// activation-lens-disable-next-line ${RULE}`], ['Remove the comment', TWICE]],
    ]]);
    assert.match(report('// activation-lens-disable-line because it is so\ntf.relu(x);')[0]?.text ?? '', /a reason stands behind " -- "/);
    assert.equal(report('// activation-lens-disable-line no-console\ntf.relu(x);')[0]?.text, 'There is no rule "no-console".');
    assert.deepEqual(report(`// activation-lens-disable-nextline ${RULE}\n${TWICE}`).map(({ text, fixes }) => [text, fixes[0]?.[1].split('\n')[0]]), [
      ['There is no activation-lens-disable-nextline; did you mean activation-lens-disable-next-line?', `// activation-lens-disable-next-line ${RULE}`],
    ]);
  });

  it('have the severity that is chosen, and none where the rule is off', () => {
    const program = `// activation-lens-disable-next-line softmax-axis\n${TWICE}`;
    assert.deepEqual(report(program, { reportUnusedDisables: 'error' }).map(({ severity }) => severity), ['error']);
    assert.deepEqual(report(program, { reportUnusedDisables: 'off' }), []);
    assert.deepEqual(report(program, { severities: { 'softmax-axis': 'off' } }), []);
    assert.deepEqual(report('// activation-lens-docs: nothing of ours\n// see activation-lens-disable-line\ntf.relu(x);'), []);
  });
});
