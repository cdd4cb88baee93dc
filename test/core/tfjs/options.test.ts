import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';
import type * as typescript from 'typescript-6';
import { layerFactories } from '../../../src/core/tfjs/layers';
import { layerOptions } from '../../../src/core/tfjs/options';

// The parser that is built in knows no types.
const ts = createRequire(path.resolve('package.json'))('typescript-6') as typeof typescript;

/** The options of each factory of `tf.layers` as TypeScript knows them. */
function declaredOptions(): ReadonlyMap<string, readonly string[]> {
  const file = path.resolve('test/options-of-layers.ts');
  const host = ts.createCompilerHost({});
  const { getSourceFile, fileExists } = host;
  const text = "import * as tf from '@tensorflow/tfjs';\nexport const layers = tf.layers;";
  host.getSourceFile = (name, version) => (name === file ? ts.createSourceFile(name, text, version) : getSourceFile.call(host, name, version));
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  const program = ts.createProgram([file], { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, target: ts.ScriptTarget.ES2022, skipLibCheck: true, types: [] }, host);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const statement = source?.statements.find(ts.isVariableStatement);
  assert.ok(statement);
  const [declaration] = statement.declarationList.declarations;
  assert.ok(declaration);
  return new Map(checker.getTypeAtLocation(declaration).getProperties().flatMap((factory) => {
    const [signature] = checker.getTypeOfSymbol(factory).getCallSignatures();
    const [parameter] = signature?.parameters ?? [];
    return parameter ? [[factory.name, checker.getNonNullableType(checker.getTypeOfSymbol(parameter)).getProperties().map(({ name }) => name)] as const] : [];
  }));
}

test('layers take the options that are listed, as the types of tfjs declare them', () => {
  const declared = declaredOptions();
  assert.ok(declared.size > 60);
  for (const [factory, { className }] of Object.entries(layerFactories)) {
    const listed = layerOptions.get(className);
    const names = declared.get(factory);
    if (!listed || !names) continue;
    const missing = names.filter((name) => !listed.has(name));
    const invented = [...listed].filter((name) => !names.includes(name));
    // The types of the simple recurrent layers lack nothing but what is read all the same.
    assert.deepEqual({ factory, missing, invented }, { factory, missing: [], invented: [] });
  }
});
