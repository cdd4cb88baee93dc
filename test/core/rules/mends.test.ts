import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { parse } from '../../../src/core/syntax/tree';
import { fixesOf } from '../../support/check';
import type { Fixed } from '../../support/check';
import { execute, seeded } from '../../support/execute';
import type { Run } from '../../support/execute';
import { fixturesIn } from '../../support/fixtures';
import type { Fixture } from '../../support/fixtures';
import { copyWeights, predict } from '../../support/predict';
import { severitiesOf } from '../../support/switched-on';
import { errorOf } from '../../support/throws';

const faulty = fixturesIn('test/fixtures/rules').filter(({ isPositive }) => isPositive);

function rulesIn(text: string, fixture: Fixture): readonly string[] {
  return analyze(text, fixture.language, { severities: severitiesOf(fixture) }).findings.map(({ rule }) => rule);
}

/** What the findings of a program say that it throws. */
function errorIn(text: string, fixture: Fixture): RegExp | undefined {
  return errorOf(analyze(text, fixture.language, { severities: severitiesOf(fixture) }).findings);
}

function syntaxErrors(text: string, fixture: Fixture): number {
  const parsed = parse(text, fixture.language);
  assert.ok(parsed);
  return parsed.scripts.reduce((sum, { tree }) => sum + (tree as unknown as { readonly parseDiagnostics: readonly unknown[] }).parseDiagnostics.length, 0);
}

/** The items of one list that another has not, each as often as it is missing. */
function surplus(a: readonly string[], b: readonly string[]): readonly string[] {
  const rest = [...b];
  return a.filter((item) => {
    const at = rest.indexOf(item);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}

/** The models of a run are built and can be used. */
function checkRun({ models }: Run): void {
  for (const model of models) for (const output of predict(model)) assert.ok(output.length > 0);
}

/** Two runs compute the same: their models with the same weights, and every tensor that they export. */
function checkEqual(before: Run, after: Run): void {
  assert.equal(after.models.length, before.models.length);
  for (const [index, model] of before.models.entries()) {
    const mended = after.models[index];
    assert.ok(mended);
    copyWeights(model, mended);
    for (const seed of [1, 2, 3]) assert.deepEqual(predict(mended, seed), predict(model, seed));
  }
  for (const [name, value] of Object.entries(before.exports)) {
    if (!(value instanceof tf.Tensor)) continue;
    assert.deepEqual((after.exports[name] as tf.Tensor).arraySync(), value.arraySync(), name);
  }
}

async function checkMend(fixture: Fixture, fixed: Fixed): Promise<void> {
  assert.ok(syntaxErrors(fixed.text, fixture) <= syntaxErrors(fixture.text, fixture), 'it has syntax errors');
  const before = rulesIn(fixture.text, fixture);
  const after = rulesIn(fixed.text, fixture);
  assert.deepEqual(surplus(after, before), [], 'it makes new findings');
  assert.ok(surplus(before, after).includes(fixed.finding.rule), 'the finding is still there');
  const run = seeded(1, () => execute(fixed.text, fixture.language));
  const error = errorIn(fixed.text, fixture);
  if (error) {
    await assert.rejects(run.then(checkRun), error);
    return;
  }
  checkRun(await run);
  if (fixed.fix.kind === 'safe') checkEqual(await seeded(1, () => execute(fixture.text, fixture.language)), await run);
}

for (const fixture of faulty) {
  test(`${fixture.path} runs, or throws where its finding says so`, async () => {
    const run = execute(fixture.text, fixture.language);
    const error = errorIn(fixture.text, fixture);
    if (error) await assert.rejects(run.then(checkRun), error);
    else checkRun(await run);
  });

  for (const fixed of fixesOf(fixture)) {
    test(`${fixed.file} is the program without the finding, and runs: ${fixed.title}`, async () => {
      await checkMend(fixture, fixed);
    });
  }
}

test('every rule has mends that are proved, and no mend removes a comment', () => {
  const proved = new Set<string>();
  for (const fixture of faulty) {
    const comments = (text: string): readonly string[] => text.match(/\/\/ .*|<!--.*?-->/g) ?? [];
    for (const fixed of fixesOf(fixture)) {
      proved.add(fixed.finding.rule);
      assert.deepEqual(comments(fixed.text), comments(fixture.text), fixed.file);
    }
  }
  assert.deepEqual([...proved].sort(), [...new Set(faulty.flatMap((fixture) => rulesIn(fixture.text, fixture)))].sort());
});
