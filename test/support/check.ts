/** The one check of all rule fixtures: every finding has its marker, every marker its finding. */
import assert from 'node:assert/strict';
import { analyze } from '../../src/core/analyze';
import type { Analysis } from '../../src/core/analyze';
import { applyEdits } from '../../src/core/rules/edits';
import { format } from '../../src/core/rules/format';
import type { Finding } from '../../src/core/rules/run';
import type { Fix } from '../../src/core/rules/types';
import { isMarkup } from '../../src/core/syntax/language';
import { lineStarts, positionAt } from '../../src/core/syntax/span';
import { withMarkers } from './fixtures';
import type { Fixture } from './fixtures';
import { severitiesOf } from './switched-on';

/** A mend of a fixture, with what becomes of the program. */
export interface Fixed {
  readonly finding: Finding;
  readonly fix: Fix;
  readonly title: string;
  /** Where its golden file is. */
  readonly file: string;
  readonly text: string;
}

/** Compares the findings of all rules with the markers of a fixture. */
export function check(fixture: Fixture): Analysis {
  const analysis = analyze(fixture.text, fixture.language, { severities: severitiesOf(fixture) });
  assert.equal(withMarkers(fixture.text, analysis.findings), fixture.marked);
  return analysis;
}

/** Every mend of every finding of a fixture, numbered in their order. */
export function fixesOf(fixture: Fixture): readonly Fixed[] {
  const { findings } = analyze(fixture.text, fixture.language, { severities: severitiesOf(fixture) });
  const all = findings.flatMap((finding) => finding.fixes().map((fix) => ({ finding, fix })));
  return all.map(({ finding, fix }, index) => ({
    finding, fix, title: format(fix.title), text: applyEdits(fixture.text, fix.edits),
    file: `${fixture.folder}/${fixture.name}.fix-${index + 1}${fixture.extension}`,
  }));
}

/** A fixed program under a line that says what was done. */
export function goldenText(fixture: Fixture, { finding, fix, title, text }: Fixed): string {
  const { line } = positionAt(lineStarts(fixture.text), finding.span.start);
  const heading = `${finding.rule}, line ${line}, ${fix.kind}: ${title}`;
  return isMarkup(fixture.language) ? `<!-- ${heading} -->\n${text}` : `// ${heading}\n${text}`;
}

/** The findings of a fixture as lines of text: what a user reads. */
export function messagesOf(fixture: Fixture): readonly string[] {
  const { findings } = analyze(fixture.text, fixture.language, { severities: severitiesOf(fixture) });
  const starts = lineStarts(fixture.text);
  return findings.map(({ span, severity, rule, say, related }) => {
    const { line, column } = positionAt(starts, span.start);
    const more = related.map((one) => `\n    line ${positionAt(starts, one.span.start).line}: ${format(one.say)}`);
    return `${fixture.name}${fixture.extension}:${line}:${column} ${severity} ${rule}\n    ${format(say)}${more.join('')}`;
  });
}
