/** Tries what is published, as strangers get it: not the tree that it is made from. */
import { checks } from '../../test/package/checks.mjs';
import { errorText } from './errors.mjs';
import { buildForUsers, makeTarball, makeVsix } from './packages.mjs';

/**
 * Makes both packages and runs every check on them.
 * @param {string} [only] a text that the title of a check must contain
 * @returns {Promise<import('./results.mjs').Results>}
 */
export async function runPackageTests(only = '') {
  await buildForUsers();
  const { file: vsix, output } = await makeVsix();
  const packages = { vsix, vsceOutput: output, tarball: await makeTarball() };
  /** @type {import('./results.mjs').Results} */
  const results = { passed: 0, failures: [] };
  for (const [title, check] of Object.entries(checks)) {
    if (!title.includes(only)) continue;
    try {
      await check(packages);
      results.passed++;
    } catch (error) {
      results.failures.push({ title, message: errorText(error, true) });
    }
  }
  return results;
}
