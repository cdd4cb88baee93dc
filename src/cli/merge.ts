/** `activation-lens merge REPORT…`: the reports of all parts of a run as the one that the whole run would have given. */
import { reportJson } from '../core/insight/json';
import { UsageError } from './files';
import { readText } from './read';

interface JsonReport {
  readonly version: 1;
  readonly files: readonly { readonly path: string }[];
}

interface SarifResult {
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
}

interface SarifLog {
  readonly version: '2.1.0';
  readonly runs: readonly { readonly tool: unknown; readonly results: readonly SarifResult[] }[];
}

/** The order in which folders are walked: piece by piece. */
function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split(/[/\\]/), b.split(/[/\\]/)];
  const at = left.findIndex((piece, index) => piece !== right[index]);
  if (at < 0) return left.length - right.length;
  return (left[at] ?? '') < (right[at] ?? '') ? -1 : 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isJson(value: unknown): value is JsonReport {
  return isObject(value) && value['version'] === 1 && Array.isArray(value['files']) && value['files'].every((file) => isObject(file) && typeof file['path'] === 'string');
}

function isResult(value: unknown): value is SarifResult {
  if (!isObject(value) || !Array.isArray(value['locations'])) return false;
  const [first] = value['locations'] as readonly unknown[];
  const place = isObject(first) ? first['physicalLocation'] : undefined;
  const artifact = isObject(place) ? place['artifactLocation'] : undefined;
  return isObject(artifact) && typeof artifact['uri'] === 'string';
}

function isSarif(value: unknown): value is SarifLog {
  return isObject(value) && value['version'] === '2.1.0' && Array.isArray(value['runs'])
    && value['runs'].every((run) => isObject(run) && Array.isArray(run['results']) && run['results'].every(isResult));
}

function uriOf({ locations }: SarifResult): string {
  const uri = locations[0]?.physicalLocation.artifactLocation.uri ?? '';
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}

function parsed(file: string): unknown {
  const read = readText(file);
  if ('problem' in read) throw new UsageError(`${file}: ${read.problem}`);
  try {
    return JSON.parse(read.text);
  } catch {
    throw new UsageError(`${file}: is not JSON`);
  }
}

function mergedSarif(logs: readonly SarifLog[]): string {
  const runs = logs.flatMap((log) => log.runs);
  const tools = new Set(runs.map(({ tool }) => JSON.stringify(tool)));
  const [first] = logs;
  const [run] = runs;
  if (!first || !run || tools.size !== 1) throw new UsageError('merge: the reports are not of one and the same version');
  const results = runs.flatMap((one) => one.results).sort((a, b) => comparePaths(uriOf(a), uriOf(b)));
  return JSON.stringify({ ...first, runs: [{ ...run, results }] }, null, 2);
}

/** Puts reports together. A file that two of them tell of would be counted twice: that is refused. */
export function merged(files: readonly string[]): string {
  if (files.length === 0) throw new UsageError('merge: name the reports, e.g. activation-lens merge part-*.json');
  const reports = files.map(parsed);
  if (reports.every(isSarif)) return mergedSarif(reports);
  if (!reports.every(isJson)) throw new UsageError('merge: the reports have to be all of check --format json or all of --format sarif');
  const all = reports.flatMap((one) => one.files).sort((a, b) => comparePaths(a.path, b.path));
  const twice = all.find((file, index) => file.path === all[index + 1]?.path);
  if (twice) throw new UsageError(`merge: ${twice.path} is in two reports`);
  return reportJson(all);
}
