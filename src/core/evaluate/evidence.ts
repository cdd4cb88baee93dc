/** Whether the program at hand is about TensorFlow.js, looked up once for each version of a script. */
import type { Script } from '../syntax/tree';
import { usesTensorFlow } from '../tfjs/evidence';
import type { Machine } from './state';

const found = new WeakMap<Script, boolean>();

/** True where the document shows that it uses TensorFlow.js. */
export function isAboutTensorFlow({ script }: Machine): boolean {
  const known = found.get(script) ?? usesTensorFlow(script.text);
  found.set(script, known);
  return known;
}
