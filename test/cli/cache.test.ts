import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { hashOf } from '../../src/cli/asked';
import { run } from '../../src/cli/run';
import { cli, FAULTY, scratch } from '../support/command-line';
import type { CommandResult, Scratch } from '../support/command-line';

const MODEL = `import * as tf from '@tensorflow/tfjs';
import { hidden } from './sizes';
export const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, activation: hidden, inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
model.compile({ loss: 'categoricalCrossentropy', optimizer: 'adam' });
`;

interface Kept {
  readonly report: { findings: { message: string }[] };
}

describe('the cache of a run', () => {
  let place: Scratch;
  const home = process.cwd();
  beforeEach(() => {
    place = scratch();
    process.chdir(place.folder);
  });
  afterEach(() => {
    process.chdir(home);
    place.remove();
  });

  const cacheFile = (): string => path.join(place.folder, '.activationlenscache');
  const check = (...args: string[]): CommandResult => cli('check', '.', '--cache', ...args);
  const entries = (file = cacheFile()): Map<string, Kept> => new Map(JSON.parse(readFileSync(file, 'utf8').replace(/^.*\n/, '')) as [string, Kept][]);
  /** What the rules of a run say of which file, and that it is what a run without a cache says. */
  const said = (...args: string[]): readonly string[] => {
    const cached = check('--format', 'json', ...args);
    assert.deepEqual(cached, cli('check', '.', '--format', 'json', ...args));
    return (JSON.parse(cached.out) as { files: { path: string; findings: { rule: string }[] }[] }).files.flatMap((file) => file.findings.map(({ rule }) => `${file.path} ${rule}`));
  };

  it('says the same the second time, without reading anything anew', () => {
    place.write('a.ts', FAULTY);
    place.write('plain.ts', 'export const answer = 42;\n');
    const first = check();
    const written = readFileSync(cacheFile(), 'utf8');
    assert.deepEqual([...entries().keys()], ['a.ts']);
    assert.deepEqual(check(), first);
    assert.deepEqual(first, cli('check', '.'));
    assert.equal(readFileSync(cacheFile(), 'utf8'), written);
    assert.match(first.out, /softmax-between-hidden-layers/);
  });

  it('takes its word from the entry, which is how the second time is the faster one', () => {
    place.write('a.ts', FAULTY);
    const key = 'activation-lens-mark';
    check();
    const [, kept] = [...entries()][0] ?? [];
    assert.ok(kept?.report.findings[0]);
    // The mark is put where only a hit would bring it to light, and signed as the program itself does.
    kept.report.findings[0].message = key;
    const body = JSON.stringify([['a.ts', kept]]);
    writeFileSync(cacheFile(), `${hashOf(`1.2.3 ${body}`)}\n${body}`);
    assert.match(check().out, new RegExp(key));
    place.write('a.ts', `${FAULTY}// changed\n`);
    assert.doesNotMatch(check().out, new RegExp(key));
  });

  it('reads a file again when it changes, or what it imports, however far away', () => {
    place.write('model.ts', MODEL);
    place.write('sizes.ts', "export { hidden } from './deep/names';\n");
    const names = place.write('deep/names.ts', "export const hidden = 'relu';\n");
    assert.deepEqual(said(), []);
    writeFileSync(names, "export const hidden = 'softmax';\n");
    assert.deepEqual(said(), ['model.ts softmax-between-hidden-layers']);
    writeFileSync(names, "export const hidden = 'relu';\n");
    assert.deepEqual(said(), []);
    rmSync(names);
    assert.deepEqual(said(), []);
    writeFileSync(names, "export const hidden = 'softmax';\n");
    assert.deepEqual(said(), ['model.ts softmax-between-hidden-layers']);
    // A file that comes before it when a specifier is looked up.
    place.write('sizes.ts', "export { hidden } from './deep/names';\n");
    place.write('deep/names/index.ts', "export const hidden = 'relu';\n");
    assert.deepEqual(said(), ['model.ts softmax-between-hidden-layers']);
    rmSync(names);
    assert.deepEqual(said(), []);
  });

  it('knows a page that makes tf global, and one that does not any more', () => {
    place.write('model.js', 'const f = (x) => tf.elu(tf.softplus(x));\n');
    place.write('package.json', '{}');
    assert.deepEqual(said(), []);
    const page = place.write('index.html', '<script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs"></script><script src="model.js"></script>\n');
    assert.deepEqual(said(), ['model.js redundant-activation']);
    writeFileSync(page, '<p>nothing</p>\n');
    assert.deepEqual(said(), []);
  });

  it('knows what a call and the project want', () => {
    place.write('a.ts', FAULTY);
    assert.equal(said().length, 2);
    assert.equal(said('--rule', 'redundant-activation:off').length, 1);
    const config = place.write('.activationlensrc.json', '{ "rules": { "softmax-between-hidden-layers": "off" } }');
    assert.deepEqual(said(), ['a.ts redundant-activation']);
    rmSync(config);
    assert.equal(said().length, 2);
    assert.deepEqual(check('--format', 'stylish'), cli('check', '.'));
    assert.deepEqual(check('--format', 'sarif'), cli('check', '.', '--format', 'sarif'));
  });

  it('does not keep a file from being fixed', () => {
    place.write('a.ts', FAULTY);
    assert.equal(said().length, 2);
    assert.match(check('--fix').out, /1 problem /);
    assert.ok(readFileSync('a.ts', 'utf8').includes('tf.relu(x); // keep me'));
    assert.deepEqual(said(), ['a.ts softmax-between-hidden-layers']);
    assert.deepEqual(check('--fix'), cli('check', '.'));
  });

  it('is worth nothing when it is broken, of another version or a folder, and that is no error', () => {
    place.write('a.ts', FAULTY);
    const whole = cli('check', '.');
    check();
    const sound = readFileSync(cacheFile(), 'utf8');
    for (const broken of ['', '\n', 'x', sound.slice(0, -40), sound.replace('warning', 'warming'), `${sound.split('\n')[0]}\n{"a":1}`]) {
      writeFileSync(cacheFile(), broken);
      assert.deepEqual(check(), whole);
      assert.equal(readFileSync(cacheFile(), 'utf8'), sound);
    }
    const out: string[] = [];
    run(['check', '.', '--cache'], { out: (text) => out.push(text), err: () => {} }, '9.9.9');
    assert.deepEqual(out, [whole.out]);
    assert.notEqual(readFileSync(cacheFile(), 'utf8'), sound);
  });

  it('lies where it is wished, says where it cannot, and forgets files that are gone', () => {
    const file = place.write('a.ts', FAULTY);
    place.write('b.ts', FAULTY);
    check('--cache-location', 'node_modules/.cache/lens.json');
    assert.deepEqual([...entries('node_modules/.cache/lens.json').keys()], ['../../a.ts', '../../b.ts']);
    assert.ok(!existsSync(cacheFile()));
    check('--cache-location', 'node_modules/.cache/');
    assert.ok(existsSync('node_modules/.cache/.activationlenscache'));
    rmSync(file);
    check('--cache-location', 'node_modules/.cache/lens.json');
    assert.deepEqual([...entries('node_modules/.cache/lens.json').keys()], ['../../b.ts']);
    const { code, err } = check('--cache-location', 'b.ts/cache');
    assert.deepEqual([code, err.replace(/ \(.*/, '')], [0, 'b.ts/cache: cannot be written']);
    assert.match(cli('check', '.', '--cache-location', 'x').err, /--cache-location: give --cache too/);
  });

  it('holds in another checkout', () => {
    place.write('one/model.ts', MODEL);
    place.write('one/sizes.ts', "export const hidden = 'softmax';\n");
    process.chdir('one');
    const first = check();
    process.chdir('..');
    mkdirSync('elsewhere');
    renameSync('one', 'elsewhere/two');
    process.chdir('elsewhere/two');
    const before = readFileSync('.activationlenscache', 'utf8');
    assert.deepEqual(check(), first);
    assert.equal(readFileSync('.activationlenscache', 'utf8'), before);
  });

  it('is filled by threads too', () => {
    for (let index = 0; index < 12; index++) {
      place.write(`m${index}/model.ts`, MODEL);
      place.write(`m${index}/sizes.ts`, `export const hidden = '${index % 2 === 0 ? 'relu' : 'softmax'}';\n`);
    }
    const threaded = (...args: string[]): string => {
      const out: string[] = [];
      run(['check', '.', '--threads', '2', ...args], { out: (text) => out.push(text), err: (text) => out.push(text) }, '1.2.3', path.join(home, 'dist', 'cli.js'));
      return out.join('\n');
    };
    const first = threaded('--cache');
    assert.equal(first, cli('check', '.').out);
    assert.equal(entries().size, 12);
    const before = readFileSync(cacheFile(), 'utf8');
    assert.equal(threaded('--cache'), first);
    assert.equal(readFileSync(cacheFile(), 'utf8'), before);
    writeFileSync('m0/sizes.ts', "export const hidden = 'softmax';\n");
    assert.equal(threaded('--cache'), cli('check', '.').out);
  });
});
