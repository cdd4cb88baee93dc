/** Programs of several modules, in memory. */
import path from 'node:path';
import { build } from 'esbuild';
import { moduleCandidates } from '../../src/core/evaluate/resolver';
import type { ModuleText, Resolver } from '../../src/core/evaluate/resolver';
import { languageOf } from '../../src/core/syntax/language';
import { isTensorFlowModule } from '../../src/core/tfjs/imports';

export type Files = Readonly<Record<string, string>>;

/** Finds modules among some texts; `asked` gets the id of each one that is given out. */
export function resolverOf(files: Files, asked: string[] = [], globalTf = false): Resolver {
  const texts = new Map<string, ModuleText>();
  for (const [id, text] of Object.entries(files)) {
    const language = id.endsWith('.json') ? 'json' : languageOf(id);
    if (language) texts.set(id, { id, text, language });
  }
  return {
    hasGlobalTf: () => globalTf,
    resolve: (specifier, from) => {
      for (const candidate of moduleCandidates(specifier)) {
        const found = texts.get(path.posix.join(path.posix.dirname(from), candidate));
        if (!found) continue;
        asked.push(found.id);
        return found;
      }
      return undefined;
    },
  };
}

/** A program of several modules as one script that only asks for TensorFlow.js. */
export async function bundled(files: Files, main: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [main], bundle: true, write: false, format: 'cjs', target: 'es2022', logLevel: 'silent',
    plugins: [{
      name: 'files in memory',
      setup: ({ onResolve, onLoad }) => {
        onResolve({ filter: /.*/ }, ({ path: specifier, importer, kind }) => {
          if (kind === 'entry-point') return { path: specifier, namespace: 'memory' };
          if (isTensorFlowModule(specifier)) return { path: specifier, external: true };
          const found = moduleCandidates(specifier).map((candidate) => path.posix.join(path.posix.dirname(importer), candidate)).find((id) => Object.hasOwn(files, id));
          return found === undefined ? { errors: [{ text: `no module ${specifier}` }] } : { path: found, namespace: 'memory' };
        });
        onLoad({ filter: /.*/, namespace: 'memory' }, ({ path: id }) => ({ contents: files[id] ?? '', loader: id.endsWith('.json') ? 'json' : id.endsWith('.ts') ? 'ts' : 'js' }));
      },
    }],
  });
  return outputFiles[0]?.text ?? '';
}
