import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { act, ACTIVATIONS, DEFAULT_WEIGHTS, dense, stack } from '../../src/demo/layers';
import { restore } from '../../src/demo/page/saved';
import { englishGallery } from '../../src/demo/page/text/presets-en';
import { PRESET_IDS } from '../../src/demo/presets';
import { type DemoState, initialState } from '../../src/demo/state';
import { createTfEngine } from '../../src/demo/worker/engine-tf';
import { createRace } from '../../src/demo/worker/race';
import { atRest, button, checked, figures, open, pause, until } from './driver';
import type { OpenDemo, OpenOptions } from './page';

function onPage(title: string, options: OpenOptions, body: (demo: OpenDemo) => Promise<void>): void {
  test(title, checked(options, body));
}

describe('training', () => {
  onPage('opens with ReLU against a hidden softmax and shows the difference in words and numbers', {}, async (demo) => {
    await until(demo, 300);
    await pause(demo);
    const words = (await demo.page.locator('.sentence').textContent())!;
    assert.match(words, /^ReLU: loss 0\.0\d+, accuracy (9\d|100)%, \d+% of hidden units dead; Hidden Softmax: loss 0\.[67]\d*, accuracy \d\d%/);
    assert.match(words, /ReLU learns the shape; hidden Softmax still guesses\.$/);
    assert.equal(await demo.page.locator('.run').count(), 2);
    await demo.page.locator('.chart canvas').nth(1).waitFor();
    assert.equal(await demo.page.evaluate(() => document.body.dataset['place']), 'worker');
  });

  onPage('evaluates no chart expression by interpreting it', {}, async (demo) => {
    await demo.page.locator('.chart canvas').nth(1).waitFor();
    await until(demo, 50);
    assert.equal(await demo.page.evaluate(() => document.body.dataset['interpreted']), '0');
  });

  onPage('pauses, steps by one, and resets to the first step', {}, async (demo) => {
    await until(demo, 20);
    await pause(demo);
    const paused = await demo.step();
    await button(demo, 'Step').click();
    await until(demo, paused + 1);
    await atRest(demo);
    assert.equal(await demo.step(), paused + 1);
    await button(demo, 'Reset').click();
    await demo.page.waitForFunction(() => document.body.dataset['step'] === '0');
    assert.match((await demo.page.locator('.sentence').textContent())!, /Before the first step/);
  });

  onPage('changes the learning rate without starting anew, and the activation by starting anew', {}, async (demo) => {
    await until(demo, 100);
    await demo.page.getByLabel('Learning rate').press('ArrowLeft');
    await until(demo, 150);
    await pause(demo);
    assert.equal((await demo.kept()).state.learningRate, 0.1);
    assert.ok((await demo.step()) >= 150);
    await demo.page.getByLabel('Activation of hidden layer 2 of network B').selectOption({ label: 'Tanh' });
    await demo.page.waitForFunction(() => document.body.dataset['step'] === '0');
    assert.equal(await demo.page.locator('#run-B .run-name').textContent(), 'Softmax → Tanh');
  });

  onPage('stops by itself with the reason when a run fails', { state: { ...initialState, learningRate: 100, runs: [stack([8, 8], 'linear')] } }, async (demo) => {
    await demo.page.locator('.notice:not([hidden])').waitFor();
    assert.match((await demo.page.locator('.notice').textContent())!, /^Stopped at step [\d,]+: .* network A \(Linear\) .*Try a smaller learning rate\.$/);
    await button(demo, 'Play').waitFor();
  });

  for (const [from, to] of [[0, 6], [6, 12], [12, 18], [18, 23]] as const) {
    const runs = ACTIVATIONS.slice(from, to).map((activation) => stack([4], activation));
    onPage(`trains ${ACTIVATIONS.slice(from, to).join(', ')} with the cut-down backend`, { state: { ...initialState, optimizer: 'adam', learningRate: 0.01, runs } }, async (demo) => {
      await until(demo, 10);
      await pause(demo);
      assert.equal(await demo.page.locator('.run').count(), to - from);
      assert.deepEqual((await demo.sent()).filter(({ type }) => type === 'error'), []);
    });
  }

  onPage('trains a convolutional network, and one of every other layer, with the cut-down backend', {
    state: {
      ...initialState, optimizer: 'adam', learningRate: 0.01, clip: 1, l2: 0.001, data: { ...initialState.data, set: 'strokes', points: 60 },
      runs: ['max', 'average'].map((mode) => ({
        ...stack([], 'linear', { loss: 'softmaxCrossEntropy' }), name: mode,
        layers: [
          { kind: 'conv2d', filters: 2, size: 3, padding: 'same', stride: 1, activation: [act('relu')], ...DEFAULT_WEIGHTS, initializer: 'heNormal' }, { kind: 'pool', mode: mode as 'max', size: 2, padding: 'valid', stride: null }, { kind: 'batchNorm' },
          { kind: 'flatten' }, { kind: 'dropout', rate: 0.2 }, dense(4, 'linear'), { kind: 'activation', activation: [act('softmax'), act('relu')] },
        ],
      })),
    },
  }, async (demo) => {
    await until(demo, 10);
    await pause(demo);
    assert.deepEqual((await demo.sent()).filter(({ type }) => type === 'error'), []);
    assert.match((await demo.page.locator('#run-A').textContent())!, /Network Amax/);
  });

  onPage('fits a value along a line', { state: { ...initialState, learningRate: 0.05, data: { ...initialState.data, set: 'wave' }, runs: [stack([16], 'tanh', { loss: 'meanSquaredError' })] } }, async (demo) => {
    await until(demo, 10);
    await pause(demo);
    assert.match((await demo.page.locator('.figures').textContent())!, /Explained\d+%/);
  });

  onPage('trains on the page where workers are accepted and never run', { deafWorkers: true }, async (demo) => {
    await until(demo, 20);
    assert.equal(await demo.page.evaluate(() => document.body.dataset['place']), 'page');
    assert.match((await demo.page.locator('.notice').textContent())!, /No worker could be started/);
  });
});

