import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { RuleContext } from '../../src/eslint/api';
import { adaptedRules } from '../../src/eslint/rules';
import { ruleIds } from '../../src/core/rules/registry.gen';
import { cli, FAULTY, scratch, SOUND } from '../support/command-line';
import type { Scratch } from '../support/command-line';
import { fixturesIn } from '../support/fixtures';

interface Message {
  readonly ruleId: string | null;
  readonly severity: number;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly fix?: { readonly range: readonly [number, number]; readonly text: string };
  readonly suggestions?: readonly { readonly desc: string; readonly fix: { readonly range: readonly [number, number]; readonly text: string } }[];
}

interface LintResult {
  readonly messages: readonly Message[];
  readonly output?: string;
}

interface Eslint {
  readonly lintFiles: (files: readonly string[]) => Promise<readonly LintResult[]>;
  readonly lintText: (text: string, options: { filePath: string }) => Promise<readonly LintResult[]>;
}

interface Plugin {
  readonly meta: { readonly name: string; readonly version: string };
  readonly rules: Readonly<Record<string, { readonly meta: { readonly docs: { readonly url: string } } }>>;
  readonly configs: Readonly<Record<'recommended' | 'all', { readonly rules: Readonly<Record<string, string>> }>>;
}

interface Found {
  readonly rule: string;
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly column: number }; readonly end: { readonly line: number; readonly column: number } };
}

const PLUGIN = path.resolve('dist/eslint.js');

