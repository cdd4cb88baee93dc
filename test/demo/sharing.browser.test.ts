import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { initialState } from '../../src/demo/state';
import { atRest, button, checked, pause, until } from './driver';
import type { OpenDemo, OpenOptions } from './page';

function onPage(title: string, options: OpenOptions, body: (demo: OpenDemo) => Promise<void>): void {
  test(title, checked(options, body));
}

describe('sharing', () => {
  onPage('hands the extension a link, a program, the numbers and the pictures', { width: 1280 }, async (demo) => {
    const { page } = demo;
    await until(demo, 100);
    await page.locator('.chart canvas').nth(1).waitFor();
    await pause(demo);
    await page.locator('summary', { hasText: 'Share and save' }).click();
    await button(demo, 'Copy link').click();
    await page.locator('.fields').getByLabel('Network', { exact: true }).last().selectOption('1');
    for (const name of ['Open as TensorFlow.js program', 'Save the run as CSV', 'Save the charts as SVG', 'Save the charts as PNG']) await button(demo, name).click();
    await page.waitForFunction(() => (globalThis as unknown as { sent: { type: string }[] }).sent.filter(({ type }) => type === 'save').length === 5);
    const sent = await demo.sent();
    const step = await demo.step();
    assert.deepEqual(sent.flatMap((message) => (message.type === 'copy' ? [[message.what, message.run, message.steps, message.state.seed]] : [])), [['link', 0, step, initialState.seed], ['program', 1, step, initialState.seed]]);
    const files = Object.fromEntries(sent.flatMap((message) => (message.type === 'save' ? [[message.name, message.content]] : [])));
    assert.match(files['run.csv']!, /^step,A loss,A accuracy,A dead,A saturated,A sparse,B loss,.*\n0,0\.\d+,/);
    assert.match(files['loss.svg']!, /^<svg .*<\/svg>$/s);
    assert.ok(atob(files['share.png']!).startsWith('\u0089PNG'));
    assert.deepEqual(Object.keys(files).sort(), ['loss.png', 'loss.svg', 'run.csv', 'share.png', 'share.svg']);
  });
});

describe('own points', () => {
  onPage('are put by a click and by keyboard, and are trained on', { width: 1280, reducedMotion: true }, async (demo) => {
    const { page } = demo;
    await page.locator('.setup > summary').click();
    await page.getByRole('combobox', { name: 'Data' }).selectOption('own');
    await page.getByRole('button', { name: 'Add point' }).waitFor();
    const count = (): Promise<string | null> => page.locator('.own [role=status]').textContent();
    assert.equal(await count(), '40 points');
    await button(demo, 'Keep only two').click();
    await page.waitForFunction(() => document.querySelector('.own [role=status]')?.textContent === '2 points');
    assert.ok(await button(demo, 'Take the last back').isDisabled());
    const box = (await page.locator('.map').first().boundingBox())!;
    await page.mouse.click(box.x + box.width * 0.75, box.y + box.height * 0.25);
    await page.locator('.own').getByLabel('Class').selectOption('0');
    await page.locator('.own').getByLabel('x₁').fill('-0.5');
    await page.locator('.own').getByLabel('x₂').fill('0.4');
    await page.locator('.own').getByLabel('x₂').press('Enter');
    await button(demo, 'Add point').focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('.own [role=status]')?.textContent === '4 points');
    await atRest(demo);
    const { own } = (await demo.kept()).state.data;
    assert.equal(own[2]!.label, 1);
    assert.ok(Math.abs(own[2]!.x - 0.6) < 0.03 && Math.abs(own[2]!.y - 0.6) < 0.03, JSON.stringify(own[2]));
    assert.deepEqual(own[3], { x: -0.5, y: 0.4, label: 0 });
    await button(demo, 'Play').click();
    await until(demo, 20);
    await pause(demo);
    await button(demo, 'Take the last back').click();
    await page.waitForFunction(() => document.querySelector('.own [role=status]')?.textContent === '3 points');
  });
});
