/** Mends in documents of several blocks, such as the cells of a notebook: an edit stays in the block in which it begins. */
import type { CodeBlock } from '../syntax/scripts';
import type { Finding } from './run';
import type { Edit, Fix } from './types';

/** What stands between two blocks is a line break that a statement may take along; it is nobody's to take. */
function kept(edit: Edit, blocks: readonly CodeBlock[]): Edit | undefined {
  const block = blocks.find(({ start, end }) => start <= edit.start && edit.start <= end);
  if (!block || edit.end > block.end + 1) return undefined;
  return edit.end > block.end ? { ...edit, end: block.end } : edit;
}

function keptFix(fix: Fix, blocks: readonly CodeBlock[]): readonly Fix[] {
  const edits = fix.edits.map((edit) => kept(edit, blocks));
  return edits.every((edit) => edit !== undefined) ? [{ ...fix, edits }] : [];
}

/** The findings with those of their mends that stay in their blocks. */
export function keepInBlocks(findings: readonly Finding[], blocks: readonly CodeBlock[]): readonly Finding[] {
  return findings.map((finding) => {
    let fixes: readonly Fix[] | undefined;
    return { ...finding, fixes: () => (fixes ??= finding.fixes().flatMap((fix) => keptFix(fix, blocks))) };
  });
}

/** The blocks as they stand when edits that lie in them have been applied. */
export function movedBlocks(blocks: readonly CodeBlock[], edits: readonly Edit[]): readonly CodeBlock[] {
  const growth = (before: (edit: Edit) => boolean): number => edits.reduce((sum, edit) => (before(edit) ? sum + edit.text.length - (edit.end - edit.start) : sum), 0);
  return blocks.map((block) => ({
    ...block,
    start: block.start + growth((edit) => edit.start < block.start),
    // What is put in at the end of a block belongs to it.
    end: block.end + growth((edit) => edit.start <= block.end),
  }));
}