describe('the plugin in a real ESLint', () => {
  let place: Scratch;
  let linter: { readonly folder: string; readonly script: string };
  let plugin: Plugin;
  let parser: unknown;
  let make: (config: readonly object[], fix?: boolean) => Eslint;

  before(async () => {
    const { installLinter } = (await import(pathToFileURL(path.resolve('scripts/lib/linters-install.mjs')).href)) as { installLinter: () => Promise<typeof linter> };
    linter = await installLinter();
    const load = createRequire(path.join(linter.folder, 'package.json'));
    const { ESLint } = load('eslint') as { ESLint: new (options: object) => Eslint & { readonly version: string } };
    parser = load('@typescript-eslint/parser');
    plugin = createRequire(import.meta.url)(PLUGIN) as Plugin;
    place = scratch();
    make = (config, fix = false) => new ESLint({ cwd: place.folder, overrideConfigFile: true, overrideConfig: config, fix });
  });
  after(() => place.remove());

  const EVERYTHING = ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'];
  const all = (): object => ({ ...plugin.configs.all, files: EVERYTHING, languageOptions: { parser } });
  const lint = async (text: string, name = 'model.ts', config = all(), fix = false): Promise<LintResult> => {
    const [result] = await make([config], fix).lintText(text, { filePath: path.join(place.folder, name) });
    assert.ok(result);
    return result;
  };
  const found = (args: readonly string[]): readonly (readonly Found[])[] => (JSON.parse(cli('check', ...args, '--format', 'json', '--rule', 'relu-before-maxpool:hint').out) as { files: { findings: Found[] }[] }).files.map(({ findings }) => findings);

  it('has every rule, with an address for its documentation', () => {
    assert.deepEqual(Object.keys(plugin.rules).sort(), [...ruleIds, 'unused-disable'].sort());
    assert.deepEqual(plugin.meta, { name: 'activation-lens', version: (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version, namespace: 'activation-lens' });
    for (const id of ruleIds) assert.match(plugin.rules[id]?.meta.docs.url ?? '', new RegExp(`^https://.*/docs/rules/${id}\\.md$`));
    const { recommended, all: every } = plugin.configs;
    assert.deepEqual([recommended.rules['activation-lens/softmax-axis'], recommended.rules['activation-lens/dead-relu-narrow'], recommended.rules['activation-lens/relu-before-maxpool'], every.rules['activation-lens/relu-before-maxpool']], ['error', 'warn', undefined, 'warn']);
  });

  it('is the same imported and required', async () => {
    const imported = (await import(pathToFileURL(PLUGIN).href)) as { default: unknown };
    assert.equal(imported.default, plugin);
  });

  it('finds in the fixtures what the command line finds, at the same places', async () => {
    const names = fixturesIn('test/fixtures/rules').map((fixture) => fixture.path).filter((name) => /\.[jt]sx?$/.test(name)).filter((_, index) => index % 7 === 0);
    assert.ok(names.length > 50);
    const expected = found(names);
    let count = 0;
    for (const [index, name] of names.entries()) {
      const [result] = await make([all()]).lintText(readFileSync(name, 'utf8').replace(/^\uFEFF/, ''), { filePath: path.join(place.folder, path.basename(name)) });
      const messages = (result?.messages ?? []).filter(({ ruleId }) => ruleId !== null);
      // A syntax error is the one thing that ESLint does not read past.
      if (result?.messages.some(({ ruleId }) => ruleId === null)) continue;
      const place1 = ({ rule, message, range: { start, end } }: Found): string => `${start.line}:${start.column}-${end.line}:${end.column} ${rule} ${message}`;
      const place2 = ({ ruleId, message, line, column, endLine, endColumn }: Message): string => `${line}:${column}-${endLine}:${endColumn} ${ruleId?.replace('activation-lens/', '')} ${message}`;
      assert.deepEqual(messages.map(place2).sort(), (expected[index] ?? []).map(place1).sort(), name);
      count += messages.length;
    }
    assert.ok(count > 40, String(count));
  });

  it('fixes what is safe, and suggests the rest', async () => {
    const { messages, output } = await lint(FAULTY, 'model.ts', all(), true);
    assert.equal(output, FAULTY.replace('tf.relu(tf.relu(x))', 'tf.relu(x)'));
    assert.deepEqual(messages.map(({ ruleId, severity }) => [ruleId, severity]), [['activation-lens/softmax-between-hidden-layers', 1]]);
    const [suggestion] = messages[0]?.suggestions ?? [];
    assert.equal(suggestion?.desc, 'Replace softmax by relu');
    const { range: [start, end], text } = suggestion?.fix ?? { range: [0, 0] as const, text: '' };
    assert.equal((output ?? '').slice(0, start) + text + (output ?? '').slice(end), output?.replace("'softmax', inputShape", "'relu', inputShape"));
  });

  it('counts places behind a byte order mark and with any line ends', async () => {
    for (const text of [`\uFEFF${FAULTY}`, FAULTY.replaceAll('\n', '\r\n'), `\uFEFF${FAULTY.replaceAll('\n', '\r\n')}`]) {
      const { messages } = await lint(text);
      assert.deepEqual(messages.map(({ line, column, endColumn }) => [line, column, endColumn]), [[3, 52, 61], [5, 43, 47]]);
      const { output } = await lint(text, 'model.ts', all(), true);
      assert.equal(output, text.replace('tf.relu(tf.relu(x))', 'tf.relu(x)'));
    }
  });

  it('needs no tree of ESLint: any parser will do', async () => {
    const foreign = { parse: (text: string) => ({ type: 'Program', start: 0, end: text.length, range: [0, text.length], loc: { start: { line: 1, column: 0 }, end: { line: 9, column: 0 } }, body: [], comments: [], tokens: [] }) };
    const component = `<script setup lang="ts">\n${FAULTY}</script>\n<template><p>softmax</p></template>\n`;
    const { messages } = await lint(component, 'Model.vue', { ...plugin.configs.recommended, files: ['**/*.vue'], languageOptions: { parser: foreign } });
    assert.deepEqual(messages.map(({ ruleId, line }) => [ruleId, line]), [['activation-lens/softmax-between-hidden-layers', 4], ['activation-lens/redundant-activation', 6]]);
  });

  it('obeys comments of both kinds, and says nothing of sound code', async () => {
    const line = FAULTY.split('\n')[4]?.replace(' // keep me', '');
    const both = `${FAULTY.split('\n')[0]}\n${line} // activation-lens-disable-line redundant-activation\n// eslint-disable-next-line activation-lens/redundant-activation\n${line?.replace('twice', 'again')}\n// activation-lens-disable-line\n`;
    const { messages } = await lint(both);
    assert.deepEqual(messages.map(({ ruleId }) => ruleId), ['activation-lens/unused-disable']);
    assert.deepEqual((await lint(SOUND, 'sound.js')).messages, []);
    assert.deepEqual((await lint('export const answer = 42;\n', 'plain.js')).messages, []);
  });

  it('reads what a file imports, as it is now', async () => {
    const model = "import * as tf from '@tensorflow/tfjs';\nimport { hidden } from './names';\ntf.sequential({ layers: [tf.layers.dense({ units: 8, activation: hidden, inputShape: [4] }), tf.layers.dense({ units: 3, activation: 'softmax' })] });\n";
    for (const [name, count] of [['relu', 0], ['softmax', 1], ['relu', 0]] as const) {
      place.write('names.ts', `export const hidden = '${name}';\n`);
      assert.equal((await lint(model, 'model.ts')).messages.length, count);
    }
  });

  it('analyses a text once for all rules', () => {
    let reads = 0;
    const reported: string[] = [];
    const sourceCode = { get text(): string { reads++; return FAULTY; }, getLocFromIndex: (index: number) => ({ line: 1, column: index }) };
    const context: RuleContext = { filename: '/nowhere/model.ts', sourceCode, report: ({ message }) => reported.push(message) };
    for (const { rule } of adaptedRules) rule.create(context).Program();
    assert.deepEqual([reads, reported.length], [1, 2]);
  });

  it('is configured in a flat file, by its own name, and in TypeScript', () => {
    symlinkSync(path.join(linter.folder, 'node_modules'), path.join(place.folder, 'node_modules'), 'dir');
    place.write('eslint.config.mjs', `import { defineConfig } from 'eslint/config';\nimport activationLens from ${JSON.stringify(pathToFileURL(PLUGIN).href)};\nexport default defineConfig([activationLens.configs.recommended, { plugins: { 'activation-lens': activationLens }, rules: { 'activation-lens/redundant-activation': 'error' } }]);\n`);
    place.write('faulty.js', "import * as tf from '@tensorflow/tfjs';\nexport const twice = (x) => tf.relu(tf.relu(x));\n");
    const run = spawnSync(process.execPath, [linter.script, '--format', 'json', 'faulty.js'], { cwd: place.folder, encoding: 'utf8' });
    assert.equal(run.status, 1, run.stderr);
    assert.deepEqual((JSON.parse(run.stdout) as LintResult[])[0]?.messages.map(({ ruleId, severity, line, column }) => [ruleId, severity, line, column]), [['activation-lens/redundant-activation', 2, 2, 32]]);
    place.write('eslint.config.ts', `import { defineConfig } from 'eslint/config';\nimport activationLens from ${JSON.stringify(PLUGIN)};\nexport default defineConfig(activationLens.configs.recommended, { plugins: { 'activation-lens': activationLens }, rules: { 'activation-lens/softmax-axis': 'warn' } });\n`);
    const types = spawnSync(process.execPath, [path.resolve('node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', '--types', '', 'eslint.config.ts'], { cwd: place.folder, encoding: 'utf8' });
    assert.equal(types.status, 0, types.stdout);
  });
});
