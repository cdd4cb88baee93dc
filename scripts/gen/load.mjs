import { createRequire } from 'node:module';
import path from 'node:path';
import { root } from '../lib/paths.mjs';

const require = createRequire(import.meta.url);
let loaded;

/** The rules and activations of the source, and what can be set, as data. */
export async function loadCore() {
  loaded ??= (async () => {
    const esbuild = require('esbuild');
    const { plugins } = require(path.join(root, 'esbuild.js'));
    const { outputFiles } = await esbuild.build({
      absWorkingDir: root, bundle: true, write: false, format: 'cjs', platform: 'node', plugins, logLevel: 'error',
      stdin: { contents: "export { rules } from './src/core/rules/registry.gen'; export { activations } from './src/core/activations/registry.gen'; export { CONFIG_LANGUAGES } from './src/core/config/config'; export { SEVERITIES } from './src/core/config/severity'; export { severityWords } from './src/core/rules/severity-words'; export { agentTools } from './src/core/insight/agent-tools';", resolveDir: root, loader: 'ts' },
    });
    const module = { exports: {} };
    // The bundle is ours, made a line above.
    new Function('module', 'exports', 'require', outputFiles[0].text)(module, module.exports, require);
    return module.exports;
  })();
  return loaded;
}
