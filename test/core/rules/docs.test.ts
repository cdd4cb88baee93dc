import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import { rules } from '../../../src/core/rules/registry.gen';
import { execute } from '../../support/execute';
import { predict } from '../../support/predict';

/** A rule whose fault ends the program. */
const THROWS: ReadonlyMap<string, RegExp> = new Map([['unknown-activation-name', /Unknown activation: hard_sigmoid/]]);

for (const [id, { docs }] of Object.entries(rules)) {
  test(`the bad example of ${id} has its finding and no other, and does what the documentation says`, async () => {
    assert.deepEqual(analyze(docs.bad, 'javascript').findings.map(({ rule }) => rule), [id]);
    const run = execute(docs.bad, 'javascript');
    const error = THROWS.get(id);
    if (error) await assert.rejects(run, error);
    else for (const model of (await run).models) assert.ok(predict(model).length > 0);
  });

  test(`the good example of ${id} has no finding, and runs`, async () => {
    assert.deepEqual(analyze(docs.good, 'javascript').findings.map(({ rule }) => rule), []);
    const { models } = await execute(docs.good, 'javascript');
    assert.equal(models.length, 1);
    for (const model of models) assert.ok(predict(model).length > 0);
  });
}
