/** What is found in a text that ESLint has read: once, however many rules ask. */
import path from 'node:path';
import { diskResolver } from '../cli/modules';
import { analyze } from '../core/analyze';
import { rules } from '../core/rules/registry.gen';
import type { Finding, Severities } from '../core/rules/run';
import type { Severity } from '../core/rules/types';
import { languageOf } from '../core/syntax/language';
import type { RuleContext, SourceCode } from './api';

/** ESLint decides which rules speak: none of them is off here. */
const ALL: Severities = Object.fromEntries(Object.values(rules).filter((rule) => rule.default === 'off').map(({ id, severity }): [string, Severity] => [id, severity]));

const known = new WeakMap<SourceCode, ReadonlyMap<string, readonly Finding[]>>();

function analysed({ filename, sourceCode }: RuleContext): ReadonlyMap<string, readonly Finding[]> {
  // What no extension tells is a script from the standard input, or a block that a processor has cut out.
  const language = languageOf(filename) ?? 'javascript';
  // Other modules are read anew each time: in an editor they change while ESLint goes on.
  const { findings } = analyze(sourceCode.text, language, { id: path.resolve(filename), resolver: diskResolver(), severities: ALL, reportUnusedDisables: 'warning' });
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  return byRule;
}

/** The findings of a rule. */
export function findingsOf(rule: string, context: RuleContext): readonly Finding[] {
  let found = known.get(context.sourceCode);
  if (!found) known.set(context.sourceCode, (found = analysed(context)));
  return found.get(rule) ?? [];
}
