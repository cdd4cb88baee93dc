/** ESLint with typescript-eslint's parser, for the bench and the tests of the plugin: the project itself is linted with oxlint. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached } from './cache.mjs';
import { npm } from './npm.mjs';
import { step } from './report.mjs';

const dependencies = { eslint: '10.15.0', '@typescript-eslint/parser': '8.73.0', typescript: '5.9.3' };

/** Every file, one rule, nothing that the files themselves ask for. */
const configuration = `import * as parser from '@typescript-eslint/parser';
export default [{
  files: ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}'],
  languageOptions: { parser },
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  rules: { 'no-debugger': 'error' },
}];
`;

/** Says how many files there were, and nothing about them. */
const formatter = 'module.exports = (results) => `${results.length} files`;\n';

/** @typedef {{ folder: string, script: string, configuration: string, formatter: string, name: string }} Linter what it is started with */

/**
 * Installs ESLint into the cache unless it is there.
 * @returns {Promise<Linter>}
 */
export async function installLinter() {
  const folder = await cached(`bench-eslint-${dependencies.eslint}-${dependencies['@typescript-eslint/parser']}`, async (draft) => {
    step(`Installing ESLint ${dependencies.eslint} into .vscode-test, about half a minute`);
    writeFileSync(path.join(draft, 'package.json'), JSON.stringify({ private: true, dependencies }));
    await npm(['install', '--omit=dev', '--ignore-scripts', '--prefix', draft], draft, 'install ESLint');
    writeFileSync(path.join(draft, 'eslint.config.mjs'), configuration);
    writeFileSync(path.join(draft, 'count.cjs'), formatter);
  });
  return {
    folder, script: path.join(folder, 'node_modules', 'eslint', 'bin', 'eslint.js'), configuration: path.join(folder, 'eslint.config.mjs'), formatter: path.join(folder, 'count.cjs'),
    name: `ESLint ${dependencies.eslint}, typescript-eslint ${dependencies['@typescript-eslint/parser']}`,
  };
}
