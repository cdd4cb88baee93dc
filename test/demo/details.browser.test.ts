import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { presets } from '../../src/demo/presets';
import { atRest, button, checked, pause, until } from './driver';
import type { OpenDemo, OpenOptions } from './page';

function onPage(title: string, options: OpenOptions, body: (demo: OpenDemo) => Promise<void>): void {
  test(title, checked(options, body));
}

const section = (demo: OpenDemo, name: string) => demo.page.locator('details.section', { has: demo.page.locator('summary', { hasText: name }) });
const open = (demo: OpenDemo, name: string): Promise<void> => section(demo, name).locator('summary').first().click();

/** Pixels of a canvas as red values. */
const reds = (demo: OpenDemo, selector: string): Promise<number[]> => demo.page.locator(selector).first().evaluate((canvas: HTMLCanvasElement) => {
  const { data } = canvas.getContext('2d', { willReadFrequently: true })!.getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: data.length / 4 }, (_, i) => data[4 * i]!);
});

describe('charts', () => {
  onPage('have a cursor for the keyboard and the mouse, and a table behind them', { width: 1280 }, async (demo) => {
    const { page } = demo;
    await until(demo, 200);
    await pause(demo);
    // The prediction is marked beside each layer's gradient.
    assert.ok(await page.locator('.gradient-tick').first().isVisible());
    const chart = page.locator('.chart').first();
    await chart.focus();
    await page.keyboard.press('Home');
    const readout = page.locator('.readout').first();
    assert.match((await readout.textContent())!, /^Step 0 · A 0\.\d+ · B 0\.\d+$/);
    await page.keyboard.press('End');
    assert.equal((await readout.textContent())!.split(' · ')[0], `Step ${(await demo.step()).toLocaleString('en')}`);
    await page.keyboard.press('ArrowLeft');
    assert.ok(await page.locator('.cursor').first().isVisible());
    await page.keyboard.press('Escape');
    assert.equal(await readout.textContent(), '');
    await chart.hover();
    assert.match((await readout.textContent())!, /^Step [\d,]+ · A /);
    await page.locator('.charts .behind summary').first().click();
    await page.locator('.charts .data').first().locator('tbody tr').nth(3).waitFor();
    const rows = await page.locator('.charts .data').first().locator('tbody tr').count();
    assert.ok(rows > 3 && rows <= 27, String(rows));
    assert.deepEqual(await page.locator('.charts .data').first().locator('thead th').allTextContents(), ['Step', 'A', 'B']);
    await page.getByLabel('Second chart', { exact: true }).selectOption('sparse');
    await page.locator('.charts .behind summary').nth(1).click();
    assert.match((await page.locator('.charts .data').nth(1).locator('tbody td').first().textContent())!, /%$/);
    assert.equal(await page.evaluate(() => document.body.dataset['interpreted']), '0');
  });

  onPage('show the gradient of every layer beside what was predicted, and how outputs spread', { state: presets['vanishing-depth'].state, width: 1280 }, async (demo) => {
    const { page } = demo;
    await until(demo, 20);
    await open(demo, 'Gradient by layer');
    await section(demo, 'Gradient by layer').locator('canvas').waitFor();
    await pause(demo);
    await section(demo, 'Gradient by layer').locator('.behind summary').click();
    const table = section(demo, 'Gradient by layer').locator('.data');
    // A `details` tells of its opening a moment later.
    await table.locator('tbody tr').nth(6).waitFor();
    assert.equal(await table.locator('tbody tr').count(), 7);
    assert.ok((await table.locator('thead th').allTextContents()).includes('A predicted'));
    await open(demo, 'How outputs spread');
    const picker = section(demo, 'How outputs spread').locator('select');
    await page.waitForFunction(() => document.querySelectorAll('details.section:nth-of-type(3) option').length === 18);
    await picker.selectOption({ label: 'Network C, layer 2' });
    await section(demo, 'How outputs spread').locator('canvas').waitFor();
    await section(demo, 'How outputs spread').locator('.behind summary').click();
    await section(demo, 'How outputs spread').locator('tbody tr').nth(23).waitFor();
    assert.equal(await section(demo, 'How outputs spread').locator('tbody tr').count(), 24);
    assert.equal(await page.evaluate(() => document.body.dataset['interpreted']), '0');
  });
});

