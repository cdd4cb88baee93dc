import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { PRESET_IDS, presets } from '../../src/demo/presets';
import { atRest, button, checked, until } from './driver';
import type { OpenDemo, OpenOptions } from './page';

function onPage(title: string, options: OpenOptions, body: (demo: OpenDemo) => Promise<void>): void {
  test(title, checked(options, body));
}

describe('the gallery and the workbench', () => {
  onPage('opens a preset, says what there is to see, and asks for the page of its rule', { width: 1280 }, async (demo) => {
    await demo.page.getByRole('button', { name: 'Killed by a burst' }).click();
    await until(demo, 100);
    assert.equal(await demo.page.locator('h1').textContent(), 'Killed by a burst');
    assert.equal(await demo.page.locator('.run').count(), 3);
    assert.equal(await demo.page.locator('[aria-current=true]').getAttribute('data-preset'), 'dead-by-rate');
    await demo.page.getByRole('button', { name: 'Next experiment' }).click();
    await demo.page.waitForFunction(() => document.querySelectorAll('.run').length === 4);
    await demo.page.getByRole('button', { name: 'Next experiment' }).click();
    await demo.page.getByRole('button', { name: 'Rule dead-relu-narrow' }).click();
    assert.deepEqual((await demo.sent()).filter(({ type }) => type === 'page'), [{ v: 1, type: 'page', kind: 'rules', id: 'dead-relu-narrow' }]);
  });

  onPage('folds the gallery away where there is little room', { width: 460, reducedMotion: true }, async (demo) => {
    const switches = demo.page.getByRole('button', { name: 'One map for each pattern' });
    assert.ok(!(await switches.isVisible()));
    await button(demo, 'Gallery').click();
    await switches.click();
    await demo.page.waitForFunction(() => document.querySelector('h1')?.textContent === 'One map for each pattern');
    assert.ok(!(await switches.isVisible()));
  });

  onPage('changes every setting, and says what differs from the preset', { reducedMotion: true }, async (demo) => {
    const { page } = demo;
    await page.locator('.setup > summary').click();
    await page.getByRole('combobox', { name: 'Data' }).selectOption('moons');
    for (const [label, value] of [['Points', '100'], ['Batch', '10'], ['Seed', '5'], ['L1', '0.001'], ['L2', '0.002'], ['Clip gradient', '0.5'], ['Rate from step', '10: 0.2, 20: 0.05']] as const) {
      await page.getByLabel(label, { exact: true }).fill(value);
      await page.getByLabel(label, { exact: true }).press('Enter');
    }
    await page.getByLabel('Kept for tests').press('ArrowRight');
    await page.getByLabel('Optimizer').selectOption('rmsprop');
    await page.waitForFunction(() => document.querySelector('h1')?.textContent === 'Softmax in the middle, changed');
    await atRest(demo);
    const { data, batchSize, seed, l1, l2, clip, schedule, optimizer } = (await demo.kept()).state;
    assert.deepEqual({ set: data.set, points: data.points, test: data.test, batchSize, seed, l1, l2, clip, schedule, optimizer }, {
      set: 'moons', points: 100, test: 0.05, batchSize: 10, seed: 5, l1: 0.001, l2: 0.002, clip: 0.5, schedule: [{ step: 10, rate: 0.2 }, { step: 20, rate: 0.05 }], optimizer: 'rmsprop',
    });
    await button(demo, 'Step').click();
    await until(demo, 1);
    assert.match((await page.locator('.figure-test').first().textContent())!, /% test$/);
  });

  onPage('builds networks layer by layer, and keeps the last good one where one does not fit', { reducedMotion: true }, async (demo) => {
    const { page } = demo;
    await page.locator('.setup > summary').click();
    const network = (letter: string) => page.locator('fieldset', { has: page.locator('legend', { hasText: `Network ${letter}` }) });
    const units = async (at: number, value: string): Promise<void> => {
      await network('A').getByLabel('Units').nth(at).fill(value);
      await network('A').getByLabel('Units').nth(at).press('Enter');
    };
    await button(demo, 'Duplicate B').click();
    await page.waitForFunction(() => document.querySelectorAll('.run').length === 3);
    await network('C').getByLabel('Add a layer to C …').selectOption('batchNorm');
    await page.waitForFunction(() => document.querySelectorAll('.network')[2]!.querySelectorAll('.layer-row').length === 4);
    await button(demo, 'Remove layer 1 of network C').click();
    await page.waitForFunction(() => document.querySelectorAll('.network')[2]!.querySelectorAll('.layer-row').length === 3);
    await units(0, '12');
    await page.waitForFunction(() => document.querySelector('.run tbody th')?.textContent === '1 · 12 units');
    await atRest(demo);
    assert.deepEqual((await demo.kept()).state.runs[2]!.layers.map(({ kind }) => kind), ['dense', 'batchNorm']);
    // Two layers of 128 units fit, three are too many.
    await units(0, '128');
    await units(1, '128');
    await network('A').getByLabel('Add a layer to A …').selectOption('dense');
    await page.waitForFunction(() => document.querySelectorAll('.network')[0]!.querySelectorAll('.layer-row').length === 4);
    await units(2, '128');
    await page.waitForFunction(() => document.querySelector('.notice')?.textContent?.includes('cannot be trained'));
    assert.match((await page.locator('.notice').textContent())!, /has 33\d+ parameters; 20000 can be trained here/);
    await page.waitForFunction(() => document.querySelectorAll<HTMLInputElement>('.network input[type=number]')[4]?.value === '8');
    await button(demo, 'Remove A').click();
    await page.waitForFunction(() => document.querySelectorAll('.run').length === 2);
  });

  for (const id of PRESET_IDS) {
    onPage(`shows ${id} without a complaint`, { state: presets[id].state, width: 1280 }, async (demo) => {
      await until(demo, 3);
      assert.equal(await demo.page.locator('.run').count(), presets[id].state.runs.length);
      assert.deepEqual((await demo.sent()).filter(({ type }) => type === 'error'), []);
    });
  }
});
