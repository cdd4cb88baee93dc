/** What the scripts say: progress lines, and one clear line for a failure that the user can do something about. */
import { errorText } from './errors.mjs';
import { isEnding, shutDown, watchSignals } from './lifetime.mjs';

/** Is everything to be shown, logs of the server and of the browser included? */
export const verbose = process.argv.includes('--verbose');

/** Says what is being done. @param {string} text */
export function step(text) {
  process.stderr.write(`› ${text}\n`);
}

/** A detail that is only shown with `--verbose`. @param {string} text */
export function detail(text) {
  if (verbose) process.stderr.write(`  ${text.trimEnd().replaceAll('\n', '\n  ')}\n`);
}

/**
 * Runs a script's main function: ends what it started, turns a `Failure` into one line and sets the exit code.
 * @param {() => Promise<number | void>} main resolves to the exit code
 * @returns {Promise<void>}
 */
export async function runScript(main) {
  watchSignals();
  let code;
  try {
    code = (await main()) ?? 0;
  } catch (error) {
    if (isEnding()) return;
    process.stderr.write(`${errorText(error, verbose)}\n`);
    code = 1;
  }
  if (isEnding()) return;
  await shutDown();
  process.exit(code);
}

/**
 * The values of the command line: `--name value` or `--name=value` for those listed, `--flag` for the others.
 * @param {readonly string[]} args
 * @param {{ values?: readonly string[], flags?: readonly string[] }} known
 * @returns {{ options: Map<string, string>, flags: Set<string>, rest: string[], unknown: string[] }}
 */
export function parseArguments(args, known) {
  const result = { options: new Map(), flags: new Set(), rest: /** @type {string[]} */ ([]), unknown: /** @type {string[]} */ ([]) };
  for (let i = 0; i < args.length; i++) {
    const [name, inline] = args[i].split(/=(.*)/s, 2);
    if (!name.startsWith('--')) result.rest.push(args[i]);
    else if (known.values?.includes(name.slice(2))) result.options.set(name.slice(2), inline ?? args[++i] ?? '');
    else if (name === '--verbose' || known.flags?.includes(name.slice(2))) result.flags.add(name.slice(2));
    else result.unknown.push(args[i]);
  }
  return result;
}
