/** Fixing everything at once: safe fixes only, until none is left. */
import { analyze } from './analyze';
import type { Analysis, AnalyzeOptions } from './analyze';
import { movedBlocks } from './rules/blocks';
import { applyEdits } from './rules/edits';
import type { Edit } from './rules/types';
import type { Language } from './syntax/language';
import type { CodeBlock } from './syntax/scripts';

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

export interface FixedText {
  readonly text: string;
  /** Of the text as it is now. */
  readonly analysis: Analysis;
  /** How often all safe fixes that do not touch each other were applied. */
  readonly rounds: number;
  /** Where the blocks are now that were given. */
  readonly blocks: readonly CodeBlock[] | undefined;
}

/** Applies safe fixes to a text until nothing changes. */
export function fixText(text: string, language: Language, options: AnalyzeOptions = {}): FixedText {
  let { blocks } = options;
  let analysis = analyze(text, language, options);
  let rounds = 0;
  for (; rounds < MAX_ROUNDS; rounds++) {
    const edits = safeEdits(analysis);
    if (edits.length === 0) break;
    blocks = blocks && movedBlocks(blocks, edits);
    analysis = analyze(applyEdits(analysis.text, edits), language, blocks ? { ...options, blocks } : options, analysis);
  }
  return { text: analysis.text, analysis, rounds, blocks };
}
