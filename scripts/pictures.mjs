/**
 * Takes the pictures of the documentation in the real editor.
 *
 *     npm run pictures                       those of the documents, into docs/images
 *     npm run pictures -- --only hover       one of them
 *     npm run pictures -- --theme light      in one theme: dark, light, hc-dark, hc-light
 *     npm run pictures -- --out DIR          elsewhere
 */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { buildExtension } from './lib/build.mjs';
import { openWindow, toggleSideBar, untilFinished, untilIdle, untilInsights } from './lib/drive.mjs';
import { errorText, Failure } from './lib/errors.mjs';
import { installDependencies } from './lib/install.mjs';
import { inRoot, outDir, root, samplesDir } from './lib/paths.mjs';
import { parseArguments, runScript, step } from './lib/report.mjs';
import { shots } from './shots.mjs';

/** @type {Record<string, { label: string, scheme: 'dark' | 'light' }>} */
const themes = {
  dark: { label: 'Default Dark Modern', scheme: 'dark' },
  light: { label: 'Default Light Modern', scheme: 'light' },
  'hc-dark': { label: 'Default High Contrast', scheme: 'dark' },
  'hc-light': { label: 'Default High Contrast Light', scheme: 'light' },
};

/** Nothing in the picture that is not about the extension. */
const calmSettings = {
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'breadcrumbs.enabled': false,
};

await runScript(async () => {
  const { options, rest, unknown } = parseArguments(process.argv.slice(2), { values: ['out', 'only', 'theme'] });
  if (rest.length + unknown.length > 0) throw new Failure(`Unknown argument ${[...unknown, ...rest][0]}; there are --out DIR, --only NAME and --theme THEME.`);
  const chosenShots = choose('picture', shots, nameOf, options.get('only'));
  const chosenThemes = choose('theme', Object.keys(themes), (name) => name, options.get('theme'));
  const out = path.resolve(options.get('out') ?? inRoot('docs', 'images'));
  await installDependencies();
  await buildExtension();
  for (const shot of chosenShots) {
    // For the documents, most are taken in one theme; any theme can be asked for.
    const folder = shot.walkthrough && !options.has('out') ? inRoot('media', 'walkthrough') : out;
    mkdirSync(folder, { recursive: true });
    for (const theme of options.has('theme') || shot.everyTheme ? chosenThemes : shot.walkthrough ? ['dark', 'light'] : ['dark']) {
      step(`Taking ${nameOf(shot)} (${theme})`);
      await take(shot, theme, path.join(folder, `${shot.name}-${theme}.png`));
    }
  }
});

/** @param {import('./shots.mjs').Shot} shot */
function nameOf({ name, walkthrough }) {
  return walkthrough ? `walkthrough-${name}` : name;
}

/** @param {import('./shots.mjs').Shot} shot @param {string} theme @param {string} file */
async function take(shot, theme, file) {
  const { label, scheme } = themes[theme];
  const settings = { ...calmSettings, 'workbench.colorTheme': label, ...shot.settings };
  const { page, close } = await openWindow({ folder: samplesDir, openFile: shot.file, settings, size: shot.size, scale: shot.walkthrough ? 1 : 2, colorScheme: scheme });
  try {
    await toggleSideBar(page);
    await untilIdle(page);
    await untilInsights(page, shot.shows ?? []);
    await shot.act?.(page);
    await untilFinished(page);
    await page.screenshot({ path: file, caret: 'hide' });
  } catch (error) {
    // Never into the documents: this picture only shows why there is none.
    const failed = path.join(outDir, 'pictures', path.basename(file));
    mkdirSync(path.dirname(failed), { recursive: true });
    await page.screenshot({ path: failed });
    throw new Failure(`${shot.name} (${theme}): ${errorText(error)}\nWhat was on the screen is in ${path.relative(root, failed)}.`);
  } finally {
    await close();
  }
}

/**
 * Those with the name that was asked for, or all.
 * @template T
 * @param {string} kind
 * @param {readonly T[]} all
 * @param {(item: T) => string} nameOf
 * @param {string | undefined} wanted
 * @returns {T[]}
 */
function choose(kind, all, nameOf, wanted) {
  const found = all.filter((item) => wanted === undefined || nameOf(item) === wanted);
  if (found.length === 0) throw new Failure(`There is no ${kind} "${wanted}"; there are ${all.map(nameOf).join(', ')}.`);
  return found;
}
