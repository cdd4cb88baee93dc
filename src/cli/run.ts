/** The commands `check`, `inspect`, `merge` and `explain`, and what a wrong call gets. */
import path from 'node:path';
import { CONFIG_NAME } from '../core/config/config';
import { noRule, noSeverity, SEVERITIES, severityOf } from '../core/config/severity';
import { format } from '../core/rules/format';
import { ruleIds } from '../core/rules/registry.gen';
import type { Severities } from '../core/rules/run';
import { UNUSED_DISABLE, UNUSED_SEVERITY } from '../core/rules/unused-name';
import { languageOf } from '../core/syntax/language';
import { hashOf } from './asked';
import { CACHE_NAME, openCache } from './cache';
import type { Cache } from './cache';
import { diskConfigs } from './configs';
import { explainActivation } from './explain';
import type { FileReport, Job, PlainFinding } from './file-report';
import { filesOf, statOf, UsageError } from './files';
import { countOf, FORMATS, plain, report } from './formats';
import type { Format } from './formats';
import { standardInput } from './input';
import { merged } from './merge';
import { parseOptions } from './options';
import type { Output } from './output';
import { readText } from './read';
import { partOf, shardOf } from './shard';
import type { Shard } from './shard';
import { outcomesOf } from './threads';

/** What `--help` prints. */
export const HELP = `activation-lens: what every activation does to your TensorFlow.js network

  activation-lens check [PATH…] [options]
      Looks for activations that will not train. PATH is a file, a folder, a pattern
      such as 'src/**/*.{js,ts}' or '!**/*.test.ts', or - for a list of files on the
      standard input, one to a line.
        --fix                 takes the safe fixes, which change no value
        --rule ID:SEVERITY    severity of a rule for this run (${SEVERITIES.join(', ')});
                              may be given several times
        --quiet               prints errors only
        --max-warnings N      exit code 1 for more warnings than that
        --format FORMAT       ${FORMATS.join(', ')}
        --cache               reads again only what has changed since the last run, or what
                              imports something that has
        --cache-location FILE where that is kept, if not in ${CACHE_NAME}
        --shard I/N           reads the I-th of N parts
        --threads N           reads with so many threads, where there are processors to spare
        --no-ignore           reads what .gitignore leaves out
      Severities, languages and files to leave out are read from the nearest
      ${CONFIG_NAME} upward from each file.
      Exit code 0: no errors, and no more warnings than allowed; 1: there are; 2: the call
      or a configuration is wrong, or a file that was named could not be read.
  activation-lens inspect FILE… [--format json]
      The networks, activations and findings of files as JSON.
  activation-lens merge REPORT…
      Puts the reports of all parts together, of --format json or sarif.
  activation-lens explain NAME [--svg FILE]
      Formula, derivative and facts of an activation; its plot as SVG.
  activation-lens mcp [FOLDER…]
      The same for agents: a Model Context Protocol server on standard input and output,
      which reads only what is below the folders (the current one).
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
  readonly version: string;
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
  readonly cache?: Cache | undefined;
  readonly shard?: Shard | undefined;
  readonly gitignore: boolean;
  /** False where files are read that a project leaves out, without their findings. */
  readonly skips: boolean;
}

/** Undefined where the arguments mean nothing at all. */
function readAll(args: readonly string[], { output, script }: Surroundings, { fix, json, severities, threads, cache, shard, gitignore, skips }: Wishes): Read | undefined {
  const { files, problems } = filesOf(args, { gitignore, input: output.input ?? standardInput });
  for (const problem of problems) output.err(plain(`activation-lens: ${problem}`));
  if (files.length === 0 && problems.length > 0) return undefined;
  let failed = problems.length > 0;
  const choicesFor = diskConfigs((line) => {
    output.err(plain(line));
    failed = true;
  });
  const jobs = partOf(files, shard).flatMap(({ path: file, named }): Job[] => {
    const choices = choicesFor(file, languageOf(file) ?? '');
    const left = choices.ignored && skips;
    if (left && named) output.err(plain(`${file}: left out by ${choices.from}`));
    return left ? [] : [{
      path: file, named, fix, json, mute: choices.ignored, severities: { ...choices.severities, ...severities },
      reportUnusedDisables: severities[UNUSED_DISABLE] ?? choices.reportUnusedDisables ?? UNUSED_SEVERITY, notes: cache !== undefined,
    }];
  });
  const outcomes = outcomesOf(jobs, { script, threads, cache, progress: output.progress });
  for (const { lines } of outcomes) for (const line of lines) output.err(plain(line));
  const problem = cache?.save();
  if (problem !== undefined) output.err(plain(problem));
  return { files: outcomes.flatMap(({ report: found }) => found ?? []), failed: failed || outcomes.some((outcome) => outcome.failed) };
}

/** What `--cache` asks for. What is kept is of this very program: its text counts, not only its number. */
function cacheOf(wanted: boolean, location: string | undefined, { script, version }: Surroundings): Cache | undefined {
  if (location !== undefined && !wanted) throw new UsageError('--cache-location: give --cache too');
  if (!wanted) return undefined;
  const isFolder = location !== undefined && (/[/\\]$/.test(location) || statOf(location)?.isDirectory() === true);
  const file = isFolder ? path.join(location, CACHE_NAME) : (location ?? CACHE_NAME);
  const own = script === undefined ? undefined : readText(script);
  return openCache(file, `${version} ${own && 'text' in own ? hashOf(own.text) : ''}`);
}

function check(args: readonly string[], surroundings: Surroundings): number {
  const { output, version } = surroundings;
  const { values, lists, flags, rest, help } = parseOptions('check', args, {
    fix: 'flag', quiet: 'flag', format: 'value', 'max-warnings': 'value', rule: 'values', threads: 'value', cache: 'flag', 'cache-location': 'value', shard: 'value', 'no-ignore': 'flag',
  });
  if (help) return printHelp(output);
  const as = formatOf(values.get('format'));
  const limit = limitOf(values.get('max-warnings'));
  const read = readAll(rest, surroundings, {
    fix: flags.has('fix'), json: as === 'json', severities: severitiesOf(lists.get('rule') ?? []), threads: threadsOf(values.get('threads')), skips: true,
    shard: shardOf(values.get('shard')), cache: cacheOf(flags.has('cache'), values.get('cache-location'), surroundings), gitignore: !flags.has('no-ignore'),
  });
  if (!read) return 2;
  const { files, failed } = read;
  const text = report(flags.has('quiet') ? files.map(errorsOf) : files, as, version);
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
  const { output, version } = surroundings;
  const { values, rest, help } = parseOptions('inspect', args, { format: 'value' });
  if (help) return printHelp(output);
  const as = values.get('format');
  if (as !== undefined && as !== 'json') throw new UsageError(`--format ${as}: inspect prints json`);
  if (rest.length === 0) throw new UsageError('inspect: name at least one file');
  const read = readAll(rest, surroundings, { fix: false, json: true, severities: {}, skips: false, gitignore: true });
  if (!read) return 2;
  output.out(report(read.files, 'json', version));
  return read.failed ? 2 : 0;
}

function merge(args: readonly string[], output: Output): number {
  const { rest, help } = parseOptions('merge', args, {});
  if (help) return printHelp(output);
  output.out(merged(rest));
  return 0;
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
  const surroundings: Surroundings = { output, script, version };
  const [command, ...rest] = args;
  try {
    switch (command) {
      case 'check': return check(rest, surroundings);
      case 'inspect': return inspect(rest, surroundings);
      case 'merge': return merge(rest, output);
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
      output.err(plain(`activation-lens: ${error.message}`));
      return 2;
    }
    // The file system said no: a folder that is missing, a file that may not be written, a full disk.
    if (error instanceof Error && 'syscall' in error) {
      output.err(plain(`activation-lens: ${error.message}`));
      return 2;
    }
    throw error;
  }
}
