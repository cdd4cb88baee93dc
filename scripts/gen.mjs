/**
 * Brings up to date all that is made from rules and activations: registries, settings, the tools of agents, the schema of the configuration, pages, the README's tables.
 *
 *     npm run gen               writes
 *     npm run gen -- --check    only says what is out of date; exit code 1 if anything is
 */
import { installDependencies } from './lib/install.mjs';
import { parseArguments, runScript } from './lib/report.mjs';

/** In this order: settings and documents are made from the registries. */
const GENERATORS = ['activations', 'rules', 'settings', 'tools', 'config', 'docs'];

await runScript(async () => {
  const { flags } = parseArguments(process.argv.slice(2), { flags: ['check'] });
  const check = flags.has('check');
  await installDependencies();
  let stale = false;
  for (const name of GENERATORS) {
    const { write } = await import(`./gen/${name}.mjs`);
    const changed = await write({ check });
    const differs = Array.isArray(changed) ? changed.length > 0 : changed;
    if (differs) console.log(`${name}: ${check ? 'out of date, run npm run gen' : 'written'}`);
    stale ||= differs;
  }
  return check && stale ? 1 : 0;
});
