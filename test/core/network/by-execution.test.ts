import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import { execute } from '../../support/execute';
import { fixturesIn } from '../../support/fixtures';
import { compareNetworks } from '../../support/networks';

const fixtures = fixturesIn('test/fixtures/networks');

/** What could not be read, by program and network. */
const unread = new Map<string, readonly string[]>();
let networks = 0;

for (const fixture of fixtures) {
  test(`${fixture.path} makes the networks that are read from it`, async () => {
    const analysis = analyze(fixture.text, fixture.language);
    assert.ok(analysis.finished);
    const { models } = await execute(fixture.text, fixture.language);
    assert.equal(analysis.networks.length, models.length, 'number of networks');
    const wrong = models.flatMap((model, index) => {
      const network = analysis.networks[index];
      assert.ok(network);
      const comparison = compareNetworks(network, model);
      networks++;
      if (comparison.unknown.length > 0) unread.set(`${fixture.name} ${network.id}`, comparison.unknown);
      return comparison.wrong.map((what) => `${network.id} ${what}`);
    });
    assert.deepEqual(wrong, []);
  });
}

test('at least 120 programs are run, and 95 of 100 networks are read to the last detail', (t) => {
  assert.ok(fixtures.length >= 120);
  for (const [name, what] of unread) t.diagnostic(`${name} leaves open: ${what.join(', ')}`);
  t.diagnostic(`${networks - unread.size} of ${networks} networks are read completely`);
  assert.ok((networks - unread.size) / networks >= 0.95, [...unread].map(([name, what]) => `${name}: ${what.join(', ')}`).join('\n'));
});
