import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import type { Network } from '../../../src/core/network/types';
import { execute } from '../../support/execute';
import { fixturesIn } from '../../support/fixtures';
import { compareNetworks } from '../../support/networks';

/** What is claimed without reserve: the layers before the first that may be absent. */
function certainPart(network: Network): Network {
  const end = network.layers.findIndex(({ optional }) => optional);
  return end < 0 ? network : { ...network, complete: false, layers: network.layers.slice(0, end) };
}

/** What is true of these small programs, whose layers have no activations. */
const LINEAR = 'linear-stack-collapse';

/** Programs whose control flow surprises: they may be read in part, and nothing that is read may be false. */
for (const fixture of fixturesIn('test/fixtures/surprises')) {
  test(`nothing false is said of ${fixture.path}`, async () => {
    const analysis = analyze(fixture.text, fixture.language);
    const { models } = await execute(fixture.text, fixture.language);
    assert.ok(models.length > 0);
    const wrong = models.flatMap((model, index) => {
      const network = analysis.networks[index];
      return network ? compareNetworks(certainPart(network), model).wrong : [];
    });
    assert.deepEqual(wrong, []);
    assert.deepEqual(analysis.findings.map(({ rule }) => rule).filter((rule) => rule !== LINEAR), []);
  });
}
