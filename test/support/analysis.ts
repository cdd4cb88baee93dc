/** What holds of every analysis, whatever was typed. */
import assert from 'node:assert/strict';
import { analyze } from '../../src/core/analyze';
import type { Analysis } from '../../src/core/analyze';
import { format } from '../../src/core/rules/format';
import type { Language } from '../../src/core/syntax/language';
import type { Span } from '../../src/core/syntax/span';

function checkSpan({ start, end }: Span, text: string): void {
  assert.ok(Number.isInteger(start) && Number.isInteger(end) && start >= 0 && start <= end && end <= text.length, `${start} to ${end} of ${text.length}`);
}

/** Analyses a text and looks at everything that a surface could ask for. */
export function analyzeAll(text: string, language: Language, previous?: Analysis): Analysis {
  const analysis = analyze(text, language, {}, previous);
  for (const { span, inner } of analysis.activations) {
    checkSpan(span, text);
    for (const one of inner) if (one.span) checkSpan(one.span, text);
  }
  for (const { span, layers } of analysis.networks) {
    checkSpan(span, text);
    for (const layer of layers) for (const one of [layer.span, layer.nameSpan, layer.stepSpan]) checkSpan(one, text);
  }
  for (const finding of analysis.findings) {
    checkSpan(finding.span, text);
    assert.doesNotMatch(format(finding.say), /\{\w+\}/);
    // A message may name undefined or NaN, but not for something that was to be computed.
    for (const value of Object.values(finding.say.data)) assert.ok(value !== undefined && !Number.isNaN(value) && !/^(?:undefined|NaN)$/.test(String(value)), finding.say.template);
    for (const one of finding.related) checkSpan(one.span, text);
    for (const { edits } of finding.fixes()) {
      const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
      for (const [index, edit] of ordered.entries()) {
        checkSpan(edit, text);
        assert.ok(edit.start >= (ordered[index - 1]?.end ?? 0), 'edits overlap');
      }
    }
  }
  return analysis;
}
