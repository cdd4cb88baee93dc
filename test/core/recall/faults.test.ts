/**
 * Recall on known faults: faults of the public benchmarks, of question sites and of issue trackers, made again from
 * their facts (layers, activations, loss, optimizer, sizes) as programs for TensorFlow.js.
 *
 * The first line of a program names its source and the fault; the markers say what must be found, and where. What is
 * found beside that is no matter here. A fault counts as found if everything that is marked in it is found.
 *
 * Of the benchmarks those faults are left out that a program does not show: what the data, their scaling or the number
 * of epochs is to blame for (Stack Overflow 39525358, 48594888, 52800582, 59325381), what depends on whether classes
 * exclude each other or how many there are (31627380, 44164749, 50079585 with a sigmoid, 50306988, 50481178, 58609115),
 * another optimizer or loss where either does (47724077, gol_nn, keras-super-resolution), the order of pooling, dropout
 * and normalisation, and programs that were made by choosing a learning rate, an epsilon or a deviation at will.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineStarts } from '../../../src/core/syntax/span';
import { analyzeAll } from '../../support/analysis';
import { execute } from '../../support/execute';
import { fixturesIn } from '../../support/fixtures';
import type { Fixture } from '../../support/fixtures';
import { errorOf } from '../../support/throws';

/** The faults that are known not to be found, with the reason; they count as missed. */
const MISSED: ReadonlyMap<string, string> = new Map([
  ['deeplocalize-48934338', 'no rule looks at how large a learning rate is'],
  ['deepchecker-basecnn-wrong-soft', 'no rule looks at the axis of a softmax that is written out'],
  ['deeplocalize-31556268', 'a sigmoid with the mean absolute error may be a regression between 0 and 1'],
  ['neuralint-50555434', 'six sigmoids with the mean absolute error may be a regression between 0 and 1'],
  ['deeplocalize-39217567', 'two hidden sigmoid layers are below the number at which deep-saturating-stack speaks'],
  ['neuralint-38584268', 'classes for every place of a picture may be wanted, as in segmentation'],
  ['neuralint-45120429', 'an output for every step may be wanted, as in tagging'],
  ['neuralint-53119432', 'an output for every step may be wanted, as in tagging'],
  ['neuralint-61030068', 'an output for every step may be wanted, as in tagging'],
]);

const FAULTS = 60;
const WANTED = 0.9;

interface Expected {
  readonly severity: string;
  readonly rule: string;
  readonly start: number;
  readonly end: number;
}

const MARKER = /^\/\/( *)(\^+) (\w+) ([\w-]+)$/;

/** What the markers of a program point at, as offsets of the program without them. */
function expectedIn({ marked, text }: Fixture): readonly Expected[] {
  const starts = lineStarts(text);
  const found: Expected[] = [];
  let lines = 0;
  for (const line of marked.split('\n')) {
    const [, blank, carets, severity, rule] = MARKER.exec(line) ?? [];
    if (blank === undefined || carets === undefined || severity === undefined || rule === undefined) {
      lines++;
      continue;
    }
    const start = (starts[lines - 1] ?? 0) + blank.length + 2;
    found.push({ severity, rule, start, end: start + carets.length });
  }
  return found;
}

const faults = fixturesIn('test/fixtures/faults');

const isHeader = (line: string): boolean => /^(?:\/\/|<!--) .*: .*\.(?: -->)?$/.test(line);

test('every fault names its source and what is wrong', () => {
  for (const { path, marked, isPositive } of faults) {
    assert.ok(isPositive, path);
    assert.ok(isHeader(marked.split('\n')[0] ?? ''), path);
  }
});

test('known faults are found', () => {
  const byRule = new Map<string, { found: number; all: number }>();
  const missed: string[] = [];
  const stale: string[] = [];
  for (const fault of faults) {
    const { findings } = analyzeAll(fault.text, fault.language);
    const expected = expectedIn(fault);
    const absent = expected.filter(({ rule, severity, start, end }) => !findings.some((one) => one.rule === rule && one.severity === severity && one.span.start === start && one.span.end === end));
    const isFound = absent.length === 0;
    for (const rule of new Set(expected.map((one) => one.rule))) {
      const row = byRule.get(rule) ?? { found: 0, all: 0 };
      const isThere = !absent.some((one) => one.rule === rule);
      byRule.set(rule, { found: row.found + (isThere ? 1 : 0), all: row.all + 1 });
    }
    if (!isFound) missed.push(`${fault.path}: ${absent.map(({ rule }) => rule).join(', ')} is not found; ${findings.map(({ rule, severity, span }) => `${severity} ${rule} at “${fault.text.slice(span.start, span.end)}”`).join(', ') || 'nothing'} is`);
    if (isFound === MISSED.has(fault.name)) stale.push(isFound ? `${fault.path} is found now` : (missed.at(-1) ?? ''));
  }
  const rows = [...byRule].sort(([a], [b]) => a.localeCompare(b)).map(([rule, { found, all }]) => `${rule.padEnd(40)} ${String(found).padStart(3)} of ${String(all).padStart(3)}`);
  const found = faults.length - missed.length;
  const table = [...rows, `${'faults'.padEnd(40)} ${String(found).padStart(3)} of ${String(faults.length).padStart(3)}`].join('\n');
  console.log(table);
  assert.deepEqual(stale, [], stale.join('\n'));
  for (const name of MISSED.keys()) assert.ok(faults.some((fault) => fault.name === name), `${name} is no fault`);
  assert.ok(faults.length >= FAULTS, `only ${faults.length} faults`);
  assert.ok(found >= WANTED * faults.length, `${table}\n${missed.join('\n')}`);
});

test('every fault is a program that TensorFlow.js builds, but for those that make it throw', async () => {
  for (const { path, text, language } of faults) {
    const error = errorOf(analyzeAll(text, language).findings);
    if (error) await assert.rejects(execute(text, language), error, path);
    else await assert.doesNotReject(execute(text, language), path);
  }
});
