/** The samples for somebody who wants to play: a copy, so that what they change and fix never reaches the repository. */
import { cpSync, existsSync } from 'node:fs';
import path from 'node:path';
import { Failure } from './errors.mjs';
import { temporaryFolder } from './lifetime.mjs';
import { root, samplesDir } from './paths.mjs';

/** What is open at the start: findings, fixes and compositions are in it. */
const FIRST = 'softmax-hidden.ts';

/**
 * Copies the samples to a folder that is removed when the script ends.
 * @returns {{ folder: string, first: string }} the copy, and the file in it to begin with
 */
export function copySamples() {
  if (!existsSync(samplesDir)) throw new Failure(`The samples are missing: ${path.relative(root, samplesDir)} is no folder.`);
  const folder = path.join(temporaryFolder('start'), 'samples');
  cpSync(samplesDir, folder, { recursive: true });
  return { folder, first: path.join(folder, FIRST) };
}
