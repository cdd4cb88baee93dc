/** Runs small TensorFlow.js programs with the installed TensorFlow.js and keeps the models that they make. */
import * as tensorflow from '@tensorflow/tfjs';
import { transform } from 'esbuild';
import type { Loader } from 'esbuild';
import { isMarkup } from '../../src/core/syntax/language';
import type { Language } from '../../src/core/syntax/language';
import { scriptBlocks } from '../../src/core/syntax/scripts';
import { isTensorFlowModule } from '../../src/core/tfjs/imports';

export interface Run {
  /** Every model, in the order in which they were made. */
  readonly models: readonly tensorflow.LayersModel[];
  readonly exports: Readonly<Record<string, unknown>>;
}

const LOADERS: Readonly<Record<Language, Loader>> = {
  typescript: 'ts', typescriptreact: 'tsx', javascript: 'jsx', javascriptreact: 'jsx', html: 'ts', vue: 'ts', svelte: 'ts', astro: 'ts', notebook: 'js',
};

/** The scripts of a page as one program. */
function codeOf(text: string, language: Language): string {
  if (!isMarkup(language)) return text;
  return scriptBlocks(text, language).filter(({ src }) => src === undefined).map(({ start, end }) => text.slice(start, end)).join('\n;');
}

/** What stands behind every address: a model of which a program only knows that it has a layer called `features`. */
function pretrained(): tensorflow.LayersModel {
  return tensorflow.sequential({ name: 'pretrained', layers: [
    tensorflow.layers.conv2d({ filters: 2, kernelSize: 3, activation: 'relu', inputShape: [8, 8, 3] }),
    tensorflow.layers.maxPooling2d({ poolSize: 2, name: 'features' }),
    tensorflow.layers.flatten(),
    tensorflow.layers.dense({ units: 5, activation: 'softmax' }),
  ] });
}

/** TensorFlow.js as a program sees it: `import * as tf`, `import tf` and `require` all give this object. */
function recordingNamespace(models: tensorflow.LayersModel[]): typeof tensorflow {
  const keep = <T extends tensorflow.LayersModel>(model: T): T => {
    models.push(model);
    return model;
  };
  const namespace = {
    ...tensorflow, __esModule: true,
    sequential: (...args: Parameters<typeof tensorflow.sequential>) => keep(tensorflow.sequential(...args)),
    model: (...args: Parameters<typeof tensorflow.model>) => keep(tensorflow.model(...args)),
    models: { ...tensorflow.models, modelFromJSON: async (...args: Parameters<typeof tensorflow.models.modelFromJSON>) => keep(await tensorflow.models.modelFromJSON(...args)) },
    loadLayersModel: async (...[source, options]: Parameters<typeof tensorflow.loadLayersModel>) => (typeof source === 'string' ? pretrained() : keep(await tensorflow.loadLayersModel(source, options))),
  };
  return Object.assign(namespace, { default: namespace });
}

/** A program's own `console`: it says nothing. */
const silent = { log: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Runs a program; `instrument` may change what it sees of TensorFlow.js. Functions that it exports and that take nothing, or give every parameter a default, are called as
 * its users would.
 */
export async function execute(text: string, language: Language, instrument: (namespace: typeof tensorflow) => typeof tensorflow = (namespace) => namespace): Promise<Run> {
  await tensorflow.setBackend('cpu');
  const { code } = await transform(codeOf(text, language), { loader: LOADERS[language], format: 'cjs', target: 'es2022' });
  const models: tensorflow.LayersModel[] = [];
  const namespace = instrument(recordingNamespace(models));
  const required = (specifier: string): unknown => {
    if (isTensorFlowModule(specifier)) return namespace;
    throw new Error(`the program needs ${specifier}`);
  };
  const module: { exports: unknown } = { exports: {} };
  // A dynamic import is one of the machine's own modules; programs are given the recording one.
  const body = code.replaceAll(/\bimport\(/g, '__import(');
  const run = new Function('tf', 'require', 'module', 'exports', 'console', '__import', `return (() => {${body}\n})();`) as (...args: readonly unknown[]) => unknown;
  await run(namespace, required, module, module.exports, silent, async (specifier: string) => required(specifier));
  const exports = module.exports as Record<string, unknown>;
  for (const value of Object.values(exports)) {
    if (typeof value === 'function' && value.length === 0 && !value.toString().startsWith('class')) await (value as () => unknown)();
  }
  return { models, exports };
}

/** A generator of numbers in [0, 1) that repeats itself for a seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs something with `Math.random` seeded: tfjs draws the seeds of its initialisers from there. */
export async function seeded<T>(seed: number, action: () => Promise<T> | T): Promise<T> {
  const before = Math.random;
  Math.random = generator(seed);
  try {
    return await action();
  } finally {
    Math.random = before;
  }
}
