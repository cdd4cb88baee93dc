/** The tool `analyze_file` outside an editor. */
import path from 'node:path';
import { diskConfigs } from '../cli/configs';
import { statOf } from '../cli/files';
import { diskResolver } from '../cli/modules';
import { readText } from '../cli/read';
import { analyze } from '../core/analyze';
import type { AnalyzeOptions } from '../core/analyze';
import { NO_MODULES } from '../core/evaluate/resolver';
import { agentReport } from '../core/insight/agent';
import { TEXT_LANGUAGES } from '../core/insight/agent-tools';
import type { Answer } from '../core/insight/agent-tools';
import { UNUSED_SEVERITY } from '../core/rules/unused-name';
import { MAX_LENGTH } from '../core/syntax/gate';
import { languageOf } from '../core/syntax/language';
import type { Fence } from './fence';

/** Bytes; a longer file is silent whatever it holds, and a notebook's pictures may be long. */
const MAX_BYTES = 64 * MAX_LENGTH;

function textOf(file: string): Answer {
  const stats = statOf(file);
  if (!stats) return { problem: 'no such file' };
  if (!stats.isFile()) return { problem: 'not a file' };
  if (stats.size > MAX_BYTES) return { problem: 'too large' };
  const read = readText(file);
  return 'problem' in read ? read : { text: read.text };
}

/** Reads a file below the fence, or a text as if it stood there. */
export function analyzeFile({ path: given, text, language: wished }: Readonly<Record<string, string>>, fence: Fence): Answer {
  if (given === undefined) {
    if (text === undefined) return { problem: 'analyze_file: give a path, or a text with its language' };
    const language = TEXT_LANGUAGES.find((one) => one === wished);
    return language ? { text: agentReport('(text)', analyze(text, language, { resolver: NO_MODULES })) } : { problem: `analyze_file: a text without a path needs its language: ${TEXT_LANGUAGES.join(', ')}` };
  }
  const shown = given.length > 200 ? `…${given.slice(-200)}` : given;
  const file = fence.find(given);
  if (file === undefined) return { problem: `${shown}: is not below the folders that this server may read` };
  const language = languageOf(file);
  if (!language) return { problem: `${shown}: not a JavaScript, TypeScript, html, vue, svelte or astro file or notebook` };
  const read = text === undefined ? textOf(file) : { text };
  if ('problem' in read) return { problem: `${shown}: ${read.problem}` };
  const problems: string[] = [];
  const { severities, reportUnusedDisables, ignored } = diskConfigs((line) => problems.push(line), fence.allows)(file, language);
  const options: AnalyzeOptions = { id: path.resolve(file), resolver: diskResolver(fence.allows), severities, reportUnusedDisables: reportUnusedDisables ?? UNUSED_SEVERITY };
  const analysis = analyze(read.text, language, options);
  const report = agentReport(given, ignored ? { ...analysis, findings: [] } : analysis);
  return { text: [report, ...problems.slice(0, 5).map((line) => line.slice(0, 300))].join('\n') };
}
