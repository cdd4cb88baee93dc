/** How `check` prints findings: for people, for scripts, for code scanning, for annotations. */
import { reportJson } from '../core/insight/json';
import type { Severity } from '../core/rules/types';
import type { FileReport } from './file-report';
import { sarif } from './sarif';

export const FORMATS = ['stylish', 'json', 'sarif', 'github'] as const;
export type Format = (typeof FORMATS)[number];

/** Text of a program must neither steer a terminal nor start a line of its own. */
export function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export function countOf(files: readonly FileReport[], severity: Severity): number {
  return files.reduce((sum, { findings }) => sum + findings.filter((finding) => finding.severity === severity).length, 0);
}

function stylish(files: readonly FileReport[]): string {
  const lines: string[] = [];
  for (const { path: file, findings } of files) {
    if (findings.length === 0) continue;
    lines.push(plain(file));
    for (const { rule, severity, message, start } of findings) lines.push(`  ${`${start.line}:${start.column}`.padEnd(8)} ${severity.padEnd(11)} ${plain(message)}  ${rule}`);
    lines.push('');
  }
  const errors = countOf(files, 'error');
  const warnings = countOf(files, 'warning');
  const fixable = files.flatMap(({ findings }) => findings).filter(({ fixes }) => fixes.some(({ kind }) => kind === 'safe')).length;
  const checked = files.filter(({ silence }) => silence === undefined).length;
  const foreign = files.filter(({ silence }) => silence === 'no-tfjs').length;
  lines.push(`${plural(checked, 'file')} checked${foreign > 0 ? `, ${foreign} without TensorFlow.js` : ''}, ${plural(errors + warnings, 'problem')} (${plural(errors, 'error')}, ${plural(warnings, 'warning')})${fixable > 0 ? `, ${fixable} fixable with --fix` : ''}`);
  return lines.join('\n');
}

/** Workflow commands must not break at the characters they use themselves. */
function escapeCommand(text: string, property: boolean): string {
  const escaped = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return property ? escaped.replaceAll(':', '%3A').replaceAll(',', '%2C') : escaped;
}

function github(files: readonly FileReport[]): string {
  return files.flatMap(({ path: file, findings }) => findings.map(({ rule, severity, message, start, end }) => {
    const level = severity === 'error' || severity === 'warning' ? severity : 'notice';
    // Columns are refused where lines differ.
    const columns = start.line === end.line ? `,col=${start.column},endColumn=${end.column}` : '';
    return `::${level} file=${escapeCommand(file, true)},line=${start.line},endLine=${end.line}${columns},title=${escapeCommand(rule, true)}::${escapeCommand(plain(message), false)}`;
  })).join('\n');
}

/** The report of a run as text. */
export function report(files: readonly FileReport[], as: Format, version: string): string {
  switch (as) {
    case 'json': return reportJson(files.flatMap(({ json }) => json ?? []));
    case 'sarif': return sarif(files, version);
    case 'github': return github(files);
    default: return stylish(files);
  }
}
