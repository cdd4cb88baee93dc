/**
 * What a program must name for anything to be found in it, decided from the text alone.
 *
 * Most files that import TensorFlow.js make no network and call no activation. They are not worth a parser: of the
 * 2,000 such files in the sources of tfjs itself about one in six passes. The test is held to lose nothing.
 */
import { activationOps } from './ops';

/** Members of the namespace, which a program names as members, in strings or in lists of names. */
const MEMBERS = [...activationOps, 'layers', 'fused', 'matMul', 'losses', 'exp', 'customGrad'].join('|');

/** Where models come from and what is said of them; the rest of a word makes it another. */
const MAKERS = ['\\bsequential\\b', '\\bSequential\\b', 'LayersModel', '\\b[mM]odel\\s*\\(', 'modelFromJSON', '\\.\\s*compile\\b', 'class_name'];

/** A member that is called or kept by a computed name may be any of them. */
const COMPUTED = '\\]\\s*(?:\\?\\.)?\\(|\\btf\\w*\\s*(?:\\?\\.)?\\[';

const MENTION = new RegExp(`(?:[.'"\`]|\\*/)\\s*(?:${MEMBERS})\\b|\\b(?:${MEMBERS})\\s*(?:[,}:]|as\\b|/[/*])|${MAKERS.join('|')}|${COMPUTED}`);

/** False where a program that uses TensorFlow.js makes no layer, model or activation. */
export function mentionsNetwork(text: string): boolean {
  return MENTION.test(text);
}
