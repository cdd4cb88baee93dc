/** Runs the rules over what has been read of a document. */
import type { Span } from '../syntax/span';
import { rules } from './registry.gen';
import type { Edit, Fix, Mend, Related, RuleContext, Said, Severity } from './types';

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

/** Edits that do not meet. In a program that is half typed a layer may end where its option does, and then nothing can be moved behind it. */
function areApart(edits: readonly Edit[]): boolean {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return ordered.every(({ start }, index) => start >= (ordered[index - 1]?.end ?? 0));
}

function fixesOf(safe: readonly Mend[], suggestions: readonly Mend[]): Fix[] {
  const fixes = (kind: Fix['kind'], mends: readonly Mend[]): Fix[] => mends.flatMap(({ title, edits }) => (edits && edits.length > 0 && areApart(edits) ? [{ kind, title, edits }] : []));
  return [...fixes('safe', safe), ...fixes('suggestion', suggestions)];
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