describe('keeping', () => {
  test('comes back at the same step with the same numbers, and goes on as if it had never been away', async () => {
    const first = await open();
    await until(first, 60);
    await pause(first);
    const kept = await first.kept();
    const second = await open({ kept });
    assert.equal(await second.step(), kept.step);
    assert.deepEqual(await figures(second), await figures(first));
    for (const demo of [first, second]) {
      for (let i = 1; i <= 3; i += 1) {
        await button(demo, 'Step').click();
        await until(demo, kept.step + i);
      }
      await atRest(demo);
    }
    assert.deepEqual((await second.kept()).runs, (await first.kept()).runs);
    assert.deepEqual([...first.troubles, ...second.troubles], []);
    await Promise.all([first.close(), second.close()]);
  });

  test('reaches the same weights to the last bit in Chromium and in Node', async () => {
    const demo = await open();
    await until(demo, 150);
    await pause(demo);
    const restored = restore(await demo.kept());
    assert.ok(restored.ok);
    const { snapshot } = restored.value;
    const race = createRace(initialState, createTfEngine, null);
    while (race.step < snapshot.step) race.advance(initialState.learningRate);
    assert.deepEqual(race.look().runs.map(({ values }) => values), snapshot.runs.map(({ values }) => values));
    race.dispose();
    await demo.close();
  });

  onPage('says so and starts afresh where what was kept is of no use', { kept: { version: 1, state: { version: 9 } } }, async (demo) => {
    await until(demo, 20);
    assert.match((await demo.page.locator('.notice').textContent())!, /could not be used .*newer version/);
    assert.ok((await demo.sent()).some((message) => message.type === 'error' && message.message.includes('newer version')));
  });

  onPage('stops while hidden and goes on when shown', {}, async (demo) => {
    await until(demo, 20);
    const setHidden = (hidden: boolean): Promise<void> => demo.page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
    await setHidden(true);
    await demo.page.waitForTimeout(150);
    const step = await demo.step();
    await demo.page.waitForTimeout(250);
    assert.equal(await demo.step(), step);
    assert.equal((await demo.kept()).playing, true);
    await setHidden(false);
    await until(demo, step + 20);
  });
});

