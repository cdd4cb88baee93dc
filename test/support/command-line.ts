/** Runs the command line in this process, and gives what it would print. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../../src/cli/run';

export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs it with something on the standard input. */
export function cliWith(input: string, ...args: string[]): CommandResult {
  const out: string[] = [];
  const err: string[] = [];
  const code = run(args, { out: (text) => out.push(text), err: (text) => err.push(text), input: () => input }, '1.2.3');
  return { code, out: out.join('\n'), err: err.join('\n') };
}

export function cli(...args: string[]): CommandResult {
  return cliWith('', ...args);
}

/** A scratch folder, in which a run may be started. */
export interface Scratch {
  readonly folder: string;
  /** Writes a file, and its folders. */
  readonly write: (name: string, content: string) => string;
  readonly remove: () => void;
}

export function scratch(): Scratch {
  const folder = mkdtempSync(path.join(tmpdir(), 'activation-lens-'));
  return {
    folder,
    write: (name, content) => {
      const target = path.join(folder, name);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, content);
      return target;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A warning that has a safe fix, and one that has suggestions. */
export const FAULTY = `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential();
model.add(tf.layers.dense({ units: 16, activation: 'softmax', inputShape: [4] }));
model.add(tf.layers.dense({ units: 3, activation: 'softmax' }));
export const twice = (x: tf.Tensor) => tf.relu(tf.relu(x)); // keep me
`;

export const SOUND = "import * as tf from '@tensorflow/tfjs';\nexport const f = (x) => tf.relu(x);\n";
