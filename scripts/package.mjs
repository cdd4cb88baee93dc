/**
 * Makes what is published, in `out`: the extension as a `.vsix`, the command line as a package for npm.
 *
 *     npm run package
 */
import { statSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './lib/errors.mjs';
import { installDependencies } from './lib/install.mjs';
import { buildForUsers, makeTarball, makeVsix } from './lib/packages.mjs';
import { root } from './lib/paths.mjs';
import { parseArguments, runScript } from './lib/report.mjs';

await runScript(async () => {
  const { rest, unknown } = parseArguments(process.argv.slice(2), {});
  if (rest.length + unknown.length > 0) throw new Failure(`Unknown argument ${[...unknown, ...rest][0]}; there is only --verbose.`);
  await installDependencies();
  await buildForUsers();
  const { file, output } = await makeVsix();
  for (const line of output.split('\n')) if (/\bWARNING\b/.test(line)) console.log(line.trim());
  for (const made of [file, await makeTarball()]) console.log(`${path.relative(root, made).padEnd(36)} ${(statSync(made).size / 1024).toFixed(0).padStart(6)} KiB`);
});