describe('the bridge to the extension', () => {
  onPage('announces itself, obeys commands and refuses what does not fit', { reducedMotion: true }, async (demo) => {
    assert.equal((await demo.sent())[0]?.type, 'ready');
    assert.equal(await demo.step(), 0, 'nothing moves by itself with reduced motion');
    await demo.send({ v: 1, type: 'command', command: 'step' });
    await until(demo, 1);
    await demo.send({ v: 1, type: 'command', command: 'fly' });
    await demo.send({ v: 2, type: 'command', command: 'play' });
    const state: DemoState = { ...initialState, seed: 11, data: { ...initialState.data, set: 'xor' } };
    await demo.send({ v: 1, type: 'configure', state, play: false });
    await demo.page.waitForFunction(() => document.querySelector<HTMLSelectElement>('.setup select')?.value === 'xor');
    const errors = (await demo.sent()).filter((message) => message.type === 'error');
    assert.equal(errors.length, 2);
    assert.match(errors[0]!.message, /command must be one of play, pause, step, reset/);
  });

  onPage('speaks French where the editor does', { locale: 'fr', reducedMotion: true }, async (demo) => {
    await button(demo, 'Lancer').waitFor();
    assert.match((await demo.page.locator('.sentence').textContent())!, /même graine et mêmes données/);
  });
});

