/**
 * Writes the schema of `activationLens.rules` in package.json: one property for each rule, from the rule itself; and what
 * it says of each into the texts of package.json, in French as the bundle of the editor's texts has it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ENGLISH, FRENCH, readTexts } from '../lib/nls.mjs';
import { writeGenerated } from './write.mjs';

const TARGET = 'package.json';
const BUNDLE = 'media/l10n/bundle.l10n.fr.json';
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

const keyOf = (id) => `rule.${id}`;

const jsonText = (value) => `${JSON.stringify(value, undefined, 2)}\n`;

/** The texts of a file with those of all rules, and of no others, at its end. */
function withRules(file, texts) {
  const others = Object.entries(readTexts(file)).filter(([key]) => !key.startsWith('rule.'));
  return jsonText(Object.fromEntries([...others, ...texts]));
}

/** Brings the schema up to date, or with `check` only looks. Resolves to true where it is out of date. */
export async function write({ check = false } = {}) {
  const manifest = JSON.parse(readFileSync(TARGET, 'utf8'));
  const rules = await loadRules();
  const { properties } = manifest.contributes.configuration.find((group) => SETTING in group.properties);
  properties[SETTING].properties = Object.fromEntries(rules.map(({ id, severity, default: fallback = severity }) => [id, {
    type: 'string', enum: SEVERITIES, default: fallback, markdownDescription: `%${keyOf(id)}%`,
  }]));
  const french = readTexts(BUNDLE);
  const stale = [
    writeGenerated(TARGET, jsonText(manifest), { check }),
    writeGenerated(ENGLISH, withRules(ENGLISH, rules.map(({ id, docs }) => [keyOf(id), docs.summary])), { check }),
    // One that is not translated is left out, and the editor shows it in English.
    writeGenerated(FRENCH, withRules(FRENCH, rules.flatMap(({ id, docs }) => (docs.summary in french ? [[keyOf(id), french[docs.summary]]] : []))), { check }),
  ];
  return stale.includes(true);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const check = process.argv.includes('--check');
  const stale = await write({ check });
  if (stale) console.log(`${check ? 'out of date' : 'written'}: ${TARGET}`);
  if (check && stale) process.exitCode = 1;
}
