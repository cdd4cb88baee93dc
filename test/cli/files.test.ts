import assert from 'node:assert/strict';
import { readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { filesOf } from '../../src/cli/files';
import type { Files } from '../../src/cli/files';
import { cli, cliWith, FAULTY, scratch, SOUND } from '../support/command-line';
import type { Scratch } from '../support/command-line';

describe('the files that a run reads', () => {
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

  const found = (args: readonly string[], options: { gitignore?: boolean; input?: string } = {}): Files => filesOf(args, { gitignore: options.gitignore ?? true, input: () => options.input ?? '' });
  const names = (...args: string[]): readonly string[] => found(args).files.map(({ path: file }) => file.split(path.sep).join('/'));
  const files = (...all: string[]): void => {
    for (const name of all) place.write(name, SOUND);
  };

  it('are those that a pattern means, in quotes too', () => {
    files('a.ts', 'src/a.ts', 'src/b.js', 'src/deep/c.ts', 'src/deep/c.test.ts', 'src/deep/d.vue', 'other/e.ts', 'src/notes.txt', 'src/node_modules/x/x.ts');
    assert.deepEqual(names('src/**/*.ts'), ['src/a.ts', 'src/deep/c.test.ts', 'src/deep/c.ts']);
    assert.deepEqual(names('*.ts'), ['a.ts']);
    assert.deepEqual(names('**/*.{js,vue}'), ['src/b.js', 'src/deep/d.vue']);
    assert.deepEqual(names('src/*.ts', '!**/a.*', 'other'), ['other/e.ts']);
    assert.deepEqual(names('src', '!**/*.test.ts'), ['src/a.ts', 'src/b.js', 'src/deep/c.ts', 'src/deep/d.vue']);
    assert.deepEqual(names(`${place.folder.split(path.sep).join('/')}/src/[ab].*`).map((name) => path.basename(name)), ['a.ts', 'b.js']);
    assert.deepEqual(found(['src/**/*.svelte']).problems.map((text) => text.replace(/ no .*/, '')), ['src/**/*.svelte:']);
  });

  it('may be called like a pattern', () => {
    files('pages/[id].ts', 'pages/i.ts', '!a.ts');
    assert.deepEqual(names('pages/[id].ts'), ['pages/[id].ts']);
    assert.deepEqual(names('!a.ts'), ['!a.ts']);
  });

  it('are read from a list on the standard input', () => {
    files('a.ts', 'b b.ts', 'src/c.ts');
    place.write('README.md', 'tf.relu');
    const list = (input: string): Files => found(['-'], { input });
    assert.deepEqual(list('b b.ts\r\nREADME.md\n\nsrc\n').files, [{ path: 'b b.ts', named: true }, { path: path.join('src', 'c.ts'), named: false }]);
    assert.deepEqual(list('a.ts\0b b.ts\0').files.map((file) => file.path), ['a.ts', 'b b.ts']);
    assert.deepEqual(list('a.ts\ngone.ts\n').problems, ['gone.ts: no such file or folder']);
    assert.deepEqual(list(''), { files: [], problems: [] });
    assert.equal(cliWith('', 'check', '-').code, 0);
    place.write('a.ts', FAULTY);
    const { code, out } = cliWith('a.ts\nREADME.md\n', 'check', '-', '--max-warnings', '0');
    assert.deepEqual([code, /^1 file checked, 2 problems/m.test(out)], [1, true]);
    assert.equal(cliWith('a.ts\ngone.ts\n', 'check', '-').code, 2);
  });

  it('are each read once, however they are named', () => {
    files('a.ts', 'src/b.ts');
    assert.deepEqual(names('./a.ts', 'a.ts', '.', path.join(place.folder, 'src')), ['./a.ts', 'src/b.ts']);
  });

  it('are not those that .gitignore leaves out, in every folder of the repository', () => {
    files('.git/HEAD', 'kept.ts', 'gen/made.ts', 'src/a.ts', 'src/a.gen.ts', 'src/own/b.gen.ts', 'src/own/c.ts', 'src/deep/only/d.ts', 'src/deep/e.ts');
    place.write('.gitignore', '\uFEFF# made\n/gen/\n*.gen.ts\n');
    place.write('src/own/.gitignore', '!b.gen.ts\nc.ts\n');
    place.write('src/deep/.gitignore', '/*\n!/e.ts\n');
    assert.deepEqual(names(), ['kept.ts', 'src/a.ts', 'src/deep/e.ts', 'src/own/b.gen.ts']);
    assert.deepEqual(names('src'), ['src/a.ts', 'src/deep/e.ts', 'src/own/b.gen.ts']);
    assert.deepEqual(names('**/*.gen.ts'), ['src/own/b.gen.ts']);
    process.chdir(path.join(place.folder, 'src'));
    assert.deepEqual(names(), ['a.ts', 'deep/e.ts', 'own/b.gen.ts']);
    process.chdir(place.folder);
    assert.equal(found(['.'], { gitignore: false }).files.length, 8);
    assert.deepEqual(names('src/a.gen.ts', 'gen'), ['src/a.gen.ts', 'gen/made.ts']);
    assert.match(cli('check').out, /^4 files checked/);
    assert.match(cli('check', '--no-ignore').out, /^8 files checked/);
  });

  it('are not missed in silence where .gitignore leaves out all of them', () => {
    files('.git/HEAD', 'a/b.ts');
    place.write('.gitignore', '*.ts\n');
    const { code, err } = cli('check', 'a');
    assert.equal(code, 2);
    assert.match(err, /^activation-lens: a: no .* there; --no-ignore reads what \.gitignore leaves out$/);
  });

  it('end where links lead in circles', () => {
    files('a/b.ts');
    symlinkSync(place.folder, path.join(place.folder, 'a', 'up'), 'dir');
    symlinkSync('self', path.join(place.folder, 'self'));
    symlinkSync(path.join(place.folder, 'a'), path.join(place.folder, 'alias'), 'dir');
    assert.deepEqual(names(), ['a/b.ts']);
    assert.deepEqual(names('alias/**/*.ts'), ['alias/b.ts']);
    assert.deepEqual(found(['self']).files, []);
  });

  it('are not fixed where a link leads out of the folder', () => {
    const outside = place.write('outside/a.ts', FAULTY);
    files('inside/b.ts');
    symlinkSync(path.join(place.folder, 'outside'), path.join(place.folder, 'inside', 'folder'), 'dir');
    symlinkSync(outside, path.join(place.folder, 'inside', 'file.ts'));
    for (const args of [['inside'], ['inside/**/*.ts'], ['inside', '--no-ignore']]) assert.match(cli('check', ...args, '--fix').out, /^1 file checked, 0 problems/);
    assert.equal(readFileSync(outside, 'utf8'), FAULTY);
  });

  it('are told apart from what is missing, and the rest is reported all the same', () => {
    files('good.ts', 'notes.txt');
    const { code, out, err } = cli('inspect', 'missing.ts', 'good.ts', 'notes.txt');
    assert.equal(code, 2);
    assert.deepEqual((JSON.parse(out) as { files: { path: string }[] }).files.map((file) => file.path), ['good.ts']);
    assert.match(err, /^activation-lens: missing\.ts: no such file or folder\nactivation-lens: notes\.txt: not a [^\n]*$/);
    assert.deepEqual([cli('check', 'missing.ts', 'good.ts').code, cli('inspect', 'missing.ts').out], [2, '']);
  });
});
