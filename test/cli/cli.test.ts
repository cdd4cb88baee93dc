import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readDocument, readText } from '../../src/cli/read';
import { run } from '../../src/cli/run';
import { silenceReason } from '../../src/core/syntax/gate';
import { fixturesIn } from '../support/fixtures';

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

function cli(...args: string[]): Result {
  const out: string[] = [];
  const err: string[] = [];
  const code = run(args, { out: (text) => out.push(text), err: (text) => err.push(text) }, '1.2.3');
  return { code, out: out.join('\n'), err: err.join('\n') };
}

interface Place { readonly line: number; readonly column: number; readonly offset: number }
interface Range { readonly start: Place; readonly end: Place }
interface Report {
  readonly version: number;
  readonly files: readonly {
    readonly path: string;
    readonly finished: boolean;
    readonly activations: readonly { readonly function: string; readonly form: string; readonly role: string; readonly network: string | null; readonly layer: number | null; readonly parameters: Record<string, number>; readonly range: Range }[];
    readonly networks: readonly {
      readonly id: string; readonly kind: string; readonly training?: readonly { readonly loss: string; readonly through: readonly string[]; readonly output: number | null }[]; readonly compile: { readonly loss: string | null; readonly optimizer: string | null; readonly learningRate: number | null; readonly losses?: readonly (string | null)[] } | null;
      readonly layers: readonly { readonly className: string; readonly name: string | null; readonly units: number | null; readonly activation: string | null; readonly outputShape: readonly (number | null)[]; readonly parameters: number; readonly trainable: number; readonly inputs: readonly number[]; readonly range: Range }[];
    }[];
    readonly findings: readonly { readonly rule: string; readonly severity: string; readonly message: string; readonly range: Range; readonly fixes: readonly { readonly title: string; readonly kind: string; readonly edits: readonly { readonly start: number; readonly end: number; readonly text: string }[] }[] }[];
  }[];
}

