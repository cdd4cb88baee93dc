/** Child processes: each one leads a process group of its own, so that stopping it stops what it started. */
import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { atEnd } from './lifetime.mjs';
import { detail } from './report.mjs';

const onWindows = process.platform === 'win32';

/**
 * @typedef {object} Started
 * @property {import('node:child_process').ChildProcess} child
 * @property {() => string} output what it has printed so far, both streams
 * @property {Promise<number>} ended its exit code; 1 if a signal ended it, 127 if it could not be started
 * @property {() => Promise<void>} stop ends it and everything it started
 */

/**
 * @typedef {object} Options
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] replaces the whole environment
 * @property {(line: string) => void} [onLine] called for every line it prints
 * @property {boolean} [shell]
 */

/**
 * Starts a process that ends with the script at the latest.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Started}
 */
export function start(command, args, options = {}) {
  const { cwd, env, shell, onLine = detail } = options;
  const child = spawn(command, args, { cwd, env, shell, detached: !onWindows, windowsHide: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (/** @type {string} */ text) => {
      output += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach((line) => onLine(line));
    });
    stream.on('end', () => rest !== '' && onLine(rest));
  }
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve(127);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
  const stop = atEnd(() => stopGroup(child, ended));
  void ended.then(() => stop());
  return { child, output: () => output, ended, stop };
}

/**
 * Runs a process to its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Options} [options]
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function run(command, args, options = {}) {
  const started = start(command, args, options);
  return { code: await started.ended, output: started.output() };
}

/** Asks the whole group to end, and makes it after two seconds. @param {Started['child']} child @param {Promise<number>} ended */
async function stopGroup(child, ended) {
  if (child.pid === undefined) return;
  if (onWindows) {
    spawnSync('taskkill', ['/pid', String(child.pid), '/T', '/F'], { windowsHide: true });
    return;
  }
  signalGroup(child.pid, 'SIGTERM');
  await Promise.race([ended, delay(2000, undefined, { ref: false })]);
  // The leader may be gone while a child of its lingers in the group.
  signalGroup(child.pid, 'SIGKILL');
}

/** @param {number} leader @param {NodeJS.Signals} signal */
function signalGroup(leader, signal) {
  try {
    process.kill(-leader, signal);
  } catch {
    // ESRCH: there is nobody left in the group.
  }
}
