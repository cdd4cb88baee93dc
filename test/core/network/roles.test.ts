import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import { execute } from '../../support/execute';
import { fixturesIn, withMarkers } from '../../support/fixtures';
import { checkGolden } from '../../support/golden';

const fixtures = fixturesIn('test/fixtures/roles');

/** Loading a model needs a server. */
const NOT_RUN = new Set(['transfer-head']);

for (const fixture of fixtures) {
  test(`${fixture.path} has activations with the roles that are marked in it`, async () => {
    const { activations, finished } = analyze(fixture.text, fixture.language);
    assert.ok(finished);
    const marked = withMarkers(fixture.text, activations.map(({ span, role }) => ({ span, severity: 'role', rule: role })));
    checkGolden(fixture.path, marked);
    if (!NOT_RUN.has(fixture.name)) await execute(fixture.text, fixture.language);
  });
}

test('every role is met in the fixtures', () => {
  const roles = new Set(fixtures.flatMap(({ marked }) => [...marked.matchAll(/\^ role (\w+)$/gm)].map(([, role]) => role)));
  assert.deepEqual([...roles].sort(), ['gate', 'hidden', 'inference', 'output', 'recurrent', 'unknown']);
});
