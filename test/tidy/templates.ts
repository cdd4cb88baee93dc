/** The English templates of the source, each of which is the key of its translations. */
import type { Expression, Node, PropertyAssignment, VariableDeclaration } from 'typescript-6';
import { whole as ts } from '../support/trees';
import { sourcesIn } from './sources';
import type { Source } from './sources';

/** Objects that hold templates, by the name of their constant or property. */
const HOLDERS = new Set(['messages', 'text', 'words']);

/** Properties of rules and activations that are sentences; `why` of a rule is a page, that of an initialiser a sentence. */
const SENTENCES = new Set(['summary', 'meaning', 'beware']);

/** Functions that take a template first. */
const SAYING = new Set(['vscode.l10n.t', 'localize', 't', 'say']);

export interface Templates {
  readonly keys: ReadonlySet<string>;
  /** Calls whose template is put together as the program runs, so that it cannot be a key. */
  readonly made: readonly string[];
}

/** Strings that an expression is or holds: those of an object, a list or the arms of a condition too. */
function stringsOf(node: Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...stringsOf(node.whenTrue), ...stringsOf(node.whenFalse)];
  if (ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)) return stringsOf(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(stringsOf);
  return ts.isObjectLiteralExpression(node) ? node.properties.flatMap((one) => (ts.isPropertyAssignment(one) ? stringsOf(one.initializer) : [])) : [];
}

const isMade = (node: Expression): boolean => ts.isTemplateExpression(node) || (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken);

function holds(node: VariableDeclaration | PropertyAssignment, { file }: Source): boolean {
  const name = node.name.getText();
  const value = node.initializer && ts.isAsExpression(node.initializer) ? node.initializer.expression : node.initializer;
  // A property of that name that has a `type` is a schema.
  if (value && HOLDERS.has(name) && ts.isObjectLiteralExpression(value) && !value.properties.some((one) => one.name?.getText() === 'type')) return true;
  if (!ts.isPropertyAssignment(node) || !/^src\/core\/(?:rules|activations)\//.test(file)) return false;
  return SENTENCES.has(name) || (name === 'why' && file.startsWith('src/core/activations/'));
}

/** All templates whose texts a user of the editor may read. */
export function templatesOf(sources: readonly Source[]): Templates {
  const keys = new Set<string>();
  const made: string[] = [];
  for (const source of sources) {
    const visit = (node: Node): void => {
      if (ts.isCallExpression(node) && SAYING.has(node.expression.getText()) && node.arguments[0]) {
        for (const key of stringsOf(node.arguments[0])) keys.add(key);
        if (isMade(node.arguments[0])) made.push(`${source.file}: ${node.getText()}`);
      }
      if ((ts.isVariableDeclaration(node) || ts.isPropertyAssignment(node)) && node.initializer && holds(node, source)) for (const key of stringsOf(node.initializer)) keys.add(key);
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(source.file, source.text, ts.ScriptTarget.Latest, true));
  }
  return { keys, made };
}

/** What the editor's texts are in: the core, the host, and what of the demo is said outside its page. */
export function textSources(): readonly Source[] {
  const demo = sourcesIn('src/demo').filter(({ file }) => /^src\/demo\/experiment[^/]*$/.test(file));
  return [...sourcesIn('src/core'), ...sourcesIn('src/host'), ...demo];
}
