/** Runs the rules over what has been read of a document. */
import type { Span } from '../syntax/span';
import { rules } from './registry.gen';
import type { Fix, Mend, Related, RuleContext, Said, Severity } from './types';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly say: Said;
  readonly span: Span;
  readonly related: readonly Related[];
  readonly unnecessary: boolean;
  readonly network: string | undefined;
  readonly layer: number | undefined;
  /** The mends, safe ones first; made when asked for. */
  readonly fixes: () => readonly Fix[];
}

function fixesOf(safe: readonly Mend[], suggestions: readonly Mend[]): Fix[] {
  const fixes: Fix[] = [];
  for (const { title, edits } of safe) if (edits && edits.length > 0) fixes.push({ kind: 'safe', title, edits });
  for (const { title, edits } of suggestions) if (edits && edits.length > 0) fixes.push({ kind: 'suggestion', title, edits });
  return fixes;
}

/** Severity of each rule where it is not the rule's own; `off` silences it, anything else switches on what is off by default. */
export type Severities = Readonly<Record<string, Severity | 'off'>>;

/** All findings in the order of the text; `between` is called between rules. */
export function findAll(context: RuleContext, severities: Severities = {}, between: () => void = () => undefined): readonly Finding[] {
  const findings: Finding[] = [];
  // One token that makes several layers (a helper called twice) is one finding.
  const seen = new Set<string>();
  for (const rule of Object.values(rules)) {
    const chosen = severities[rule.id] ?? rule.default;
    if (chosen === 'off') continue;
    between();
    for (const found of rule.find(context)) {
      const key = `${rule.id} ${found.at.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      let fixes: Fix[] | undefined;
      findings.push({
        rule: rule.id, severity: chosen ?? found.severity ?? rule.severity, say: found.say, span: found.at, related: found.related ?? [],
        unnecessary: rule.unnecessary ?? false, network: found.network, layer: found.layer,
        fixes: () => (fixes ??= fixesOf(rule.mend.safe(found.subject, context), rule.mend.suggest(found.subject, context))),
      });
    }
  }
  return findings.sort((a, b) => a.span.start - b.span.start || a.rule.localeCompare(b.rule));
}
