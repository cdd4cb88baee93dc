import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { describe, test } from 'node:test';
import { stack } from '../../src/demo/layers';
import type { OwnNetwork } from '../../src/demo/own';
import { presets } from '../../src/demo/presets';
import { initialState } from '../../src/demo/state';
import { button, checked, pause, until } from './driver';
import type { OpenDemo, OpenOptions, ThemeName } from './page';

const axeSource = readFileSync(createRequire(path.resolve('package.json')).resolve('axe-core/axe.min.js'), 'utf8');

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** What axe-core finds wrong, rule by rule; it is run past the page's policy, as a browser's own tools are. */
async function violations({ page }: OpenDemo): Promise<readonly string[]> {
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run({ resultTypes: ['violations'] })).violations;
  });
  return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${(failureSummary ?? '').replaceAll(/\s+/g, ' ').slice(0, 240)}`));
}

const unfold = (demo: OpenDemo): Promise<void> => demo.page.evaluate(() => {
  for (const one of document.querySelectorAll('details')) one.open = true;
});

function onPage(title: string, options: OpenOptions, body: (demo: OpenDemo) => Promise<void>): void {
  test(title, checked(options, body));
}

const ownNetwork: OwnNetwork = {
  place: 'digits.js, line 2', fix: 'Replace softmax by relu', notes: ['The input is 14 × 14 × 1 here instead of 28 × 28 × 1, to train in seconds.'],
  layers: [{ text: 'Dense · 16 · softmax', line: 3 }, { text: 'Dense · 3 · softmax', line: 4 }], findings: [{ text: 'Softmax between hidden layers', line: 3, severity: 'warning' }, { text: 'A hint', line: 4, severity: 'hint' }],
};

describe('axe-core finds nothing', () => {
  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] satisfies readonly ThemeName[]) {
    onPage(`in the theme ${theme}, with everything unfolded`, { theme, width: 1280 }, async (demo) => {
      await until(demo, 30);
      await pause(demo);
      await unfold(demo);
      await button(demo, 'Take a step and write it out').click();
      await demo.page.locator('.explained table').nth(1).waitFor();
      await demo.page.waitForTimeout(400);
      assert.deepEqual(await violations(demo), []);
    });
  }

  for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] satisfies readonly ThemeName[]) for (const width of [420, 1280]) {
    onPage(`beside the network of a program, ${width} wide in the theme ${theme}`, { theme, width, reducedMotion: true, state: { ...initialState, preset: '', data: { ...initialState.data, set: 'arms' }, runs: [0, 1].map(() => stack([16], 'softmax', { loss: 'softmaxCrossEntropy' })) } }, async (demo) => {
      await demo.send({ v: 1, type: 'own', own: ownNetwork });
      await demo.page.locator('.program').waitFor();
      await demo.send({ v: 1, type: 'applied', done: true, text: 'The fix has been applied.' });
      await demo.page.getByText('The fix has been applied.').waitFor();
      assert.deepEqual(await violations(demo), []);
    });
  }

  onPage('with four networks in a narrow panel, in French', { state: presets['dead-by-bias'].state, width: 420, locale: 'fr', reducedMotion: true }, async (demo) => {
    await demo.page.getByRole('button', { name: 'Galerie' }).click();
    await unfold(demo);
    await demo.page.waitForTimeout(400);
    assert.deepEqual(await violations(demo), []);
  });

  onPage('with images, own points and a message', { state: { ...presets['small-cnn'].state }, theme: 'light', width: 1280, reducedMotion: true }, async (demo) => {
    await unfold(demo);
    await demo.page.waitForTimeout(300);
    assert.deepEqual(await violations(demo), []);
    await demo.page.getByRole('button', { name: 'One map for each pattern' }).click();
    await until(demo, 5);
    await pause(demo);
    await demo.page.getByRole('combobox', { name: 'Data' }).selectOption('own');
    await demo.page.getByRole('button', { name: 'Add point' }).waitFor();
    await demo.page.waitForTimeout(400);
    assert.deepEqual(await violations(demo), []);
  });
});

describe('with everything unfolded the page', () => {
  for (const [title, options] of [['400 pixels', { width: 400 }], ['a zoom of 200 %', { width: 480, height: 450, scale: 2 }], ['1280 pixels in French', { width: 1280, locale: 'fr' }]] as const) {
    onPage(`fits ${title} without scrolling sideways`, { ...options, state: presets['vanishing-depth'].state, reducedMotion: true }, async (demo) => {
      await unfold(demo);
      await demo.page.waitForTimeout(500);
      const [wide, view] = await demo.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
      assert.ok(wide <= view, `${wide} > ${view}`);
    });
  }
});
