import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { analyze } from '../../src/core/analyze';
import { MAX_REPORT } from '../../src/core/insight/agent';
import { agentTools } from '../../src/core/insight/agent-tools';
import { ruleIds } from '../../src/core/rules/registry.gen';
import { FAULTY, scratch, SOUND } from '../support/command-line';
import type { Scratch } from '../support/command-line';

interface Place { readonly line: number; readonly column: number; readonly offset: number }

interface Report {
  readonly path: string;
  readonly finished: boolean;
  readonly silent?: string;
  readonly leftOut?: Readonly<Record<string, number>>;
  readonly networks: readonly {
    readonly parameters: number; readonly beforeTraining: { readonly firstGradientRelativeToLast: number };
    readonly layers: readonly { readonly index: number; readonly className: string; readonly outputShape: readonly (number | null)[]; readonly beforeTraining: { readonly inactiveShare?: number; readonly gradientRelativeToLast: number } }[];
  }[];
  readonly findings: readonly { readonly rule: string; readonly fixes: readonly { readonly title: string; readonly kind: string; readonly edits: readonly { readonly range: { readonly start: Place; readonly end: Place }; readonly newText: string }[] }[] }[];
  readonly activations: readonly { readonly function: string; readonly role: string }[];
}

const CLI = path.resolve('dist/cli.js');

/** Code that a text imports, so that it matters what the module holds. */
const importing = (specifier: string): string => `import * as tf from '@tensorflow/tfjs';\nimport { hidden } from '${specifier}';\ntf.sequential({ layers: [tf.layers.dense({ units: 8, activation: hidden, inputShape: [4] }), tf.layers.dense({ units: 3, activation: 'softmax' })] });\n`;

