/**
 * Runs the tests; everything they need is installed first.
 *
 *     npm test                   all suites
 *     npm test -- core host      only these: types, lint, core, host, web, demo, package, desktop
 *     npm test -- core --only rules/  only the test files whose path contains this
 *     npm test -- --update       writes golden files instead of comparing with them
 *     npm test -- --verbose      shows the logs of VS Code and of the browser
 */
import { buildExtension } from './lib/build.mjs';
import { errorText, Failure } from './lib/errors.mjs';
import { installDependencies } from './lib/install.mjs';
import { shutDown } from './lib/lifetime.mjs';
import { parseArguments, runScript, step } from './lib/report.mjs';
import { describeResults, refuseEmpty } from './lib/results.mjs';
import { suites } from './lib/suites.mjs';

await runScript(async () => {
  const { flags, options, rest, unknown } = parseArguments(process.argv.slice(2), { flags: ['update'], values: ['only'] });
  const chosen = chooseSuites([...rest, ...unknown]);
  if (flags.has('update')) process.env.UPDATE_GOLDEN = '1';
  await installDependencies();
  if (chosen.some(({ needsBuild }) => needsBuild)) await buildExtension();
  let passed = 0;
  let failed = 0;
  for (const suite of chosen) {
    step(`Running ${suite.name}`);
    const begin = Date.now();
    const results = refuseEmpty(await runSafely(suite, options.get('only')));
    console.log(describeResults(suite.name, results, Date.now() - begin));
    passed += results.passed;
    failed += results.failures.length;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
});

/** @param {readonly string[]} names @returns {import('./lib/suites.mjs').Suite[]} */
function chooseSuites(names) {
  for (const name of names) {
    if (!suites.some((suite) => suite.name === name)) throw new Failure(`There is no suite "${name}"; there are ${suites.map((suite) => suite.name).join(', ')}.`);
  }
  return suites.filter(({ name, onlyByName }) => (names.length === 0 ? onlyByName !== true : names.includes(name)));
}

/**
 * A suite that breaks off is a failed one, and the next ones still run.
 * @param {import('./lib/suites.mjs').Suite} suite
 * @param {string | undefined} only
 */
async function runSafely(suite, only) {
  try {
    return await suite.run(only);
  } catch (error) {
    return { passed: 0, failures: [{ title: 'the suite did not run to its end', message: errorText(error) }] };
  } finally {
    await shutDown();
  }
}
