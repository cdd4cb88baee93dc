/** Each rule as a rule of ESLint: what it finds and mends comes from the same analysis as everywhere else. */
import { ruleAddress } from '../core/rules/address';
import { format } from '../core/rules/format';
import { rules } from '../core/rules/registry.gen';
import type { Finding } from '../core/rules/run';
import type { Edit, RuleDocs, Severity } from '../core/rules/types';
import { unusedDocs } from '../core/rules/unused-disable';
import { UNUSED_DISABLE, UNUSED_SEVERITY } from '../core/rules/unused-name';
import type { EslintRule, FixFunction, Report, SourceCode } from './api';
import { findingsOf } from './findings';

/** A rule with what it says by itself; hints are for editors and are not recommended here. */
export interface Adapted {
  readonly id: string;
  readonly rule: EslintRule;
  readonly recommended: 'error' | 'warn' | undefined;
}

function fixOf(edits: readonly Edit[]): FixFunction {
  return (fixer) => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text));
}

/** The first safe fix is what `--fix` does; everything else is to be chosen. */
function reportOf({ say, span, fixes }: Finding, sourceCode: SourceCode): Report {
  const all = fixes();
  const safe = all.find(({ kind }) => kind === 'safe');
  return {
    loc: { start: sourceCode.getLocFromIndex(span.start), end: sourceCode.getLocFromIndex(span.end) },
    message: format(say),
    ...(safe && { fix: fixOf(safe.edits) }),
    suggest: all.filter((fix) => fix !== safe).map(({ title, edits }) => ({ desc: format(title), fix: fixOf(edits) })),
  };
}

function adapted(id: string, severity: Severity | 'off', docs: RuleDocs): Adapted {
  const recommended = severity === 'error' ? 'error' : severity === 'warning' ? 'warn' : undefined;
  return {
    id, recommended,
    rule: {
      meta: {
        type: 'problem', docs: { description: docs.summary, url: ruleAddress(id), recommended: recommended !== undefined },
        fixable: 'code', hasSuggestions: true, schema: [],
      },
      create: (context) => ({
        Program: () => {
          for (const finding of findingsOf(id, context)) context.report(reportOf(finding, context.sourceCode));
        },
      }),
    },
  };
}

/** All of them, and the one about comments that switch nothing off. */
export const adaptedRules: readonly Adapted[] = [
  ...Object.values(rules).map((rule) => adapted(rule.id, rule.default ?? rule.severity, rule.docs)),
  adapted(UNUSED_DISABLE, UNUSED_SEVERITY, unusedDocs),
];
