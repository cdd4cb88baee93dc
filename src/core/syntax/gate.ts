/**
 * What is not worth parsing, decided from the text alone.
 *
 * The test runs on every version of every JavaScript document, so it must cost next to nothing where TensorFlow.js is
 * not used: one regular expression, about 0.04 ms for 100 KB.
 */

/** Why a document gets no analysis. */
export type SilenceReason = 'no-tfjs' | 'too-large' | 'long-line' | 'binary' | 'too-deep' | 'not-json' | 'conflict' | 'abandoned';

/** Larger documents are not read: nobody writes half a megabyte of model code by hand. */
export const MAX_LENGTH = 500_000;

/** A longer line means a minified or generated file. */
export const MAX_LINE_LENGTH = 20_000;

/** Names under which TensorFlow.js and its ancestor are imported, and the habitual `tf.`. */
const TFJS = /tensorflow|tfjs|deeplearn|\btf\s*[.?[]|\$tf\b/;

/** One of these stands in every text that passes the test: what can be looked for in bytes, before they are decoded. */
export const TFJS_WORDS: readonly string[] = ['tf', 'tensorflow', 'deeplearn'];

function longestLineExceeds(text: string, limit: number): boolean {
  let start = 0;
  while (text.length - start > limit) {
    const end = text.lastIndexOf('\n', start + limit);
    if (end < start) return true;
    start = end + 1;
  }
  return false;
}

/** What git writes where two versions disagree: all three lines, in this order. The text is then two programs in one. */
const CONFLICT: readonly string[] = ['^<{7}(?: .*)?$', '^={7}$', '^>{7}(?: .*)?$'];

function hasConflict(text: string): boolean {
  // The search for a text is much faster than the expressions, and nearly always enough.
  if (!text.includes('<<<<<<<') || !text.includes('>>>>>>>')) return false;
  let from = 0;
  return CONFLICT.every((line) => {
    const marker = new RegExp(line, 'gm');
    marker.lastIndex = from;
    const found = marker.test(text);
    from = marker.lastIndex;
    return found;
  });
}

/** The reason for silence, or undefined where the document is to be analysed. */
export function silenceReason(text: string): SilenceReason | undefined {
  if (!TFJS.test(text)) return 'no-tfjs';
  if (text.length > MAX_LENGTH) return 'too-large';
  if (text.includes('\0')) return 'binary';
  if (longestLineExceeds(text, MAX_LINE_LENGTH)) return 'long-line';
  if (hasConflict(text)) return 'conflict';
  return undefined;
}
