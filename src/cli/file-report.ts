/** Reads one file and tells of it in plain data, which a thread can hand over. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../core/analyze';
import type { Analysis, AnalyzeOptions } from '../core/analyze';
import type { Resolver } from '../core/evaluate/resolver';
import { fixText } from '../core/fix-all';
import { fileJson } from '../core/insight/json';
import type { FileJson } from '../core/insight/json';
import { silenceText } from '../core/insight/silence';
import { format } from '../core/rules/format';
import type { Finding } from '../core/rules/run';
import type { Edit, Fix } from '../core/rules/types';
import { languageOf } from '../core/syntax/language';
import { lineStarts, positionAt } from '../core/syntax/span';
import type { Position } from '../core/syntax/span';
import { hashOf, noting } from './asked';
import type { Origin } from './cache';
import { fingerprints } from './fingerprint';
import { readDocument } from './read';

/** A file that is to be read, and how. */
export interface Job extends Pick<AnalyzeOptions, 'severities' | 'reportUnusedDisables'> {
  readonly path: string;
  /** It was named itself, not found in a folder: that it cannot be read is then a failure. */
  readonly named: boolean;
  /** Safe fixes are written to it. */
  readonly fix: boolean;
  /** Its findings are not asked for. */
  readonly mute: boolean;
  /** Everything that the JSON contract has is asked for. */
  readonly json: boolean;
  /** What it was made of is noted. */
  readonly notes?: boolean | undefined;
}

/** A replacement, by places as well as by offsets. */
export interface PlainEdit extends Edit {
  readonly from: Position;
  readonly to: Position;
}

export interface PlainFinding {
  readonly rule: string;
  readonly severity: Finding['severity'];
  readonly message: string;
  readonly start: Position;
  readonly end: Position;
  readonly fixes: readonly { readonly title: string; readonly kind: Fix['kind']; readonly edits: readonly PlainEdit[] }[];
  /** The same as long as the lines of the finding are, wherever they stand. */
  readonly fingerprint: string;
}

/** What is said of a file. */
export interface FileReport {
  readonly path: string;
  readonly silence: Analysis['silence'];
  readonly findings: readonly PlainFinding[];
  /** As the JSON contract has it, where that was asked for. */
  readonly json: FileJson | undefined;
}

/** What became of a job. */
export interface Outcome {
  /** Undefined for a file that could not be read. */
  readonly report: FileReport | undefined;
  /** What stood in the way, in lines for people. */
  readonly lines: readonly string[];
  readonly failed: boolean;
  /** What it was made of, where that was to be noted. */
  readonly origin?: Origin | undefined;
}

function plainFindings(findings: readonly Finding[], text: string): readonly PlainFinding[] {
  const starts = lineStarts(text);
  const prints = fingerprints(findings, text, starts);
  return findings.map((finding, index) => ({
    rule: finding.rule, severity: finding.severity, message: format(finding.say), start: positionAt(starts, finding.span.start), end: positionAt(starts, finding.span.end),
    fixes: finding.fixes().map(({ title, kind, edits }) => ({ title: format(title), kind, edits: edits.map((edit) => ({ ...edit, from: positionAt(starts, edit.start), to: positionAt(starts, edit.end) })) })),
    fingerprint: prints[index] ?? '',
  }));
}

/** Writes a text to a file, or says what stood in the way. */
function write(file: string, text: string): string | undefined {
  try {
    writeFileSync(file, text);
    return undefined;
  } catch (error) {
    return `${file}: cannot be written (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** Does a job. */
export function outcomeOf(job: Job, resolver: Resolver): Outcome {
  const { path: file, named, severities, reportUnusedDisables } = job;
  // A folder may hold anything; only for what was asked for itself is it a failure.
  const refused = (reason: string): Outcome => ({ report: undefined, lines: [`${file}: ${reason}`], failed: named });
  const language = languageOf(file);
  const read = readDocument(file);
  if ('problem' in read || !language) return refused('problem' in read ? read.problem : 'not a file that can be analysed');
  const notes = job.notes ? noting(resolver) : undefined;
  const options: AnalyzeOptions = { id: path.resolve(file), resolver: notes?.resolver ?? resolver, ...(severities ? { severities } : {}), ...(reportUnusedDisables ? { reportUnusedDisables } : {}) };
  const fixed = job.fix ? fixText(read.text, language, options) : undefined;
  const problem = fixed && fixed.text !== read.text ? write(file, `${read.bom ? '\uFEFF' : ''}${fixed.text}`) : undefined;
  // What could not be written is not what stands there.
  const whole = problem === undefined && fixed ? fixed.analysis : analyze(read.text, language, options);
  const analysis = job.mute ? { ...whole, findings: [] } : whole;
  const report = { path: file, silence: analysis.silence, findings: plainFindings(analysis.findings, analysis.text), json: job.json ? fileJson(file, analysis) : undefined };
  const reason = silenceText(analysis);
  if (reason !== undefined) return { ...refused(reason), report };
  const lines = analysis.finished ? [] : [`${file}: too much to read to its end; what was found stands`];
  return { report, lines: problem === undefined ? lines : [...lines, problem], failed: problem !== undefined, origin: notes && analysis.parsed && { hash: hashOf(analysis.text), asked: notes.asked() } };
}
