/** What comments switch off, and which of them switch nothing off. */
import type { CodeBlock } from '../syntax/scripts';
import { lineStarts, positionAt } from '../syntax/span';
import type { ParsedDocument } from '../syntax/tree';
import { directivesOf } from './directives';
import type { Directive } from './directives';
import type { Finding, Severities } from './run';
import type { Severity } from './types';
import { unusedIn } from './unused-disable';
import { UNUSED_SEVERITY } from './unused-name';

export interface SuppressOptions {
  readonly severities?: Severities | undefined;
  readonly reportUnusedDisables?: Severity | 'off' | undefined;
  readonly blocks?: readonly CodeBlock[] | undefined;
  /** False where the program was not read to its end: what is not found may be there all the same. */
  readonly finished: boolean;
}

/** Whether a directive is about a place, whatever the rule. */
type Reach = (offset: number) => boolean;

function names({ entries }: Directive, rule: string): boolean {
  return entries.length === 0 || entries.some(({ id }) => id === rule);
}

/** Where a directive holds; one that stands between two is handled with the rule, see {@link covers}. */
function reachOf({ form, comment }: Directive, lineOf: (offset: number) => number, blocks: readonly CodeBlock[] | undefined): Reach {
  // Each cell of a notebook has lines of its own.
  const block = blocks?.find(({ start, end }) => start <= comment.start && comment.end <= end);
  const isBeside: Reach = (offset) => block === undefined || (block.start <= offset && offset <= block.end);
  switch (form) {
    case 'disable-file': return () => true;
    case 'disable-line': return (offset) => lineOf(offset) >= lineOf(comment.start) && lineOf(offset) <= lineOf(comment.end) && isBeside(offset);
    case 'disable-next-line': return (offset) => lineOf(offset) === lineOf(comment.end) + 1 && isBeside(offset);
    case 'disable': return (offset) => comment.end <= offset;
    default: return () => false;
  }
}

/** True where a directive switches a finding off. */
function covers(directive: Directive, reach: Reach, { rule, span }: Finding, enables: readonly Directive[]): boolean {
  if (!names(directive, rule) || !reach(span.start)) return false;
  const { form, comment } = directive;
  return form !== 'disable' || !enables.some((one) => comment.end <= one.comment.start && one.comment.start < span.start && names(one, rule));
}

/** The findings that no comment switches off, with findings about comments that switch nothing off. */
export function suppress(findings: readonly Finding[], parsed: ParsedDocument, options: SuppressOptions): readonly Finding[] {
  const directives = directivesOf(parsed);
  if (directives.length === 0) return findings;
  const starts = lineStarts(parsed.text);
  const lineOf = (offset: number): number => positionAt(starts, offset).line;
  const enables = directives.filter(({ form }) => form === 'enable');
  const reached = directives.map((directive) => ({ directive, reach: reachOf(directive, lineOf, options.blocks) }));
  const used = new Map<Directive, Set<string>>();
  const kept = findings.filter((finding) => {
    const found = reached.filter(({ directive, reach }) => covers(directive, reach, finding, enables));
    for (const { directive } of found) used.set(directive, (used.get(directive) ?? new Set()).add(finding.rule));
    return found.length === 0;
  });
  const severity = options.reportUnusedDisables ?? UNUSED_SEVERITY;
  if (severity === 'off') return kept;
  const unused = directives.flatMap((directive) => unusedIn(directive, { used: used.get(directive) ?? new Set(), directives, parsed, severity, ...options }));
  return [...kept, ...unused].sort((a, b) => a.span.start - b.span.start || a.rule.localeCompare(b.rule));
}
