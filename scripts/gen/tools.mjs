/** Writes `languageModelTools` in package.json: the tools that agents in the editor are given, from where they are made. */
import { readFileSync } from 'node:fs';
import { loadCore } from './load.mjs';
import { writeGenerated } from './write.mjs';

const TARGET = 'package.json';

/** `analyze_file` → `activationLensAnalyzeFile`, by which people may name a tool in a conversation. */
function referenceName(name) {
  return `activationLens${name.split('_').map((word) => word[0].toUpperCase() + word.slice(1)).join('')}`;
}

/** Brings them up to date, or with `check` only looks. Resolves to true where they are out of date. */
export async function write({ check = false } = {}) {
  const manifest = JSON.parse(readFileSync(TARGET, 'utf8'));
  const { agentTools } = await loadCore();
  manifest.contributes.languageModelTools = Object.entries(agentTools).map(([name, { title, summary, description, inputSchema }]) => ({
    name: `activation-lens_${name}`, displayName: title, userDescription: summary, modelDescription: description,
    canBeReferencedInPrompt: true, toolReferenceName: referenceName(name), icon: '$(pulse)', tags: ['tensorflow.js', 'neural network'], inputSchema,
  }));
  return writeGenerated(TARGET, `${JSON.stringify(manifest, undefined, 2)}\n`, { check });
}
