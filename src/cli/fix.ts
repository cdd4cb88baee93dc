/** `--fix`: safe fixes only, until none is left. */
import { analyze } from '../core/analyze';
import type { Analysis } from '../core/analyze';
import { applyEdits } from '../core/rules/edits';
import type { Edit } from '../core/rules/types';
import type { Language } from '../core/syntax/language';

/** More rounds than this mean two fixes undo each other, which is a fault of ours. */
const MAX_ROUNDS = 10;

function overlaps(edits: readonly Edit[], taken: readonly Edit[]): boolean {
  return edits.some((edit) => taken.some((other) => edit.start < other.end && other.start < edit.end || edit.start === other.start));
}

/** The safe edits of one round that do not touch each other. */
export function safeEdits(analysis: Analysis): readonly Edit[] {
  const taken: Edit[] = [];
  for (const finding of analysis.findings) {
    const fix = finding.fixes().find(({ kind }) => kind === 'safe');
    if (fix && !overlaps(fix.edits, taken)) taken.push(...fix.edits);
  }
  return taken;
}

/** Applies safe fixes to a text until nothing changes. */
export function fixText(text: string, language: Language): { readonly text: string; readonly analysis: Analysis } {
  let analysis = analyze(text, language);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = safeEdits(analysis);
    if (edits.length === 0) break;
    analysis = analyze(applyEdits(analysis.text, edits), language);
  }
  return { text: analysis.text, analysis };
}