const FAULTY = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'softmax', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
export const twice = (x: tf.Tensor) => tf.relu(tf.relu(x)); // keep me
`;

describe('the command line', () => {
  let folder = '';
  const file = (name: string, content: string | Buffer): string => {
    const target = path.join(folder, name);
    writeFileSync(target, content);
    return target;
  };
  before(() => { folder = mkdtempSync(path.join(tmpdir(), 'activation-lens-')); });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('says the same with several threads as with one', () => {
    const checked = (threads: string): Result => {
      const [out, err]: [string[], string[]] = [[], []];
      const code = run(['check', 'test/fixtures/rules', '--format', 'json', '--threads', threads], { out: (text) => out.push(text), err: (text) => err.push(text) }, '1.2.3', path.resolve('dist/cli.js'));
      return { code, out: out.join('\n'), err: err.join('\n') };
    };
    const [alone, together] = [checked('1'), checked('3')];
    assert.ok((JSON.parse(together.out) as Report).files.length > 500);
    assert.deepEqual(together, alone);
    assert.match(cli('check', '--threads', '0').err, /--threads 0: give a whole number from 1 on/);
  });

  it('checks the samples: 0 where they are sound, 1 where they are not', () => {
    assert.deepEqual([cli('check', 'media/samples/iris.ts', 'media/samples/digits.js').code, cli('check', 'media/samples').code], [0, 1]);
  });

  it('prints findings with place, severity, message and rule', () => {
    const { out } = cli('check', file('faulty.ts', FAULTY));
    assert.match(out, /3:52\s+warning\s+Softmax between hidden layers: its 16 outputs .* 1\/16 = 0\.0625 .*softmax-between-hidden-layers/);
    assert.match(out, /1 file checked, 2 problems \(0 errors, 2 warnings\), 1 fixable with --fix$/);
  });

  it('keeps the JSON contract', () => {
    const target = file('contract.ts', FAULTY);
    const { code, out } = cli('inspect', target, '--format', 'json');
    const report = JSON.parse(out) as Report;
    assert.equal(code, 0);
    assert.equal(report.version, 1);
    const [found] = report.files;
    assert.ok(found);
    assert.equal(found.path, target);
    assert.deepEqual(found.activations[0], {
      function: 'softmax', form: 'config', parameters: {}, role: 'hidden', network: 'n1', layer: 0,
      range: { start: { line: 3, column: 52, offset: FAULTY.indexOf("'softmax'") }, end: { line: 3, column: 61, offset: FAULTY.indexOf("'softmax'") + 9 } },
    });
    assert.deepEqual(found.activations.map((use) => [use.function, use.form, use.role, use.network]), [
      ['softmax', 'config', 'hidden', 'n1'], ['softmax', 'config', 'output', 'n1'], ['relu', 'op', 'unknown', null], ['relu', 'op', 'unknown', null],
    ]);
    const [network] = found.networks;
    assert.equal(network?.kind, 'sequential');
    assert.equal(network?.compile, null);
    assert.deepEqual(network?.layers.map((layer) => ({ ...layer, range: undefined })), [
      { className: 'Dense', name: null, units: 16, activation: 'softmax', outputShape: [null, 16], parameters: 80, trainable: 80, inputs: [], range: undefined },
      { className: 'Dense', name: null, units: 3, activation: 'softmax', outputShape: [null, 3], parameters: 51, trainable: 51, inputs: [0], range: undefined },
    ]);
    assert.deepEqual(found.findings.map(({ rule, severity }) => [rule, severity]), [['softmax-between-hidden-layers', 'warning'], ['redundant-activation', 'warning']]);
    const [fix] = found.findings[1]?.fixes ?? [];
    assert.equal(fix?.kind, 'safe');
    assert.equal(JSON.stringify(JSON.parse(cli('check', target, '--format', 'json').out)), JSON.stringify(report));
  });

  it('says of a compile call what is trained with which rate', () => {
    const report = JSON.parse(cli('inspect', 'media/samples/iris.ts').out) as Report;
    assert.deepEqual(report.files[0]?.networks[0]?.compile, { loss: 'categoricalCrossentropy', optimizer: 'adam', learningRate: 0.01 });
  });

  it('applies safe fixes only, and keeps the byte order mark and comments', () => {
    const target = file('fix.ts', `\uFEFF${FAULTY}`);
    const { code, out } = cli('check', target, '--fix', '--max-warnings', '0');
    assert.equal(code, 1);
    assert.match(out, /1 problem /);
    assert.equal(readFileSync(target, 'utf8'), `\uFEFF${FAULTY.replace('tf.relu(tf.relu(x))', 'tf.relu(x)')}`);
  });

  it('leaves a file alone in which there is nothing to fix', () => {
    const target = file('untouched.ts', FAULTY.replace('tf.relu(tf.relu(x))', 'x'));
    cli('check', target, '--fix');
    assert.equal(readFileSync(target, 'utf8'), FAULTY.replace('tf.relu(tf.relu(x))', 'x'));
  });

  it('counts warnings against --max-warnings', () => {
    const target = file('warnings.ts', FAULTY);
    assert.deepEqual([cli('check', target, '--max-warnings', '2').code, cli('check', target, '--max-warnings', '1').code], [0, 1]);
    assert.match(cli('check', target, '--max-warnings', '1').err, /too many warnings: 2, at most 1 are allowed/);
    assert.equal(cli('check', target, '--max-warnings', 'many').code, 2);
  });

  it('annotates for GitHub with escaped text', () => {
    const { out } = cli('check', file('a,b.ts', FAULTY), '--format', 'github');
    assert.match(out, /^::warning file=.*a%2Cb\.ts,line=3,endLine=3,col=52,endColumn=61,title=softmax-between-hidden-layers::Softmax between/);
  });

  it('writes SARIF with rules, places and levels', () => {
    const log = JSON.parse(cli('check', file('sarif.ts', FAULTY), '--format', 'sarif').out) as { version: string; runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number; level: string; locations: { physicalLocation: { region: unknown } }[] }[] }[] };
    assert.equal(log.version, '2.1.0');
    const [found] = log.runs;
    assert.deepEqual(found?.results[0]?.locations[0]?.physicalLocation.region, { startLine: 3, startColumn: 52, endLine: 3, endColumn: 61 });
    for (const result of found?.results ?? []) assert.equal(found?.tool.driver.rules[result.ruleIndex]?.id, result.ruleId);
  });

  it('answers 2 and one line for what cannot be read', () => {
    const cases: readonly [string, RegExp][] = [
      [path.join(folder, 'missing.ts'), /missing\.ts: no such file or folder/],
      [file('notes.txt', 'tf.relu'), /notes\.txt: not a JavaScript/],
      [file('binary.js', Buffer.from([0x74, 0x66, 0x2e, 0, 1, 2])), /binary\.js: is not a text file/],
      [file('huge.js', `tf.relu(x);\n`.repeat(60_000)), /huge\.js: larger than 500 kB, not analysed/],
      [file('conflict.ts', `${FAULTY}<<<<<<< ours\n=======\n>>>>>>> theirs\n`), /conflict\.ts: has conflict markers, not analysed/],
      [file('minified.js', `tf.relu(x);${'a();'.repeat(6000)}`), /minified\.js: has a line of more than 20,000 characters/],
    ];
    for (const [target, expected] of cases) {
      const { code, err } = cli('check', target);
      assert.equal(code, 2, target);
      assert.match(err, expected);
      assert.equal(err.split('\n').length, 1);
    }
  });

  it('prints what it cannot read in a folder, and answers 2 only for what is named', () => {
    const tree = mkdtempSync(path.join(folder, 'tree-'));
    const within = (name: string, content: string | Buffer): string => file(path.join(path.basename(tree), name), content);
    mkdirSync(path.join(tree, 'third-party'));
    const sound = within('sound.ts', "import * as tf from '@tensorflow/tfjs';\nexport const f = (x: tf.Tensor) => tf.relu(x);\n");
    within('plain.ts', 'export const answer = 42;\n');
    const huge = within('third-party/huge.js', 'tf.relu(x);\n'.repeat(60_000));
    within('third-party/minified.js', `tf.relu(x);${'a();'.repeat(6000)}`);
    within('third-party/binary.js', Buffer.from('tf.\0'));
    const walked = cli('check', tree);
    assert.equal(walked.code, 0);
    assert.deepEqual(walked.err.split('\n').map((line) => /third-party.(\w+\.js): /.exec(line)?.[1]), ['binary.js', 'huge.js', 'minified.js']);
    assert.match(walked.out, /^1 file checked, 1 without TensorFlow\.js, 0 problems/);
    assert.equal(cli('inspect', tree).code, 0);
    assert.deepEqual([cli('check', tree, huge).code, cli('check', huge, tree).code], [2, 2]);
    assert.match(cli('check', sound, huge).out, /^1 file checked, 0 problems/);
    within('faulty.ts', FAULTY);
    assert.match(cli('check', tree).out, /2 files checked, .* 2 problems/);
  });

  it('says of a file that it was not read to its end', () => {
    // 40 ** 4 calls are more than the evaluation does.
    const calls = Array.from({ length: 4 }, (_, depth) => `const f${depth} = (x) => { ${`f${depth + 1}(x); `.repeat(40)} };`).reverse().join('\n');
    const target = file('endless.js', `const tf = require('@tensorflow/tfjs');\n${FAULTY.split('\n').slice(1, 4).join('\n')}\nconst f4 = (x) => tf.relu(x);\n${calls}\nf0(model);\n`);
    const { code, out, err } = cli('inspect', target);
    assert.equal(code, 0);
    assert.equal(err, `${target}: too much to read to its end; what was found stands`);
    const [found] = (JSON.parse(out) as Report).files;
    assert.equal(found?.finished, false);
    assert.deepEqual(found?.findings.map(({ rule }) => rule), ['softmax-between-hidden-layers']);
    assert.deepEqual([cli('check', target, '--max-warnings', '0').code, cli('check', target, '--max-warnings', '1').code], [1, 0]);
    assert.equal((JSON.parse(cli('inspect', 'media/samples/iris.ts').out) as Report).files[0]?.finished, true);
  });

  it('prints the help for each command, whatever else is written', () => {
    const { out } = cli('--help');
    for (const command of ['check', 'inspect', 'explain']) {
      for (const args of [['--help'], ['-h'], ['--nonsense', '--help']]) assert.deepEqual(cli(command, ...args), { code: 0, out, err: '' });
    }
  });

  it('names the nearest option for one that there is not', () => {
    const cases: readonly [readonly string[], string][] = [
      [['check', '--fixx'], 'check: there is no option --fixx; did you mean --fix?'],
      [['check', '--max-warning=3'], 'check: there is no option --max-warning; did you mean --max-warnings?'],
      [['inspect', '--fix'], 'inspect: there is no option --fix; there are --format, --help'],
      [['explain', 'relu', '-s'], 'explain: there is no option -s; did you mean --svg?'],
      [['check', '--format'], 'check: --format needs a value'],
      [['check', '--format', '--fix'], 'check: --format needs a value'],
      [['check', '--fix=yes'], 'check: --fix takes no value'],
    ];
    for (const [args, expected] of cases) assert.deepEqual(cli(...args), { code: 2, out: '', err: `activation-lens: ${expected}` });
    assert.match(cli('check', '--', '--fix').err, /--fix: no such file or folder/);
  });

  it('decodes every fixture that is not silent', () => {
    const silent = ['rules', 'networks', 'silence', 'surprises'].flatMap((name) => fixturesIn(`test/fixtures/${name}`)).filter(({ path: fixture, marked }) => {
      const read = readDocument(fixture);
      assert.ok('text' in read && (read.text === marked || (read.text === '' && silenceReason(marked) === 'no-tfjs')), fixture);
      return read.text === '';
    });
    assert.deepEqual(silent, []);
    const other = file('other.ts', 'export const largest = (...values: number[]) => Math.max(...values);\n');
    assert.deepEqual([readDocument(other), readText(other)], [{ text: '', bom: false }, { text: readFileSync(other, 'utf8'), bom: false }]);
  });

  it('changes no file that it cannot decode', () => {
    const bytes = Buffer.concat([Buffer.from(`${FAULTY}// caf`), Buffer.from([0xe9, 0x0a])]);
    const target = file('latin1.ts', bytes);
    const { code, err } = cli('check', target, '--fix');
    assert.equal(code, 2);
    assert.match(err, /latin1\.ts: is not UTF-8$/);
    assert.deepEqual(readFileSync(target), bytes);
  });

  it('says in one line that a plot cannot be written, and that a folder holds nothing to read', () => {
    assert.match(cli('explain', 'relu', '--svg', path.join(folder, 'missing', 'relu.svg')).err, /^activation-lens: ENOENT.*$/);
    const empty = mkdtempSync(path.join(folder, 'empty-'));
    const { code, err } = cli('check', empty);
    assert.equal(code, 2);
    assert.match(err, /no JavaScript, TypeScript/);
  });

  it('prints no control character of a program', () => {
    const target = file('control.js', "import * as tf from '@tensorflow/tfjs';\ntf.layers.dense({ units: 1, activation: 'rel\\u001b[31m\\n::error::u' });\n");
    for (const as of ['stylish', 'github']) {
      const { out } = cli('check', target, '--format', as);
      assert.match(out, /unknown-activation-name/);
      assert.ok(!out.includes('\u001b') && !out.split('\n').some((line) => line.startsWith('::error::')));
    }
  });

  it('says of a loop of the program\'s own which loss it trains on, in four roles', () => {
    const { files: [found] } = JSON.parse(cli('inspect', 'test/fixtures/training/minimize-through.js').out) as Report;
    assert.deepEqual(found?.networks[0]?.training?.map(({ loss, through, output }) => ({ loss, through, output })), [{ loss: 'softmaxCrossEntropy', through: ['softmax'], output: 0 }]);
    const roles = ['wrapped', 'inference'].flatMap((name) => (JSON.parse(cli('inspect', `test/fixtures/roles/${name}.js`).out) as Report).files[0]?.activations.map(({ function: id, role, layer }) => `${id} ${role} ${layer}`) ?? []);
    assert.deepEqual(roles, [
      'tanh hidden 0', 'sigmoid gate 0', 'relu hidden 1', 'tanh hidden 2', 'hardSigmoid gate 2', 'softmax output 3',
      'relu hidden 0', 'softmax output null', 'sigmoid output null',
    ]);
  });

  it('names the loss of each output where each has its own', () => {
    const { files: [found] } = JSON.parse(cli('inspect', 'test/fixtures/training/loss-list.js').out) as Report;
    assert.deepEqual(found?.networks[0]?.compile, { loss: null, optimizer: 'adam', learningRate: 0.001, losses: ['softmaxCrossEntropy', 'meanSquaredError'] });
  });

  it('leaves out a compile call that may not be the one', () => {
    const target = file('either.js', "import * as tf from '@tensorflow/tfjs';\nconst m = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] });\nif (globalThis.x) m.compile({ loss: 'meanSquaredError', optimizer: 'sgd' }); else m.compile({ loss: 'meanAbsoluteError', optimizer: 'adam' });\n");
    assert.equal((JSON.parse(cli('inspect', target).out) as Report).files[0]?.networks[0]?.compile, null);
  });

  it('goes on with the other files when one cannot be read', () => {
    const { code, out } = cli('check', file('null.js', Buffer.from('tf.\0')), file('good.ts', FAULTY));
    assert.equal(code, 2);
    assert.match(out, /softmax-between-hidden-layers/);
  });

  it('reads the samples, each once', () => {
    const { out } = cli('check', 'media/samples', 'media/samples/iris.ts');
    assert.match(out, /^6 files checked/m);
  });

  it('explains every activation by its name and by near ones', () => {
    assert.match(cli('explain', 'relu').out, /ReLU: .*\n[^]*max\(0, x\)[^]*\[0, ∞\)/);
    assert.match(cli('explain', 'LeakyReLU').out, /Leaky ReLU/);
    assert.match(cli('explain', 'SiLU').out, /^Swish \(SiLU\): /);
    const { code, err } = cli('explain', 'sigmod');
    assert.equal(code, 2);
    assert.match(err, /there is no activation sigmod; did you mean sigmoid\?/);
  });

  it('says for what the facts of an activation hold, and none of them twice', () => {
    const { out: prelu } = cli('explain', 'prelu');
    assert.match(prelu, /shown +at the initial alpha = 0, from which it is learnt\n +range +\[0, ∞\)/);
    const { out: relu } = cli('explain', 'relu');
    assert.match(relu, /ƒ′ = 0 +x ≤ 0/);
    assert.doesNotMatch(relu, /< 0\.01|shown/);
    assert.match(cli('explain', 'softmax').out, /the others held at 0: 3 logits are assumed/);
    assert.match(cli('explain', 'gelu').out, /\|ƒ′\| < 0\.01 +x < −\d\.\d+\n/);
  });

  it('writes the plot of an activation as SVG', () => {
    const target = path.join(folder, 'tanh.svg');
    assert.equal(cli('explain', 'tanh', '--svg', target).code, 0);
    assert.match(readFileSync(target, 'utf8'), /^<svg [^]*<\/svg>\s*$/);
  });

  it('answers a wrong call with one line and 2', () => {
    for (const args of [['chek'], ['check', '--format', 'xml'], ['check', '--nonsense'], ['inspect'], ['explain']]) {
      const { code, err } = cli(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(err, /^activation-lens: /);
    }
  });
});
