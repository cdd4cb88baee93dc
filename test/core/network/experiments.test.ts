import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs';
import { analyze } from '../../../src/core/analyze';
import { format } from '../../../src/core/rules/format';
import { experimentOf, stateOf } from '../../../src/demo/experiment';
import { parseState } from '../../../src/demo/state';
import { createTfEngine } from '../../../src/demo/worker/engine-tf';
import { createRace } from '../../../src/demo/worker/race';
import { fixturesIn } from '../../support/fixtures';

const fixtures = ['networks', 'training'].flatMap((folder) => fixturesIn(`test/fixtures/${folder}`));
const reasons = new Map<string, number>();
let trained = 0;

for (const fixture of fixtures) {
  test(`${fixture.path}: every network trains here, or it is said why not`, async () => {
    await tf.setBackend('cpu');
    for (const network of analyze(fixture.text, fixture.language).networks) {
      const read = experimentOf(network);
      if (!read.ok) {
        const reason = format(read.reason);
        assert.match(reason, /^[A-Z].*\.$/);
        assert.doesNotMatch(reason, /\{\w+\}|undefined/);
        reasons.set(read.reason.template, (reasons.get(read.reason.template) ?? 0) + 1);
        continue;
      }
      const { experiment } = read;
      const state = stateOf(experiment);
      assert.ok(state);
      // Within all limits: nothing is clamped.
      assert.deepEqual(parseState(state), { ok: true, value: state });
      assert.equal(experiment.origins.length, experiment.run.layers.length + 1);
      const race = createRace(state, createTfEngine, null);
      for (let step = 0; step < 3; step += 1) assert.equal(race.advance(state.learningRate), false);
      const { runs, halted } = race.look(true);
      assert.equal(halted, false);
      for (const { loss, picture } of runs) {
        assert.ok(Number.isFinite(loss));
        assert.ok(picture.every(Number.isFinite));
      }
      race.dispose();
      trained += 1;
    }
  });
}

test('at least 40 networks of the fixtures train', (t) => {
  for (const [reason, count] of [...reasons].sort(([, a], [, b]) => b - a)) t.diagnostic(`${count} × ${reason}`);
  t.diagnostic(`${trained} networks train`);
  assert.ok(trained >= 40, String(trained));
});
