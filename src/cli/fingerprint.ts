/** What tells a finding from others of a file when lines have moved: code scanning follows findings by it. */
import type { Finding } from '../core/rules/run';
import { positionAt } from '../core/syntax/span';
import { hashOf } from './asked';

/** The lines from one place to another, without what indents and separates them. */
function linesOf(text: string, starts: readonly number[], { span }: Finding): string {
  const first = positionAt(starts, span.start).line - 1;
  const last = positionAt(starts, span.end).line;
  return text.slice(starts[first], starts[last] ?? text.length).replaceAll(/\s+/g, ' ').trim();
}

/** One for each finding: of its rule and its lines, and counted where several have the same. */
export function fingerprints(findings: readonly Finding[], text: string, starts: readonly number[]): readonly string[] {
  const counts = new Map<string, number>();
  return findings.map((finding) => {
    const hash = hashOf(`${finding.rule}\n${linesOf(text, starts, finding)}`).slice(0, 22);
    const count = (counts.get(hash) ?? 0) + 1;
    counts.set(hash, count);
    return `${hash}:${count}`;
  });
}
