/**
 * Where TensorFlow.js comes from: package names, deep paths, CDN addresses.
 * Verified against tfjs 4.22; the list of packages is that of the tensorflow/tfjs repository.
 */
import { scriptBlocks } from '../syntax/scripts';

const PACKAGE = /^(?:npm:)?(?:@tensorflow\/tfjs(?:-core|-layers|-node|-node-gpu|-react-native)?|deeplearn)(?:@[^/]*)?(?:\/.*)?$/;
const ADDRESS = /^(?:https?:)?\/\/.*(?:@tensorflow\/tfjs(?:-core|-layers)?(?:[@/]|$)|\/deeplearn(?:[@/.]|$)|\/tensorflowjs\/)/;
const VENDORED = /(?:^|\/)(?:tf|tfjs)(?:-core|-layers)?(?:\.(?:min|esm|fesm|es2017))*(?:@[\w.]+)?\.m?js$/;

/** True where a module specifier or script address is TensorFlow.js itself. */
export function isTensorFlowModule(specifier: string): boolean {
  return PACKAGE.test(specifier) || ADDRESS.test(specifier) || VENDORED.test(specifier);
}

/** True where a page loads TensorFlow.js in a script tag, so that the scripts beside it have a global `tf`. */
export function loadsTensorFlow(page: string): boolean {
  return scriptBlocks(page, 'html').some(({ src }) => src !== undefined && isTensorFlowModule(src));
}
