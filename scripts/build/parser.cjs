/**
 * An esbuild plugin that cuts TypeScript 6 down to its parser.
 *
 * `typescript-6` is one script of 9 MB. What we import from it (createSourceFile, updateSourceFile, forEachChild,
 * SyntaxKind, a few scanner functions) needs its first forty thousand lines less the file system and the texts of
 * its diagnostics. The plugin takes those lines as an ES module, so that esbuild can shake out the rest: 9 MB become
 * about 370 KB. TypeScript 6 is the last release in JavaScript and is frozen; the version is pinned, and
 * `test/core/syntax/parser-cut.test.ts` compares trees with the whole compiler.
 */
const { readFileSync } = require('node:fs');
const esbuild = require('esbuild');

/** What the product may import from `typescript-6` at run time. */
const EXPORTS = [
  'JSDocParsingMode', 'LanguageVariant', 'NodeFlags', 'ScriptKind', 'ScriptTarget', 'SyntaxKind', 'TokenFlags',
  'createSourceFile', 'updateSourceFile', 'forEachChild', 'skipTrivia', 'createTextChangeRange', 'createTextSpan',
  'getLeadingCommentRanges', 'getTrailingCommentRanges', 'forEachLeadingCommentRange', 'version',
];

/** The text between two `// src/compiler/…` markers, the first included. */
function section(text, from, to) {
  const start = text.indexOf(`// src/compiler/${from}`);
  const end = text.indexOf(`// src/compiler/${to}`);
  if (start < 0 || end < start) throw new Error(`typescript-6 has no section ${from} … ${to}: is it still 6.0.3?`);
  return { start, end };
}

/** Replaces one section of the compiler by other text. */
function replaceSection(text, from, to, replacement) {
  const { start, end } = section(text, from, to);
  return text.slice(0, start) + replacement + text.slice(end);
}

/** The compiler's source as an ES module that ends behind the parser. */
function cut(text) {
  const helpers = text.slice(text.indexOf('var __defProp'), text.indexOf('var __copyProps'));
  const { start, end } = section(text, 'corePublic.ts', 'commandLineParser.ts');
  let body = text.slice(start, end);
  body = replaceSection(body, 'sys.ts', 'path.ts', 'var sys = void 0;\n');
  // Two thousand messages that nobody sees: a diagnostic keeps its key, which says enough.
  body = replaceSection(body, 'diagnosticInformationMap.generated.ts', 'scanner.ts',
    'var Diagnostics = /* @__PURE__ */ new Proxy({}, { get: (_, key) => ({ code: 0, category: 1, key, message: key }) });\n');
  body = replaceSection(body, 'tracing.ts', 'types.ts', 'var tracing = void 0;\n');
  // A namespace whose initialiser is marked pure goes when nobody uses it.
  body = body.replace(/^\(\((\w+)2\) => \{$/gm, (line, name) => (/^(Parser|IncrementalParser|Debug)$/.test(name) ? line : `/* @__PURE__ */ ${line}`));
  return `${helpers}${body}\nexport { ${EXPORTS.join(', ')} };\n`;
}

let cached;
/** The parser as a shaken ES module; made once per process. */
async function parserModule() {
  const entry = require.resolve('typescript-6');
  const result = await esbuild.build({
    stdin: { contents: cut(readFileSync(entry, 'utf8')), loader: 'js', sourcefile: 'typescript-6-parser.js' },
    bundle: true, write: false, format: 'esm', target: 'es2022', platform: 'neutral', treeShaking: true,
    legalComments: 'none', logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' },
    external: ['perf_hooks', 'inspector', 'fs', 'path', 'os', 'crypto', 'source-map-support'],
  });
  return result.outputFiles[0].text;
}

/** Resolves `typescript-6` to its parser alone. */
const parserPlugin = {
  name: 'typescript-6-parser',
  setup(build) {
    build.onResolve({ filter: /^typescript-6$/ }, () => ({ path: 'typescript-6', namespace: 'typescript-6-parser', sideEffects: false }));
    build.onLoad({ filter: /.*/, namespace: 'typescript-6-parser' }, async () => {
      cached ??= parserModule();
      return { contents: await cached, loader: 'js' };
    });
  },
};

module.exports = { parserPlugin };
