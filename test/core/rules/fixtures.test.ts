import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ruleIds } from '../../../src/core/rules/registry.gen';
import { check, fixesOf, goldenText, messagesOf } from '../../support/check';
import { FIXED, fixturesIn } from '../../support/fixtures';
import { checkGolden, checkNoLeftovers } from '../../support/golden';

const FOLDER = 'test/fixtures/rules';

for (const fixture of fixturesIn(FOLDER)) {
  test(`${fixture.path} has exactly the findings that are marked in it`, () => {
    check(fixture);
  });
}

for (const id of ruleIds) {
  const fixtures = fixturesIn(`${FOLDER}/${id}`);

  test(`${id} has at least five programs with the fault and five without`, () => {
    const positives = fixtures.filter(({ isPositive }) => isPositive);
    assert.ok(positives.length >= 5, `${positives.length} with it`);
    assert.ok(fixtures.length - positives.length >= 5, `${fixtures.length - positives.length} without it`);
    for (const { path, marked, isPositive } of fixtures) assert.ok(!isPositive || marked.includes(` ${id}\n`), path);
  });

  test(`the mends of ${id} give the programs that stand beside its fixtures`, () => {
    const produced = new Set<string>();
    for (const fixture of fixtures) {
      for (const fixed of fixesOf(fixture)) {
        produced.add(fixed.file);
        checkGolden(fixed.file, goldenText(fixture, fixed));
      }
    }
    checkNoLeftovers(`${FOLDER}/${id}`, (file) => FIXED.test(file), produced);
  });

  test(`the messages of ${id} read as they stand beside its fixtures`, () => {
    checkGolden(`${FOLDER}/${id}/messages.txt`, `${fixtures.flatMap(messagesOf).join('\n')}\n`);
  });
}
