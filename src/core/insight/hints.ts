/** Inlay hints: what an activation does to the values, in a dozen characters behind its name. */
import type { Analysis } from './analysis';
import type { Curve } from '../activations/types';
import type { Localize } from '../rules/format';
import { english } from '../rules/format';
import { intervalText, number } from './intervals';
import { subjectOf } from './subject';
import type { Subject } from './subject';

export interface Hint {
  readonly offset: number;
  /** At most 20 characters, symbolic. */
  readonly label: string;
  readonly tooltip: string;
}

const MAX_LABEL = 20;

const text = { tooltip: '{name}: values in {range}, largest slope {slope}' };

/** `∈[0,∞)`, and `ƒ′≤¼` where the slope is what matters. */
export function hintLabel(curve: Curve): string {
  const range = `∈${intervalText(curve.range, ',')}`;
  const slope = curve.maxAbsSlope === 0 ? 'ƒ′=0' : `ƒ′≤${number(curve.maxAbsSlope, 2)}`;
  const both = `${range} ${slope}`;
  if (curve.maxAbsSlope < 1 && both.length <= MAX_LABEL) return both;
  return curve.maxAbsSlope < 1 && slope.length <= MAX_LABEL ? slope : range.slice(0, MAX_LABEL);
}

/** Behind what has the value: the name in a layer's options, else the whole call if it ends on the same line. */
function offsetOf({ use, layer }: Subject, text: string): number {
  const call = use.callSpan ?? (use.form === 'layer' ? layer?.span : undefined);
  return call && !/[\n\r]/.test(text.slice(use.span.end, call.end)) ? call.end : use.span.end;
}

/** The hints between two offsets. The identity says nothing and gets none. */
export function hintsIn(analysis: Analysis, start: number, end: number, localize: Localize = english): readonly Hint[] {
  const hints: Hint[] = [];
  for (const use of analysis.activations) {
    if (use.span.end > end || use.function === 'linear') continue;
    const subject = subjectOf(use, analysis.networks);
    if (!subject) continue;
    const offset = offsetOf(subject, analysis.text);
    if (offset < start || offset > end) continue;
    const { whole, chain } = subject;
    hints.push({
      offset, label: hintLabel(whole),
      tooltip: localize(text.tooltip, { name: chain.map(({ name }) => name).join(' ∘ '), range: intervalText(whole.range), slope: number(whole.maxAbsSlope) }),
    });
  }
  return hints;
}