describe('the server for agents', () => {
  let place: Scratch;
  let client: Client;

  before(async () => {
    place = scratch();
    place.write('inside/model.ts', FAULTY);
    place.write('outside/secret.ts', "export const hidden = 'softmax';\n");
    place.write('outside/.activationlensrc.json', '{ "rules": { "redundant-activation": "off" } }');
    place.write('.activationlensrc.json', '{ "rules": { "softmax-between-hidden-layers": "off" } }');
    symlinkSync(path.join(place.folder, 'outside'), path.join(place.folder, 'inside', 'link'), 'dir');
    symlinkSync(path.join(place.folder, 'outside', 'secret.ts'), path.join(place.folder, 'inside', 'alias.ts'));
    client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [CLI, 'mcp', path.join(place.folder, 'inside')], cwd: place.folder }));
  });
  after(async () => {
    await client.close();
    place.remove();
  });

  const call = async (name: string, input: Record<string, unknown> = {}): Promise<{ readonly text: string; readonly failed: boolean }> => {
    const { content, isError } = await client.callTool({ name, arguments: input });
    const [first, ...others] = content as readonly { readonly type: string; readonly text: string }[];
    assert.ok(first?.type === 'text' && others.length === 0);
    return { text: first.text, failed: isError === true };
  };
  const report = async (input: Record<string, unknown>): Promise<Report> => {
    const { text, failed } = await call('analyze_file', input);
    assert.ok(!failed, text);
    return JSON.parse(text) as Report;
  };
  const problem = async (name: string, input: Record<string, unknown> = {}): Promise<string> => {
    const { text, failed } = await call(name, input);
    assert.ok(failed && !text.includes('\n    at '), text);
    return text;
  };

  it('says what it can do, and that it only reads', async () => {
    const { tools } = await client.listTools();
    assert.deepEqual(tools.map(({ name }) => name), Object.keys(agentTools));
    for (const { annotations, description, inputSchema } of tools) assert.ok(annotations?.readOnlyHint === true && (description ?? '').length > 40 && inputSchema.type === 'object');
  });

  it('tells of a file its networks, numbers, findings and fixes', async () => {
    const { networks: [network], findings, activations, finished } = await report({ path: 'model.ts' });
    assert.equal(finished, true);
    assert.deepEqual([network?.parameters, network?.layers.map(({ className, outputShape }) => [className, outputShape])], [131, [['Dense', [null, 16]], ['Dense', [null, 3]]]]);
    assert.ok((network?.beforeTraining.firstGradientRelativeToLast ?? 1) < 0.2);
    assert.equal(network?.layers[1]?.beforeTraining.gradientRelativeToLast, 1);
    assert.deepEqual(activations.map((use) => `${use.function} ${use.role}`), ['softmax hidden', 'softmax output', 'relu unknown', 'relu unknown']);
    assert.deepEqual(findings.map(({ rule }) => rule), ['softmax-between-hidden-layers', 'redundant-activation']);
    const fix = findings[1]?.fixes.find(({ kind }) => kind === 'safe');
    const fixed = (fix?.edits ?? []).toSorted((a, b) => b.range.start.offset - a.range.start.offset).reduce((text, { range, newText }) => text.slice(0, range.start.offset) + newText + text.slice(range.end.offset), FAULTY);
    assert.equal(fixed, FAULTY.replace('tf.relu(tf.relu(x))', 'tf.relu(x)'));
    assert.equal(fix?.edits[0]?.range.start.line, 5);
  });

  it('reads a text in place of a file, and a text alone', async () => {
    assert.deepEqual((await report({ path: 'model.ts', text: SOUND })).findings, []);
    assert.equal((await report({ path: 'new.ts', text: FAULTY })).findings.length, 2);
    assert.equal((await report({ text: FAULTY, language: 'typescript' })).findings.length, 2);
    assert.equal((await report({ text: `<script>const m = tf.sequential();</script>`, language: 'html' })).networks.length, 1);
    assert.match((await report({ text: 'export {};', language: 'javascript' })).silent ?? '', /nothing of TensorFlow\.js/);
    assert.match(await problem('analyze_file', { text: FAULTY }), /needs its language: javascript, /);
    assert.match(await problem('analyze_file'), /give a path, or a text/);
  });

  it('reads nothing outside its folders, whichever way it is asked', async () => {
    const outside = path.join(place.folder, 'outside', 'secret.ts');
    for (const given of ['../outside/secret.ts', outside, 'link/secret.ts', 'alias.ts', 'x/../../outside/secret.ts', path.join(place.folder, 'inside', '..', 'outside', 'secret.ts'), '/etc/hosts.js', 'model.ts\0.ts', '', 'link/new.ts', pathToFileURL(outside).href, 'file:///%00', 'file://host/x.js']) {
      assert.match(await problem('analyze_file', { path: given }), /is not below the folders/, given);
      assert.match(await problem('analyze_file', { path: given, text: FAULTY }), /is not below the folders/, given);
    }
    assert.equal((await report({ path: pathToFileURL(path.join(place.folder, 'inside', 'model.ts')).href })).findings.length, 2);
    for (const specifier of ['../outside/secret', './link/secret', './alias']) assert.deepEqual((await report({ path: 'importing.ts', text: importing(specifier) })).findings, [], specifier);
    place.write('inside/own.ts', "export const hidden = 'softmax';\n");
    assert.equal((await report({ path: 'importing.ts', text: importing('./own') })).findings.length, 1);
  });

  it('obeys the configuration of its own folders, as it is now', async () => {
    place.write('inside/sub/model.ts', FAULTY);
    place.write('inside/sub/.activationlensrc.json', '{ "rules": { "redundant-activation": "off" } }');
    assert.deepEqual((await report({ path: 'sub/model.ts' })).findings.map(({ rule }) => rule), ['softmax-between-hidden-layers']);
    place.write('inside/sub/.activationlensrc.json', '{}');
    assert.equal((await report({ path: 'sub/model.ts' })).findings.length, 2);
  });

  it('says what stands in the way', async () => {
    place.write('inside/notes.txt', 'tf.relu');
    place.write('inside/huge.js', 'tf.relu(x);\n'.repeat(60_000));
    assert.match(await problem('analyze_file', { path: 'gone.ts' }), /^gone\.ts: no such file$/);
    assert.match(await problem('analyze_file', { path: 'notes.txt' }), /^notes\.txt: not a JavaScript/);
    assert.match((await report({ path: 'huge.js' })).silent ?? '', /larger than 500 kB/);
    assert.match(await problem('analyze_file', { path: 7 }), /path has to be a string/);
    assert.match(await problem('analyze_file', { file: 'model.ts' }), /there is no file; there are path, text, language/);
    assert.match(await problem('analyze_file', { text: '', language: 'python' }), /language is none of javascript/);
    assert.match(await problem('no_such_tool'), /there is no tool no_such_tool; there are analyze_file/);
    assert.match(await problem('explain_rule', {}), /id is missing/);
    assert.match(await problem('explain_rule', { id: 'softmax-axes' }), /did you mean softmax-axis\?/);
    assert.match(await problem('explain_rule', { id: '__proto__' }), /there is no rule/);
    assert.match(await problem('explain_activation', { name: 'sigmod' }), /did you mean sigmoid\?/);
  });

  it('is never longer than a conversation can bear, and counts what it leaves out', async () => {
    const many = `${FAULTY}${Array.from({ length: 700 }, (_, index) => `const m${index} = tf.sequential({ layers: [tf.layers.dense({ units: 1, activation: 'softmax', inputShape: [2] })] });\n`).join('')}`;
    const { text } = await call('analyze_file', { path: 'many.ts', text: many });
    const { findings, leftOut } = JSON.parse(text) as Report;
    assert.ok(text.length <= MAX_REPORT, String(text.length));
    const all = analyze(many, 'typescript').findings.length;
    assert.ok(findings.length > 20 && all > 500);
    assert.equal(findings.length + (leftOut?.['findings'] ?? 0), all);
    const deep = `${'x'.repeat(5000)}`;
    assert.ok((await call('analyze_file', { path: `${deep}.ts` })).text.length < 1000);
    assert.ok((await call('explain_activation', { name: deep })).text.length < 1000);
  });

  it('explains rules and activations', async () => {
    const { text: list } = await call('list_rules');
    assert.equal(list.split('\n').length, ruleIds.length + 1);
    assert.match(list, /^softmax-axis \(error\): Softmax is asked for/m);
    assert.match((await call('explain_rule', { id: 'softmax-axis' })).text, /^# softmax-axis\n/);
    assert.match((await call('explain_activation', { name: 'SiLU' })).text, /^Swish \(SiLU\): /);
  });

  it('ends with its input, and refuses a folder that there is not', () => {
    const initialize = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } } });
    const { status, stdout } = spawnSync(process.execPath, [CLI, 'mcp'], { cwd: place.folder, input: `this is no message\n{"jsonrpc":"2.0"}\n${initialize}\n`, encoding: 'utf8', timeout: 20_000 });
    assert.equal(status, 0);
    assert.deepEqual(stdout.trim().split('\n').map((line) => (JSON.parse(line) as { id: number }).id), [1]);
    const missing = spawnSync(process.execPath, [CLI, 'mcp', 'nowhere'], { cwd: place.folder, encoding: 'utf8' });
    assert.deepEqual([missing.status, missing.stdout, missing.stderr], [2, '', 'activation-lens: mcp: nowhere: no such folder\n']);
    assert.match(spawnSync(process.execPath, [CLI, 'mcp', '--help'], { encoding: 'utf8' }).stdout, /activation-lens mcp \[FOLDER…\]/);
  });

  it('lives on its own folder where none is named', async () => {
    const child = spawn(process.execPath, [CLI, 'mcp'], { cwd: path.join(place.folder, 'inside') });
    child.stdin.end();
    assert.equal(await new Promise((resolve) => { child.on('exit', resolve); }), 0);
  });
});
