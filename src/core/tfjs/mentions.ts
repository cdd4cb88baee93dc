/**
 * What a program must name for anything to be found in it, decided from the text alone.
 *
 * Most files that import TensorFlow.js make no network and call no activation. They are not worth a parser: of the
 * 2,000 such files in the sources of tfjs itself 440 pass. The test is held to lose nothing.
 */
import { activationOps } from './ops';

/** Where layers and models come from, and what is said of them. */
const MAKERS = [
  'activation', 'Activation', '(?<!tfjs-)layers', 'sequential', 'Sequential', 'LayersModel', 'model\\s*\\(', 'modelFromJSON', 'compile', 'losses', 'CrossEntropy', 'fused', 'class_name', 'className',
  'matMul',
];

/** A member that is called by a computed name may be any of them. */
const COMPUTED = '\\]\\s*(?:\\?\\.)?\\(';

const MENTION = new RegExp(`\\b(?:${activationOps.join('|')})\\b|${MAKERS.join('|')}|${COMPUTED}`);

/** False where a program that uses TensorFlow.js makes no layer, model or activation. */
export function mentionsNetwork(text: string): boolean {
  return MENTION.test(text);
}
