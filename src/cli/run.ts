/** The commands `check`, `inspect` and `explain`, and what a wrong call gets. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../core/analyze';
import { fixText } from '../core/fix-all';
import { languageOf } from '../core/syntax/language';
import { explainActivation } from './explain';
import { filesOf, UsageError } from './files';
import type { FileToRead } from './files';
import { countOf, FORMATS, problems, report } from './formats';
import type { Checked, Format } from './formats';
import { fileJson, reportJson } from './json';
import { diskResolver } from './modules';
import { parseOptions } from './options';
import type { Output } from './output';
import { readDocument, silenceText } from './read';

const HELP = `activation-lens: what every activation does to your TensorFlow.js network

  activation-lens check [PATH…] [--fix] [--format ${FORMATS.join('|')}] [--max-warnings N]
      Looks for activations that will not train. Exit code 0: nothing found,
      1: problems, 2: a file that was named could not be read, or the call was wrong.
  activation-lens inspect FILE… [--format json]
      The networks, activations and findings of files as JSON.
  activation-lens explain NAME [--svg FILE]
      Formula, derivative and facts of an activation; its plot as SVG.
  activation-lens --help | --version`;

function formatOf(value: string | undefined): Format {
  const found = FORMATS.find((name) => name === (value ?? 'stylish'));
  if (!found) throw new UsageError(`--format ${value}: there are ${FORMATS.join(', ')}`);
  return found;
}

function limitOf(value: string | undefined): number {
  if (value === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d+$/.test(value)) throw new UsageError(`--max-warnings ${value}: give a whole number`);
  return Number(value);
}

interface Read {
  readonly files: Checked[];
  /** True where a file that was named could not be read. */
  readonly failed: boolean;
}

function readAll(paths: readonly FileToRead[], output: Output, fix: boolean): Read {
  const files: Checked[] = [];
  const resolver = diskResolver();
  let failed = false;
  for (const { path: file, named } of paths) {
    // A folder may hold anything; only for what was asked for itself is it a failure.
    const refuse = (reason: string): void => {
      output.err(`${file}: ${reason}`);
      failed ||= named;
    };
    const read = readDocument(file);
    const language = languageOf(file);
    if ('problem' in read || !language) {
      refuse('problem' in read ? read.problem : 'not a file that can be analysed');
      continue;
    }
    const options = { id: path.resolve(file), resolver };
    const fixed = fix ? fixText(read.text, language, options) : undefined;
    if (fixed && fixed.text !== read.text) writeFileSync(file, `${read.bom ? '\uFEFF' : ''}${fixed.text}`);
    const analysis = fixed?.analysis ?? analyze(read.text, language, options);
    const reason = silenceText(analysis);
    if (reason !== undefined) refuse(reason);
    else if (!analysis.finished) output.err(`${file}: too much to read to its end; what was found stands`);
    // The trees are for the next version of a document, and there is none.
    files.push({ path: file, analysis: { ...analysis, parsed: undefined } });
  }
  return { files, failed };
}

function check(args: readonly string[], output: Output): number {
  const { values, flags, rest, help } = parseOptions('check', args, { fix: 'flag', format: 'value', 'max-warnings': 'value' });
  if (help) return printHelp(output);
  const as = formatOf(values.get('format'));
  const limit = limitOf(values.get('max-warnings'));
  const { files, failed } = readAll(filesOf(rest), output, flags.has('fix'));
  const text = report(files, as);
  if (text !== '') output.out(text);
  if (failed) return 2;
  const warnings = countOf(files, 'warning');
  if (warnings > limit) output.err(`too many warnings: ${warnings}, at most ${limit} are allowed`);
  return (Number.isFinite(limit) ? countOf(files, 'error') > 0 || warnings > limit : problems(files)) ? 1 : 0;
}

function inspect(args: readonly string[], output: Output): number {
  const { values, rest, help } = parseOptions('inspect', args, { format: 'value' });
  if (help) return printHelp(output);
  const as = values.get('format');
  if (as !== undefined && as !== 'json') throw new UsageError(`--format ${as}: inspect prints json`);
  if (rest.length === 0) throw new UsageError('inspect: name at least one file');
  const { files, failed } = readAll(filesOf(rest), output, false);
  output.out(reportJson(files.map(({ path, analysis }) => fileJson(path, analysis))));
  return failed ? 2 : 0;
}

function explain(args: readonly string[], output: Output): number {
  const { values, rest, help } = parseOptions('explain', args, { svg: 'value' });
  return help ? printHelp(output) : explainActivation(rest, values.get('svg'), output);
}

function printHelp(output: Output): number {
  output.out(HELP);
  return 0;
}

/** Runs one command and gives the exit code. */
export function run(args: readonly string[], output: Output, version: string): number {
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'check': return check(rest, output);
      case 'inspect': return inspect(rest, output);
      case 'explain': return explain(rest, output);
      case undefined: case '--help': case '-h': case 'help':
        printHelp(output);
        return command === undefined ? 2 : 0;
      case '--version': case '-v':
        output.out(version);
        return 0;
      default: throw new UsageError(`there is no command ${command}; see activation-lens --help`);
    }
  } catch (error) {
    if (error instanceof UsageError) {
      output.err(`activation-lens: ${error.message}`);
      return 2;
    }
    // The file system said no: a folder that is missing, a file that may not be written, a full disk.
    if (error instanceof Error && 'syscall' in error) {
      output.err(`activation-lens: ${error.message}`);
      return 2;
    }
    throw error;
  }
}
