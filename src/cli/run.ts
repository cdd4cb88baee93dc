/** The commands `check`, `inspect` and `explain`, and what a wrong call gets. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { analyze } from '../core/analyze';
import { fixText } from '../core/fix-all';
import { CONFIG_NAME } from '../core/config/config';
import { noRule, noSeverity, SEVERITIES, severityOf } from '../core/config/severity';
import { format } from '../core/rules/format';
import { ruleIds } from '../core/rules/registry.gen';
import type { Severities } from '../core/rules/run';
import { UNUSED_DISABLE, UNUSED_SEVERITY } from '../core/rules/unused-name';
import { languageOf } from '../core/syntax/language';
import { diskConfigs } from './configs';
import { explainActivation } from './explain';
import { filesOf, UsageError } from './files';
import type { FileToRead } from './files';
import { countOf, FORMATS, report } from './formats';
import type { Checked, Format } from './formats';
import { fileJson, reportJson } from './json';
import { diskResolver } from './modules';
import { parseOptions } from './options';
import type { Output } from './output';
import { readDocument, silenceText } from './read';

const HELP = `activation-lens: what every activation does to your TensorFlow.js network

  activation-lens check [PATH…] [options]
      Looks for activations that will not train.
        --fix                 takes the safe fixes, which change no value
        --rule ID:SEVERITY    severity of a rule for this run (${SEVERITIES.join(', ')});
                              may be given several times
        --quiet               prints errors only
        --max-warnings N      exit code 1 for more warnings than that
        --format FORMAT       ${FORMATS.join(', ')}
      Severities, languages and files to leave out are read from the nearest
      ${CONFIG_NAME} upward from each file.
      Exit code 0: no errors, and no more warnings than allowed; 1: there are; 2: the call
      or a configuration is wrong, or a file that was named could not be read.
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

/** `softmax-axis:off` */
function severitiesOf(rules: readonly string[]): Severities {
  return Object.fromEntries(rules.map((text) => {
    const [id = '', name = ''] = text.split(/:(.*)/s, 2);
    const severity = severityOf(name);
    const wrong = !ruleIds.includes(id) && id !== UNUSED_DISABLE ? noRule(id, ruleIds) : severity === undefined ? noSeverity(name) : undefined;
    if (wrong || severity === undefined) throw new UsageError(`--rule ${text}: ${wrong && name !== '' ? format(wrong) : 'give ID:SEVERITY'}`);
    return [id, severity];
  }));
}

interface Read {
  readonly files: Checked[];
  /** True where a file that was named could not be read, or a configuration is wrong. */
  readonly failed: boolean;
}

interface Wishes {
  readonly fix: boolean;
  /** Of this run, before those of any configuration. */
  readonly severities: Severities;
  /** False where files are read that a project leaves out, without their findings. */
  readonly skips: boolean;
}

function readAll(paths: readonly FileToRead[], output: Output, { fix, severities, skips }: Wishes): Read {
  const files: Checked[] = [];
  const resolver = diskResolver();
  let failed = false;
  const choicesFor = diskConfigs((line) => {
    output.err(line);
    failed = true;
  });
  for (const { path: file, named } of paths) {
    // A folder may hold anything; only for what was asked for itself is it a failure.
    const refuse = (reason: string): void => {
      output.err(`${file}: ${reason}`);
      failed ||= named;
    };
    const language = languageOf(file);
    const choices = choicesFor(file, language ?? '');
    if (choices.ignored && skips) {
      if (named) output.err(`${file}: left out by ${choices.from}`);
      continue;
    }
    const read = readDocument(file);
    if ('problem' in read || !language) {
      refuse('problem' in read ? read.problem : 'not a file that can be analysed');
      continue;
    }
    const options = { id: path.resolve(file), resolver, severities: { ...choices.severities, ...severities }, reportUnusedDisables: severities[UNUSED_DISABLE] ?? choices.reportUnusedDisables ?? UNUSED_SEVERITY };
    const fixed = fix ? fixText(read.text, language, options) : undefined;
    if (fixed && fixed.text !== read.text) writeFileSync(file, `${read.bom ? '\uFEFF' : ''}${fixed.text}`);
    const analysis = fixed?.analysis ?? analyze(read.text, language, options);
    const reason = silenceText(analysis);
    if (reason !== undefined) refuse(reason);
    else if (!analysis.finished) output.err(`${file}: too much to read to its end; what was found stands`);
    // The trees are for the next version of a document, and there is none.
    files.push({ path: file, analysis: { ...analysis, parsed: undefined, ...(choices.ignored ? { findings: [] } : {}) } });
  }
  return { files, failed };
}

function check(args: readonly string[], output: Output): number {
  const { values, lists, flags, rest, help } = parseOptions('check', args, { fix: 'flag', quiet: 'flag', format: 'value', 'max-warnings': 'value', rule: 'values' });
  if (help) return printHelp(output);
  const as = formatOf(values.get('format'));
  const limit = limitOf(values.get('max-warnings'));
  const { files, failed } = readAll(filesOf(rest), output, { fix: flags.has('fix'), severities: severitiesOf(lists.get('rule') ?? []), skips: true });
  const text = report(flags.has('quiet') ? files.map(errorsOf) : files, as);
  if (text !== '') output.out(text);
  if (failed) return 2;
  const warnings = countOf(files, 'warning');
  if (warnings > limit) output.err(`too many warnings: ${warnings}, at most ${limit} are allowed`);
  return countOf(files, 'error') > 0 || warnings > limit ? 1 : 0;
}

function errorsOf({ path: file, analysis }: Checked): Checked {
  return { path: file, analysis: { ...analysis, findings: analysis.findings.filter(({ severity }) => severity === 'error') } };
}

function inspect(args: readonly string[], output: Output): number {
  const { values, rest, help } = parseOptions('inspect', args, { format: 'value' });
  if (help) return printHelp(output);
  const as = values.get('format');
  if (as !== undefined && as !== 'json') throw new UsageError(`--format ${as}: inspect prints json`);
  if (rest.length === 0) throw new UsageError('inspect: name at least one file');
  const { files, failed } = readAll(filesOf(rest), output, { fix: false, severities: {}, skips: false });
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
