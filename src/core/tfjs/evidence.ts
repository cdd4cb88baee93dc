/**
 * What shows that a program is about TensorFlow.js where no import says so.
 *
 * `tf` is also short for Terraform, transform, text field and tile factory: that something has this name is not enough.
 */
import { isTensorFlowModule } from './imports';
import { layerFactories } from './layers';
import { optimizerFactories } from './training';

/** Layers with names that other things have too. */
const COMMON: ReadonlySet<string> = new Set(['activation', 'add', 'average', 'dot', 'flatten', 'maximum', 'minimum', 'multiply']);

/** Members that nothing else called `tf` has. */
const MEMBERS = [
  `layers\\s*\\.\\s*(?:input|${Object.keys(layerFactories).filter((name) => !COMMON.has(name)).join('|')})`, `train\\s*\\.\\s*(?:${Object.keys(optimizerFactories).join('|')})`,
  'sequential', 'loadLayersModel', 'loadGraphModel', 'losses', 'fused', 'browser\\s*\\.\\s*(?:fromPixels|toPixels)', 'setBackend', 'tensor[1-6]?d?', 'scalar', 'tidy', 'matMul', 'oneHot',
  'randomNormal', 'randomUniform', 'zeros', 'ones', 'relu6?', 'leakyRelu', 'prelu', 'selu', 'sigmoid', 'softmax', 'logSoftmax',
];

const NAMESPACE = new RegExp(`\\btf\\s*(?:\\?\\.|\\.)\\s*(?:${MEMBERS.join('|')})\\b`);
const QUOTED = /['"`]([^'"`\s]+)['"`]/g;

/** True where a text uses a namespace `tf` as only TensorFlow.js can be used. */
export function usesNamespace(text: string): boolean {
  return NAMESPACE.test(text);
}

/** True where a text uses the namespace so, or names a module or an address of TensorFlow.js. */
export function usesTensorFlow(text: string): boolean {
  return usesNamespace(text) || [...text.matchAll(QUOTED)].some(([, specifier]) => isTensorFlowModule(specifier ?? ''));
}
