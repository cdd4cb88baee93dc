/** How `check` prints findings: for people, for scripts, for code scanning, for annotations. */
import path from 'node:path';
import type { Analysis } from '../core/analyze';
import { format } from '../core/rules/format';
import { rules } from '../core/rules/registry.gen';
import type { Finding } from '../core/rules/run';
import type { RuleDocs } from '../core/rules/types';
import { unusedDocs } from '../core/rules/unused-disable';
import { lineStarts, positionAt } from '../core/syntax/span';
import { fileJson, reportJson } from './json';

export interface Checked {
  readonly path: string;
  readonly analysis: Analysis;
}

export const FORMATS = ['stylish', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** Text of a program must neither steer a terminal nor start a line of its own. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function countOf(files: readonly Checked[], severity: Finding['severity']): number {
  return files.reduce((sum, { analysis }) => sum + analysis.findings.filter((finding) => finding.severity === severity).length, 0);
}

function stylish(files: readonly Checked[]): string {
  const lines: string[] = [];
  for (const { path: file, analysis } of files) {
    if (analysis.findings.length === 0) continue;
    const starts = lineStarts(analysis.text);
    lines.push(plain(file));
    for (const finding of analysis.findings) {
      const { line, column } = positionAt(starts, finding.span.start);
      lines.push(`  ${`${line}:${column}`.padEnd(8)} ${finding.severity.padEnd(11)} ${plain(format(finding.say))}  ${finding.rule}`);
    }
    lines.push('');
  }
  const errors = countOf(files, 'error');
  const warnings = countOf(files, 'warning');
  const fixable = files.flatMap(({ analysis }) => analysis.findings).filter((finding) => finding.fixes().some((fix) => fix.kind === 'safe')).length;
  const checked = files.filter(({ analysis }) => analysis.silence === undefined).length;
  const foreign = files.filter(({ analysis }) => analysis.silence === 'no-tfjs').length;
  lines.push(`${plural(checked, 'file')} checked${foreign > 0 ? `, ${foreign} without TensorFlow.js` : ''}, ${plural(errors + warnings, 'problem')} (${plural(errors, 'error')}, ${plural(warnings, 'warning')})${fixable > 0 ? `, ${fixable} fixable with --fix` : ''}`);
  return lines.join('\n');
}

/** Workflow commands must not break at the characters they use themselves. */
function escapeCommand(text: string, property: boolean): string {
  const escaped = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return property ? escaped.replaceAll(':', '%3A').replaceAll(',', '%2C') : escaped;
}

function github(files: readonly Checked[]): string {
  return files.flatMap(({ path: file, analysis }) => {
    const starts = lineStarts(analysis.text);
    return analysis.findings.map((finding) => {
      const start = positionAt(starts, finding.span.start);
      const end = positionAt(starts, finding.span.end);
      const level = finding.severity === 'error' ? 'error' : finding.severity === 'warning' ? 'warning' : 'notice';
      return `::${level} file=${escapeCommand(file, true)},line=${start.line},endLine=${end.line},col=${start.column},endColumn=${end.column},title=${escapeCommand(finding.rule, true)}::${escapeCommand(plain(format(finding.say)), false)}`;
    });
  }).join('\n');
}

/** Findings that are of no rule are about comments. */
function docsOf(id: string): RuleDocs {
  return rules[id]?.docs ?? unusedDocs;
}

const LEVELS = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

function sarif(files: readonly Checked[]): string {
  const used = [...new Set(files.flatMap(({ analysis }) => analysis.findings.map((finding) => finding.rule)))].sort();
  const results = files.flatMap(({ path: file, analysis }) => {
    const starts = lineStarts(analysis.text);
    return analysis.findings.map((finding) => {
      const start = positionAt(starts, finding.span.start);
      const end = positionAt(starts, finding.span.end);
      return {
        ruleId: finding.rule, ruleIndex: used.indexOf(finding.rule), level: LEVELS[finding.severity], message: { text: format(finding.say) },
        locations: [{ physicalLocation: {
          artifactLocation: { uri: file.split(path.sep).map(encodeURIComponent).join('/') },
          region: { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column },
        } }],
      };
    });
  });
  const driver = {
    name: 'activation-lens', informationUri: 'https://www.npmjs.com/package/activation-lens',
    rules: used.map((id) => ({ id, shortDescription: { text: docsOf(id).summary }, help: { text: docsOf(id).why } })),
  };
  return JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [{ tool: { driver }, results, columnKind: 'utf16CodeUnits' }] }, null, 2);
}

/** The report of a run as text. */
export function report(files: readonly Checked[], as: Format): string {
  switch (as) {
    case 'json': return reportJson(files.map(({ path: file, analysis }) => fileJson(file, analysis)));
    case 'sarif': return sarif(files);
    case 'github': return github(files);
    default: return stylish(files);
  }
}
