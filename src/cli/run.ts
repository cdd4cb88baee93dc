/** The commands `check`, `inspect` and `explain`, and what a wrong call gets. */
import { CONFIG_NAME } from '../core/config/config';
import { noRule, noSeverity, SEVERITIES, severityOf } from '../core/config/severity';
import { format } from '../core/rules/format';
import { ruleIds } from '../core/rules/registry.gen';
import type { Severities } from '../core/rules/run';
import { UNUSED_DISABLE, UNUSED_SEVERITY } from '../core/rules/unused-name';
import { languageOf } from '../core/syntax/language';
import { diskConfigs } from './configs';
import { explainActivation } from './explain';
import type { FileReport, Job, PlainFinding } from './file-report';
import { filesOf, UsageError } from './files';
import type { FileToRead } from './files';
import { countOf, FORMATS, report } from './formats';
import type { Format } from './formats';
import { parseOptions } from './options';
import type { Output } from './output';
import { outcomesOf } from './threads';

const HELP = `activation-lens: what every activation does to your TensorFlow.js network

  activation-lens check [PATH…] [options]
      Looks for activations that will not train.
        --fix                 takes the safe fixes, which change no value
        --rule ID:SEVERITY    severity of a rule for this run (${SEVERITIES.join(', ')});
                              may be given several times
        --quiet               prints errors only
        --threads N           reads with so many threads, if not as many as pay
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

function threadsOf(value: string | undefined): number | undefined {
  if (value !== undefined && !/^[1-9]\d*$/.test(value)) throw new UsageError(`--threads ${value}: give a whole number from 1 on`);
  return value === undefined ? undefined : Number(value);
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

interface Surroundings {
  readonly output: Output;
  readonly script: string | undefined;
}

interface Read {
  readonly files: readonly FileReport[];
  /** True where a file that was named could not be read, or a configuration is wrong. */
  readonly failed: boolean;
}

interface Wishes extends Pick<Job, 'fix' | 'json'> {
  /** Of this run, before those of any configuration. */
  readonly severities: Severities;
  readonly threads?: number | undefined;
  /** False where files are read that a project leaves out, without their findings. */
  readonly skips: boolean;
}

function readAll(paths: readonly FileToRead[], { output, script }: Surroundings, { fix, json, severities, threads, skips }: Wishes): Read {
  let failed = false;
  const choicesFor = diskConfigs((line) => {
    output.err(line);
    failed = true;
  });
  const jobs = paths.flatMap(({ path, named }): Job[] => {
    const choices = choicesFor(path, languageOf(path) ?? '');
    const left = choices.ignored && skips;
    if (left && named) output.err(`${path}: left out by ${choices.from}`);
    return left ? [] : [{
      path, named, fix, json, mute: choices.ignored, severities: { ...choices.severities, ...severities },
      reportUnusedDisables: severities[UNUSED_DISABLE] ?? choices.reportUnusedDisables ?? UNUSED_SEVERITY,
    }];
  });
  const outcomes = outcomesOf(jobs, script, threads);
  for (const { lines } of outcomes) for (const line of lines) output.err(line);
  return { files: outcomes.flatMap(({ report: found }) => found ?? []), failed: failed || outcomes.some((outcome) => outcome.failed) };
}

function check(args: readonly string[], surroundings: Surroundings): number {
  const { output } = surroundings;
  const { values, lists, flags, rest, help } = parseOptions('check', args, { fix: 'flag', quiet: 'flag', format: 'value', 'max-warnings': 'value', rule: 'values', threads: 'value' });
  if (help) return printHelp(output);
  const as = formatOf(values.get('format'));
  const limit = limitOf(values.get('max-warnings'));
  const { files, failed } = readAll(filesOf(rest), surroundings, { fix: flags.has('fix'), json: as === 'json', severities: severitiesOf(lists.get('rule') ?? []), threads: threadsOf(values.get('threads')), skips: true });
  const text = report(flags.has('quiet') ? files.map(errorsOf) : files, as);
  if (text !== '') output.out(text);
  if (failed) return 2;
  const warnings = countOf(files, 'warning');
  if (warnings > limit) output.err(`too many warnings: ${warnings}, at most ${limit} are allowed`);
  return countOf(files, 'error') > 0 || warnings > limit ? 1 : 0;
}

function errorsOf({ findings, json, ...rest }: FileReport): FileReport {
  const isError = ({ severity }: Pick<PlainFinding, 'severity'>): boolean => severity === 'error';
  return { ...rest, findings: findings.filter(isError), json: json && { ...json, findings: json.findings.filter(isError) } };
}

function inspect(args: readonly string[], surroundings: Surroundings): number {
  const { output } = surroundings;
  const { values, rest, help } = parseOptions('inspect', args, { format: 'value' });
  if (help) return printHelp(output);
  const as = values.get('format');
  if (as !== undefined && as !== 'json') throw new UsageError(`--format ${as}: inspect prints json`);
  if (rest.length === 0) throw new UsageError('inspect: name at least one file');
  const { files, failed } = readAll(filesOf(rest), surroundings, { fix: false, json: true, severities: {}, skips: false });
  output.out(report(files, 'json'));
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

/** Runs one command and gives the exit code. `script` is what a thread runs; without it there are none. */
export function run(args: readonly string[], output: Output, version: string, script?: string): number {
  const surroundings: Surroundings = { output, script };
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'check': return check(rest, surroundings);
      case 'inspect': return inspect(rest, surroundings);
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
