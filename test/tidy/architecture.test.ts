import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import { areaOf, importsOf, sourcesIn } from './sources';

/** The chain of the design, each link built on those before it. */
const CHAIN = ['core/syntax', 'core/tfjs', 'core/evaluate', 'core/network', 'core/signal', 'core/rules', 'core/config', 'core/insight', 'core/analyze'];

/** The mathematics and its pictures stand beside the chain, and the surfaces at its end. */
const BESIDE: Readonly<Record<string, readonly string[]>> = {
  'core/activations': [],
  'core/plot': ['core/activations'],
  'core/network': ['core/activations'],
  'core/signal': ['core/activations'],
  'core/rules': ['core/activations'],
  'core/insight': ['core/activations', 'core/plot'],
  'core/fix-all': ['core/rules', 'core/syntax', 'core/analyze'],
  demo: ['core/activations', 'core/signal', 'core/network', 'core/evaluate', 'core/tfjs'],
  cli: [...CHAIN, 'core/activations', 'core/plot', 'core/fix-all'],
  eslint: [...CHAIN, 'cli'],
  mcp: [...CHAIN, 'cli'],
  host: [...CHAIN, 'core/activations', 'core/plot', 'core/fix-all', 'demo'],
};

function mayImport(from: string, to: string): boolean {
  const place = CHAIN.indexOf(from);
  const earlier = place >= 0 && CHAIN.indexOf(to) >= 0 && CHAIN.indexOf(to) < place;
  return from === to || earlier || (BESIDE[from]?.includes(to) ?? false);
}

/** What the core may use of others: the parser, which is cut, and two libraries of pure functions. */
const CORE_PACKAGES = new Set(['typescript-6', 'd3-scale', 'd3-shape']);

/** What the demo shows to the extension: its messages, its state and its page. */
const DEMO_FOR_HOST = new Set(['src/demo/protocol.ts', 'src/demo/html.ts', 'src/demo/state.ts', 'src/demo/layers.ts', 'src/demo/presets.ts', 'src/demo/experiment.ts', 'src/demo/own.ts', 'src/demo/program.ts', 'src/demo/address.ts', 'src/demo/json.ts']);

const sources = sourcesIn('src');

test('imports follow the arrows of the design', () => {
  const wrong: string[] = [];
  for (const source of sources) {
    for (const specifier of importsOf(source)) {
      if (!specifier.startsWith('.')) continue;
      const target = path.posix.join(path.posix.dirname(source.file), specifier);
      if (!mayImport(areaOf(source.file), areaOf(`${target}.ts`))) wrong.push(`${source.file} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('every folder of the source has its place in the design', () => {
  const known = new Set([...CHAIN, ...Object.keys(BESIDE)]);
  assert.deepEqual([...new Set(sources.map(({ file }) => areaOf(file)))].filter((area) => !known.has(area)), []);
});

test('the core imports nothing of Node, of VS Code or of the page', () => {
  const wrong = sources.filter(({ file }) => file.startsWith('src/core/')).flatMap((source) => importsOf(source)
    .filter((specifier) => !specifier.startsWith('.') && !CORE_PACKAGES.has(specifier)).map((specifier) => `${source.file} imports ${specifier}`));
  assert.deepEqual(wrong, []);
});

test('the core reads no clock, no chance and no file, and logs nothing', () => {
  const impure = /\b(?:Date\.now|new Date|performance\.|Math\.random|console\.|process\.|globalThis|setTimeout|fetch\()/;
  const wrong = sources.filter(({ file, text }) => file.startsWith('src/core/') && impure.test(text.replaceAll(/\/\*[^]*?\*\/|\/\/.*/g, '').replaceAll(/'[^'\n]*'|\/\^.*\//g, '')));
  assert.deepEqual(wrong.map(({ file }) => file), []);
});

/** What runs in Node and nowhere else. */
const NODE = ['src/cli/', 'src/eslint/', 'src/mcp/'];

test('only the host imports vscode, and only what runs in Node imports Node', () => {
  const builtin = new Set(builtinModules);
  for (const source of sources) {
    for (const specifier of importsOf(source)) {
      if (specifier === 'vscode') assert.ok(source.file.startsWith('src/host/'), source.file);
      if (specifier.startsWith('node:') || builtin.has(specifier)) assert.ok(NODE.some((folder) => source.file.startsWith(folder)), `${source.file} imports ${specifier}`);
    }
  }
});

test('the host sees of the demo its messages and its page, not what runs in it', () => {
  for (const source of sources.filter(({ file }) => file.startsWith('src/host/'))) {
    for (const specifier of importsOf(source)) {
      const target = path.posix.join(path.posix.dirname(source.file), specifier);
      if (target.startsWith('src/demo/')) assert.ok(DEMO_FOR_HOST.has(`${target}.ts`), `${source.file} imports ${target}`);
    }
  }
});

/** What was asked for, and what such repositories have besides. */
const TOP_LEVEL = new Set([
  'package.json', 'package.nls.json', 'package.nls.fr.json', 'tsconfig.json', 'esbuild.js', 'src', 'media', 'test', 'README.md',
  'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'ARCHITECTURE.md', 'docs', 'scripts', 'package-lock.json',
]);

test('the top level of the repository holds what it should and nothing else', () => {
  const ignored = new Set(readFileSync('.gitignore', 'utf8').split('\n').map((line) => line.replace(/\/$/, '')));
  const found = readdirSync('.').filter((name) => !name.startsWith('.') && !ignored.has(name) && !name.endsWith('.vsix'));
  assert.deepEqual(found.filter((name) => !TOP_LEVEL.has(name)), []);
  assert.deepEqual([...TOP_LEVEL].filter((name) => !found.includes(name)), []);
});
