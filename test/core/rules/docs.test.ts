import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import { rules } from '../../../src/core/rules/registry.gen';
import type { Severities } from '../../../src/core/rules/run';
import { execute } from '../../support/execute';
import { predict } from '../../support/predict';
import { switchedOn } from '../../support/switched-on';
import { errorOf } from '../../support/throws';

for (const [id, { docs, default: unasked }] of Object.entries(rules)) {
  test(`the bad example of ${id} has its finding and no other, and does what the documentation says`, async () => {
    const { findings } = analyze(docs.bad, 'javascript', { severities: switchedOn(id) });
    assert.deepEqual(findings.map(({ rule }) => rule), [id]);
    const run = execute(docs.bad, 'javascript').then(({ models }) => models.map((model) => predict(model).length));
    const error = errorOf(findings);
    if (error) await assert.rejects(run, error);
    else for (const outputs of await run) assert.ok(outputs > 0);
  });

  test(`${id} is ${unasked ?? 'on'} unless somebody says otherwise`, () => {
    const found = (severities: Severities = {}): readonly string[] => analyze(docs.bad, 'javascript', { severities }).findings.map(({ rule }) => rule);
    assert.deepEqual(found(), unasked === 'off' ? [] : [id]);
    assert.deepEqual(found({ [id]: 'off' }), []);
    assert.deepEqual(found({ [id]: 'information' }), [id]);
  });

  test(`the good example of ${id} has no finding, and runs`, async () => {
    assert.deepEqual(analyze(docs.good, 'javascript', { severities: switchedOn(id) }).findings.map(({ rule }) => rule), []);
    const { models } = await execute(docs.good, 'javascript');
    assert.equal(models.length, 1);
    for (const model of models) assert.ok(predict(model).length > 0);
  });
}
