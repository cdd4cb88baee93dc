/**
 * Builds everything that ships: the extension for the Node host and for the web host, the command line,
 * its server for agents, the
 * ESLint plugin, the demo.
 *
 *     node esbuild.js               development build with source maps
 *     node esbuild.js --production  minified
 *     node esbuild.js --watch       rebuilds on change
 *
 * Required as a module it builds nothing and gives the tests the same plugins.
 */
const { copyFileSync, existsSync, statSync } = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const { version } = require('./package.json');
const { writeNotices } = require('./scripts/build/notices.cjs');
const { parserPlugin } = require('./scripts/build/parser.cjs');

const plugins = [parserPlugin];

/** Options of every build, in the order in which their sizes are printed. */
async function builds({ production }) {
  const common = {
    absWorkingDir: __dirname,
    bundle: true,
    target: 'es2022',
    minify: production,
    sourcemap: production ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    plugins,
  };
  const list = [
    { ...common, entryPoints: ['src/host/extension.ts'], outfile: 'dist/extension.js', platform: 'node', format: 'cjs', external: ['vscode'] },
    { ...common, entryPoints: ['src/host/extension.ts'], outfile: 'dist/web/extension.js', platform: 'browser', format: 'cjs', external: ['vscode'] },
    { ...common, entryPoints: ['src/cli/main.ts'], outfile: 'dist/cli.js', platform: 'node', format: 'cjs', banner: { js: '#!/usr/bin/env node' }, define: { VERSION: JSON.stringify(version) } },
    { ...common, entryPoints: ['src/mcp/server.ts'], outfile: 'dist/mcp.js', platform: 'node', format: 'cjs' },
    // What ESLint is given is the plugin itself, whether it is imported or required.
    { ...common, entryPoints: ['src/eslint/plugin.ts'], outfile: 'dist/eslint.js', platform: 'node', format: 'cjs', footer: { js: 'module.exports = module.exports.plugin;' }, define: { VERSION: JSON.stringify(version) } },
  ];
  const { demoBuilds } = await import('./scripts/build/demo.mjs');
  return [...list, ...(await demoBuilds({ production })).map((options) => ({ absWorkingDir: __dirname, ...options }))];
}

/** One line for each file written: its name and its size. */
function printSizes(list) {
  for (const { outfile } of list) {
    if (outfile && existsSync(path.join(__dirname, outfile))) {
      const { size } = statSync(path.join(__dirname, outfile));
      console.log(`${outfile.padEnd(26)} ${(size / 1024).toFixed(0).padStart(6)} KiB`);
    }
  }
}

async function main(args) {
  const unknown = args.filter((arg) => !['--production', '--watch'].includes(arg));
  if (unknown.length > 0) throw new Error(`unknown option ${unknown[0]}; there are --production and --watch`);
  const list = await builds({ production: args.includes('--production') });
  if (args.includes('--watch')) {
    for (const options of list) await (await esbuild.context({ ...options, logLevel: 'info' })).watch();
    return;
  }
  const metafiles = [];
  for (const options of list) metafiles.push((await esbuild.build({ ...options, metafile: true })).metafile);
  writeNotices(__dirname, metafiles, path.join(__dirname, 'dist', 'THIRD-PARTY-NOTICES.txt'));
  copyFileSync(path.join(__dirname, 'src', 'eslint', 'public.d.ts'), path.join(__dirname, 'dist', 'eslint.d.ts'));
  printSizes(list);
}

module.exports = { builds, plugins };

if (require.main === module) {
  main(process.argv.slice(2)).catch((error) => {
    // esbuild has printed its own messages by then.
    if (!Array.isArray(error.errors)) console.error(`esbuild.js: ${error.message}`);
    process.exitCode = 1;
  });
}
