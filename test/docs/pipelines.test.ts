/** Runs what docs/pipelines.md tells people to run, in a folder that has the package as npm would install it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { FAULTY, scratch, SOUND } from '../support/command-line';
import type { Scratch } from '../support/command-line';

const PAGE = readFileSync('docs/pipelines.md', 'utf8');

/** The blocks of a language, in the order of the page. */
function blocks(language: string): readonly string[] {
  return [...PAGE.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].flatMap(([, name, body = '']) => (name === language ? [body] : []));
}

/** The commands of a workflow, those of a matrix once for each of its values. */
function stepsOf(workflow: string): readonly string[] {
  const values = /part: \[(.*)\]/.exec(workflow)?.[1]?.split(', ') ?? [];
  return [...workflow.matchAll(/^ +- run: (.*)$/gm)].flatMap(([, command = '']) => (command.includes('${{ matrix.part }}') ? values.map((value) => command.replaceAll('${{ matrix.part }}', value)) : [command]));
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

describe('the recipes for pipelines', () => {
  let place: Scratch;
  /** Where the commands are looked for: what `npx` would find in the project, without asking the network first. */
  let search = '';

  const run = (command: string): Ended => {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: place.folder, encoding: 'utf8', env: { ...process.env, PATH: search } });
    return { code: status, out: stdout, err: stderr };
  };
  const git = (...args: string[]): void => {
    const { status, stderr } = spawnSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@example.org', ...args], { cwd: place.folder, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  };
  const shim = (name: string, content: string): void => {
    writeFileSync(path.join(place.folder, 'node_modules', '.bin', name), content);
    chmodSync(path.join(place.folder, 'node_modules', '.bin', name), 0o755);
  };

  before(async () => {
    const { installLinter } = (await import(pathToFileURL(path.resolve('scripts/lib/linters-install.mjs')).href)) as { installLinter: () => Promise<{ folder: string }> };
    const linter = await installLinter();
    place = scratch();
    const own = path.join(place.folder, 'node_modules', 'activation-lens');
    mkdirSync(path.join(own, 'dist'), { recursive: true });
    for (const name of readdirSync('dist').filter((file) => /\.(?:js|d\.ts)$/.test(file))) cpSync(path.join('dist', name), path.join(own, 'dist', name));
    cpSync('package.json', path.join(own, 'package.json'));
    symlinkSync(path.join(linter.folder, 'node_modules', 'eslint'), path.join(place.folder, 'node_modules', 'eslint'), 'dir');
    mkdirSync(path.join(place.folder, 'node_modules', '.bin'));
    const { bin } = JSON.parse(readFileSync('package.json', 'utf8')) as { bin: Record<string, string> };
    shim('activation-lens', `#!/bin/sh\nexec "${process.execPath}" "${path.join(own, bin['activation-lens'] ?? '')}" "$@"\n`);
    shim('eslint', `#!/bin/sh\nexec "${process.execPath}" "${path.join(linter.folder, 'node_modules', 'eslint', 'bin', 'eslint.js')}" "$@"\n`);
    shim('npx', '#!/bin/sh\nname="$1"; shift\nexec "$(dirname "$0")/$name" "$@"\n');
    search = [path.join(place.folder, 'node_modules', '.bin'), process.env['PATH']].join(path.delimiter);
    place.write('.gitignore', 'node_modules\n*.sarif\nreport.json\n.activationlenscache\n');
    place.write('README.md', 'tf.relu\n');
    place.write('src/faulty.js', FAULTY.replace('x: tf.Tensor', 'x'));
    place.write('src/sound.js', SOUND);
    place.write('packages/one/src/deep/sound.ts', SOUND);
    place.write('packages/one/src/deep/faulty.test.ts', FAULTY);
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'Begin');
  });
  after(() => place.remove());

  const [first = '', reading = '', hook = '', report = '', eslint = ''] = blocks('sh');

  it('check the current folder, and what is named', () => {
    assert.match(run(first).out, /4 files checked, 4 problems/);
    const [patterns = '', changed = '', all = ''] = reading.trim().split('\n');
    assert.match(run(patterns).out, /^3 files checked, 2 problems/m);
    assert.match(run(changed).out, /^0 files checked/);
    place.write('src/sound.js', FAULTY.replace('x: tf.Tensor', 'x'));
    assert.match(run(changed).out, /^1 file checked, 2 problems/m);
    git('checkout', '-q', 'src/sound.js');
    assert.match(run(all).out, /^2 files checked/m);
  });

  it('stop a commit, by hand and through the framework', () => {
    const error = "import * as tf from '@tensorflow/tfjs';\nexport const m = tf.sequential({ layers: [tf.layers.dense({ units: 1, activation: 'softmax', inputShape: [2] })] });\n";
    place.write('src/new.js', error);
    place.write('notes.md', 'tf.relu\n');
    assert.equal(run(hook).code, 0);
    git('add', '.');
    assert.deepEqual([run(hook).code, run(hook).out.includes('softmax-single-unit')], [1, true]);
    const entry = /entry: (.*)/.exec(blocks('yaml')[0] ?? '')?.[1] ?? '';
    assert.deepEqual([run(`${entry} src/new.js src/sound.js`).code, run(`${entry} src/sound.js`).code], [1, 0]);
    git('rm', '-qf', 'src/new.js', 'notes.md');
  });

  it('annotate in a workflow, with a cache', () => {
    const [command = '', ...others] = stepsOf(blocks('yaml')[1] ?? '');
    assert.deepEqual(others, []);
    const [one, two] = [run(command), run(command)];
    assert.equal(one.code, 1);
    assert.match(one.out, /^::warning file=src\/faulty\.js,line=3,/m);
    assert.deepEqual(two, one);
    assert.ok(existsSync(path.join(place.folder, '.activationlenscache')));
  });

  it('split a run on a matrix and merge its parts', () => {
    const steps = stepsOf(blocks('yaml')[2] ?? '');
    assert.equal(steps.length, 5);
    for (const step of steps) assert.deepEqual(run(step), { code: 0, out: '', err: '' }, step);
    assert.equal(readFileSync(path.join(place.folder, 'activation-lens.sarif'), 'utf8'), run('npx activation-lens check --format sarif').out);
  });

  it('write a report', () => {
    assert.equal(run(report).code, 0);
    assert.equal((JSON.parse(readFileSync(path.join(place.folder, 'report.json'), 'utf8')) as { files: unknown[] }).files.length, 2);
  });

  it('lint and fix with ESLint, as installed', () => {
    place.write('eslint.config.mjs', blocks('js')[0] ?? '');
    const [lint = '', fix = ''] = eslint.trim().split('\n');
    assert.match(run(lint).out, /faulty\.js\n +3:\d+ +warning +Softmax between hidden layers.*activation-lens\/softmax-between-hidden-layers\n[^]*2 problems/);
    assert.match(run(fix).out, /1 problem/);
    assert.ok(readFileSync(path.join(place.folder, 'src/faulty.js'), 'utf8').includes('tf.relu(x); // keep me'));
    git('checkout', '-q', 'src/faulty.js');
  });

  it('start the server for agents', async () => {
    const { mcpServers } = JSON.parse(blocks('json')[0] ?? '{}') as { mcpServers: Record<string, { command: string; args: string[] }> };
    const server = mcpServers['activation-lens'];
    assert.ok(server);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ ...server, cwd: place.folder, env: { ...process.env as Record<string, string>, PATH: search } }));
    const { tools } = await client.listTools();
    await client.close();
    assert.ok(tools.every(({ name }) => PAGE.includes(`\`${name}\``)) && tools.length === 4);
  });
});
