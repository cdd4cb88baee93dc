/**
 * Prints what was measured on this machine, as medians and as ratios against a peer in the same run.
 *
 *     npm run bench            everything
 *     npm run bench -- core    only the analysis; there are core, scan, host, demo
 *     npm run bench -- scan ../some/checkout   the command line over a tree of your own
 */
import { installDependencies } from './lib/install.mjs';
import { Failure } from './lib/errors.mjs';
import { parseArguments, runScript } from './lib/report.mjs';

const benches = {
  core: async () => (await import('../test/bench/core.mjs')).benchCore(),
  scan: async (/** @type {readonly string[]} */ paths) => (await import('../test/bench/scan.mjs')).benchScan(paths),
  host: async () => (await import('../test/bench/host.mjs')).benchHost(),
  demo: async () => (await import('../test/bench/demo.mjs')).benchDemo(),
};

await runScript(async () => {
  const { rest, unknown } = parseArguments(process.argv.slice(2), { flags: [] });
  // Behind `scan` stand the trees to read.
  const scan = rest.indexOf('scan');
  const paths = scan < 0 ? [] : rest.splice(scan + 1);
  const chosen = [...rest, ...unknown];
  for (const name of chosen) if (!Object.hasOwn(benches, name)) throw new Failure(`There is no bench "${name}"; there are ${Object.keys(benches).join(', ')}.`);
  await installDependencies();
  for (const [name, run] of Object.entries(benches)) if (chosen.length === 0 || chosen.includes(name)) await run(paths);
  return 0;
});