describe('for everybody', () => {
  onPage('is worked by keyboard alone', { width: 1280, reducedMotion: true }, async (demo) => {
    const { page } = demo;
    const names: string[] = [];
    for (let i = 0; i < PRESET_IDS.length + 12; i += 1) {
      await page.keyboard.press('Tab');
      names.push(await page.evaluate(() => {
        const at = document.activeElement;
        return at?.getAttribute('aria-label') ?? (at instanceof HTMLInputElement || at instanceof HTMLSelectElement ? at.labels?.[0]?.querySelector('.field-name')?.textContent ?? at.labels?.[0]?.textContent : at?.textContent) ?? '';
      }));
    }
    const activation = (layer: number, network: string): string => `Activation of hidden layer ${layer} of network ${network}`;
    const start = names.indexOf('Previous experiment');
    assert.ok(start === PRESET_IDS.length, `${start} presets come first`);
    assert.ok(names.slice(0, start).every((name, n) => name.startsWith(englishGallery.presets[PRESET_IDS[n]!].title)), names.join(' | '));
    assert.deepEqual(names.slice(start, start + 12), [
      'Previous experiment', 'Next experiment', 'Rule softmax-between-hidden-layers', 'Play', 'Step', 'Reset', 'Learning rate',
      activation(1, 'A'), activation(2, 'A'), activation(1, 'B'), activation(2, 'B'), 'Set-up Circle · SGD · batch 32 · seed 16',
    ]);
    await button(demo, 'Play').focus();
    await page.keyboard.press('Space');
    await until(demo, 5);
    await page.keyboard.press('Enter');
    await button(demo, 'Play').waitFor();
  });

  onPage('keeps the focus on a picker through the restart that it causes', { reducedMotion: true }, async (demo) => {
    const picker = demo.page.getByLabel('Activation of hidden layer 1 of network A');
    await picker.focus();
    await picker.selectOption({ label: 'GELU' });
    await demo.page.waitForFunction(() => document.querySelector('#run-A .run-name')?.textContent?.startsWith('GELU'));
    assert.equal(await demo.page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Activation of hidden layer 1 of network A');
  });

  onPage('names every picture and tells a screen reader what happens', {}, async (demo) => {
    await until(demo, 30);
    await pause(demo);
    const labels = await demo.page.locator('[role=img]:visible').evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    assert.equal(labels.length, 4);
    for (const label of labels) assert.match(label ?? '', /loss 0\.\d/);
    assert.match((await demo.page.getByRole('status').textContent())!, /^Step \d+\. ReLU: loss/);
  });

  for (const [title, options] of [
    ['400 pixels of width', { width: 400 }],
    ['460 pixels beside the code', { width: 460 }],
    ['French in 460 pixels', { width: 460, locale: 'fr' }],
    ['a zoom of 200 %', { width: 480, height: 450, scale: 2 }],
    ['French in 400 pixels', { width: 400, locale: 'fr' }],
    ['French in 860 pixels, the narrowest with two columns', { width: 860, locale: 'fr' }],
  ] as const) {
    onPage(`fits ${title} without scrolling sideways`, { ...options, reducedMotion: true }, async (demo) => {
      const [wide, view] = await demo.page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const);
      assert.ok(wide <= view, `${wide} > ${view}`);
      const clipped = await demo.page.locator('button, select, dd, th, td, .run, .chart').evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).map((one) => one.textContent));
      assert.deepEqual(clipped, []);
    });
  }

  onPage('shows both networks side by side without scrolling, as narrow as it is beside the code', { width: 460, height: 800, reducedMotion: true }, async (demo) => {
    const boxes = await demo.page.locator('.run .map').evaluateAll((maps) => maps.map((map) => map.getBoundingClientRect().toJSON() as DOMRect));
    assert.equal(boxes.length, 2);
    assert.equal(boxes[0]!.top, boxes[1]!.top);
    for (const { bottom, width } of boxes) assert.ok(bottom < 800 && width > 150, `${width} wide, to ${bottom}`);
    const figures = await demo.page.locator('.run .figures').evaluateAll((all) => all.map((one) => one.getBoundingClientRect().bottom));
    assert.ok(Math.max(...figures) <= 800, `the figures end at ${Math.max(...figures)}`);
  });

  onPage('says of its rate that each network trains so fast', { reducedMotion: true }, async (demo) => {
    await button(demo, 'Play').click();
    await demo.page.waitForFunction(() => /^[\d,]+ steps\/s each$/.test(document.querySelector('.rate')?.textContent ?? ''));
    assert.match((await demo.page.locator('.rate').getAttribute('title'))!, /every network/);
  });

  onPage('ends its maps where the background begins, in high contrast too', { theme: 'high-contrast', reducedMotion: true }, async (demo) => {
    const darkest = await demo.page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
      context.drawImage(document.querySelector('.map-field')!, 0, 0);
      const { data } = context.getImageData(0, 0, 50, 50);
      return Math.min(...Array.from({ length: 2500 }, (_, i) => Math.max(data[4 * i]!, data[4 * i + 1]!, data[4 * i + 2]!)));
    });
    assert.ok(darkest > 40, `the darkest place of the map: ${darkest}`);
  });

  onPage('follows the theme in its maps and charts', { reducedMotion: true }, async (demo) => {
    const corner = (): Promise<number[]> => demo.page.evaluate(() => {
      const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
      context.drawImage(document.querySelector('.map-field')!, 0, 0);
      return [...context.getImageData(0, 0, 1, 1).data];
    });
    const chart = (): Promise<string> => demo.page.evaluate(() => document.querySelector<HTMLCanvasElement>('.chart canvas')!.toDataURL());
    await demo.page.locator('.chart canvas').first().waitFor();
    const [darkCorner, darkChart] = [await corner(), await chart()];
    await demo.page.evaluate(() => {
      document.documentElement.style.setProperty('--vscode-editor-background', '#ffffff');
      document.documentElement.style.setProperty('--vscode-descriptionForeground', '#111111');
      document.body.className = 'vscode-light';
    });
    await demo.page.waitForTimeout(200);
    assert.ok((await corner())[0]! > darkCorner[0]! + 60, 'the map is light now');
    assert.notEqual(await chart(), darkChart);
  });
});
