/**
 * Prints what was measured on this machine, as medians and as ratios against a peer in the same run.
 *
 *     npm run bench            everything
 *     npm run bench -- core    only the analysis; there are core, host, demo
 */
import { installDependencies } from './lib/install.mjs';
import { Failure } from './lib/errors.mjs';
import { parseArguments, runScript } from './lib/report.mjs';

const benches = {
  core: async () => (await import('../test/bench/core.mjs')).benchCore(),
  host: async () => (await import('../test/bench/host.mjs')).benchHost(),
  demo: async () => (await import('../test/bench/demo.mjs')).benchDemo(),
};

await runScript(async () => {
  const { rest, unknown } = parseArguments(process.argv.slice(2), { flags: [] });
  const chosen = [...rest, ...unknown];
  for (const name of chosen) if (!Object.hasOwn(benches, name)) throw new Failure(`There is no bench "${name}"; there are ${Object.keys(benches).join(', ')}.`);
  await installDependencies();
  for (const [name, run] of Object.entries(benches)) if (chosen.length === 0 || chosen.includes(name)) await run();
  return 0;
});
