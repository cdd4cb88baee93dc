/** Runs npm, and tells a missing network from other failures. */
import { existsSync } from 'node:fs';
import { Failure } from './errors.mjs';
import { root } from './paths.mjs';
import { run } from './processes.mjs';
import { detail } from './report.mjs';

const noNetwork = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENOTCACHED/;

/**
 * Runs an npm command that installs.
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {string} what for the message if it fails, as in "install the editor"
 */
export async function npm(args, cwd, what) {
  // Without a network npm tries each package again for minutes; what it has in its cache may do all the same.
  const network = (await hasNetwork()) ? '--prefer-offline' : '--offline';
  const { code, output } = await runNpm([...args, '--no-audit', '--no-fund', '--loglevel=error', network], cwd);
  if (code === 0) return;
  if (noNetwork.test(output)) throw new Failure(`Cannot ${what}: the npm registry does not answer. Connect to the network and run the same command again.`);
  throw new Failure(`Cannot ${what}: npm ended with code ${code}.\n${output.trim().split('\n').slice(0, 15).join('\n')}`);
}

/** @type {Promise<boolean> | undefined} */
let answers;

/** Does the registry answer? Asked once. @returns {Promise<boolean>} */
function hasNetwork() {
  answers ??= runNpm(['ping', '--fetch-retries=0', '--fetch-timeout=15000'], root).then(({ code, output }) => {
    if (code !== 0) detail(output);
    // Some registries know no ping and still serve packages.
    return code === 0 || !noNetwork.test(output);
  });
  return answers;
}

/** Runs npm, the one that started this script if there is one. @param {readonly string[]} args @param {string} cwd */
function runNpm(args, cwd) {
  const cli = process.env.npm_execpath;
  // npx and other package managers set npm_execpath too.
  const byNode = cli !== undefined && /npm-cli\.[cm]?js$/.test(cli) && existsSync(cli);
  return byNode ? run(process.execPath, [cli, ...args], { cwd }) : run('npm', args, { cwd, shell: process.platform === 'win32' });
}
