/** Writes the schema of `activationLens.rules` in package.json: one property for each rule, from the rule itself. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { writeGenerated } from './write.mjs';

const TARGET = 'package.json';
const SETTING = 'activationLens.rules';
const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'];

const { plugins } = createRequire(import.meta.url)('../../esbuild.js');

/** The rules themselves, bundled for this moment. */
async function loadRules() {
  const { outputFiles } = await build({
    entryPoints: ['src/core/rules/registry.gen.ts'], bundle: true, write: false, format: 'esm', platform: 'neutral', mainFields: ['module', 'main'], logLevel: 'error', plugins,
  });
  const { rules } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
  return Object.values(rules);
}

/** Brings the schema up to date, or with `check` only looks. Resolves to true where it is out of date. */
export async function write({ check = false } = {}) {
  const manifest = JSON.parse(readFileSync(TARGET, 'utf8'));
  const rules = await loadRules();
  const { properties } = manifest.contributes.configuration.find((group) => SETTING in group.properties);
  properties[SETTING].properties = Object.fromEntries(rules.map(({ id, severity, default: fallback = severity, docs }) => [id, {
    type: 'string', enum: SEVERITIES, default: fallback, markdownDescription: docs.summary,
  }]));
  return writeGenerated(TARGET, `${JSON.stringify(manifest, undefined, 2)}\n`, { check });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const check = process.argv.includes('--check');
  const stale = await write({ check });
  if (stale) console.log(`${check ? 'out of date' : 'written'}: ${TARGET}`);
  if (check && stale) process.exitCode = 1;
}