describe('below the charts', () => {
  onPage('every unit has its map; dead ones are striped and named', { state: presets['dead-by-bias'].state, width: 1280 }, async (demo) => {
    await open(demo, 'Every unit over the plane');
    await until(demo, 30);
    await pause(demo);
    const maps = section(demo, 'Every unit');
    await demo.page.waitForFunction(() => document.querySelectorAll('.unit-layer canvas').length === 8);
    const label = (await maps.locator('canvas').first().getAttribute('aria-label'))!;
    assert.match(label, /^Layer 1: 8 units; dead, striped: \d/);
    const first = Number(/striped: (\d)/.exec(label)![1]) - 1;
    const pixels = await reds(demo, '.unit-layer canvas');
    const width = pixels.length / 50;
    const tile = (unit: number): number[] => pixels.filter((_, i) => i % width >= unit * 56 && i % width < unit * 56 + 50);
    const striped = tile(first).filter((red) => red === 0xcc).length;
    assert.ok(striped > 500 && striped < 1100, `${striped} of 2500 pixels striped`);
  });

  onPage('units along a line are drawn as curves', { state: presets['relu-alone'].state, width: 1280 }, async (demo) => {
    await open(demo, 'Every unit over the plane');
    await until(demo, 30);
    await pause(demo);
    assert.ok((await reds(demo, '.unit-layer canvas')).some((red) => red === 0xcc));
  });

  onPage('the curve explorer knows f∘f∘f of the sigmoid', { reducedMotion: true }, async (demo) => {
    await open(demo, 'Curve explorer');
    await demo.page.getByLabel('Activation of the curve').selectOption({ label: 'Sigmoid' });
    const words = (pattern: string): Promise<unknown> => demo.page.waitForFunction((text) => new RegExp(text).test(document.querySelector('.explorer-body p')?.textContent ?? ''), pattern);
    await words('^Sigmoid: the slope is at most 0\\.25, values lie between 0 and 1');
    await demo.page.getByLabel('Times').press('ArrowRight');
    await words('^Sigmoid ×2: the slope is at most 0\\.05\\d+,');
    await demo.page.getByLabel('Times').press('ArrowRight');
    await words('between 0\\.6225 and 0\\.675');
    await demo.page.getByLabel('Activation of the curve').selectOption({ label: 'ReLU' });
    await words('^ReLU ×3: the slope is at most 1, values lie between 0 and ∞\\. Applied again, it changes nothing\\.');
  });

  onPage('a click on a map, or two numbers, give the effective linear map there', { state: presets.switches.state, width: 1280 }, async (demo) => {
    const { page } = demo;
    await until(demo, 100);
    await pause(demo);
    await page.locator('.map').first().click({ position: { x: 40, y: 60 } });
    await page.waitForFunction(() => document.querySelectorAll('.maps dd')[1]?.textContent !== '');
    const [relu, tanh] = await page.locator('.maps dd').allTextContents();
    assert.match(relu!, /^y = -?[\d.e-]+·x₁ [+−] [\d.e-]+·x₂ [+−] [\d.e-]+ = -?[\d.e-]+\. Switches [01]{6} [01]{6}\. \d+ patterns over the map\.$/);
    assert.notEqual(relu, tanh);
    assert.ok(await page.locator('.cross').first().isVisible());
    await section(demo, 'Effective linear map').getByLabel('x₁').fill('0.9');
    await section(demo, 'Effective linear map').getByLabel('x₁').press('Enter');
    await page.waitForFunction((before) => document.querySelector('.maps dd')!.textContent !== before, relu!);
  });

  onPage('a step is written out: forward, loss, backward, update', { reducedMotion: true }, async (demo) => {
    await open(demo, 'A step in numbers');
    await button(demo, 'Take a step and write it out').click();
    await demo.page.locator('.explained table').nth(1).waitFor();
    await until(demo, 1);
    await atRest(demo);
    assert.match((await demo.page.locator('.explained p').textContent())!, /^Step 1\. Of the batch, the first example: x = \(.+\), label 0, loss 0\.\d+\.$/);
    const cells = (await demo.page.locator('.explained table').nth(1).locator('tbody tr').last().locator('td').allTextContents()).map(Number);
    assert.ok(Math.abs(cells[2]! - (cells[0]! - 0.3 * cells[1]!)) < 2e-4, cells.join(', '));
  });
});
