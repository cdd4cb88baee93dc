/**
 * Figures of the demo, as medians, and as ratios against peers measured in the same browser and the same run.
 *
 *     node test/bench/demo.mjs
 *
 * Live rates count training steps of one network; in a race of two, each network takes half of the worker's time.
 */
import { readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { demoBuilds } from '../../scripts/build/demo.mjs';
import { launchBrowser } from '../../scripts/lib/browser.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = path.join(root, 'out/bench', String(process.pid));
const REPEATS = 5;
/** Length of one live measurement, ms. */
const STRETCH = 2500;

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const whole = (value) => Math.round(value).toLocaleString('en');
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const line = (name, value, limit = '') => console.log(`${name.padEnd(46)} ${value.padStart(20)}   ${limit}`);

/** Compiles a module of the repository for use here. */
async function load(entry) {
  const outfile = path.join(folder, `${path.basename(entry, '.ts')}.mjs`);
  await esbuild.build({ absWorkingDir: root, entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', packages: 'external', logLevel: 'warning' });
  return import(pathToFileURL(outfile).href);
}

/**
 * Steps a second of the plain loop, of the demo's engine and of `model.fit`, on a blank page, taken in turn.
 * @param {import('playwright-core').Browser} browser
 */
async function peers(browser) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root, entryPoints: ['test/bench/demo-peers.ts'], bundle: true, format: 'iife', platform: 'browser', mainFields: ['browser', 'module', 'main'],
    write: false, minify: true, logLevel: 'warning',
  });
  const page = await browser.newPage();
  await page.addScriptTag({ content: outputFiles[0].text });
  const rates = await page.evaluate(() => globalThis.measurePeers());
  await page.close();
  return rates;
}

/**
 * The real page, training: steps of one network a second and the main thread's share.
 * @param {import('../demo/page').OpenDemo} demo
 */
async function live(demo) {
  const { page } = demo;
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const read = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return { time: performance.now(), step: await demo.step(), busy: 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) };
  };
  await sleep(1000);
  const from = await read();
  await sleep(STRETCH);
  const to = await read();
  const time = to.time - from.time;
  return { rate: ((to.step - from.step) * 1000) / time, busy: (to.busy - from.busy) / time };
}

async function main() {
  // Into a folder of its own: another build may be under way.
  const files = [];
  for (const options of await demoBuilds({ production: true })) {
    const outfile = path.join(folder, path.basename(options.outfile));
    await esbuild.build({ ...options, outfile });
    files.push(outfile);
  }
  const { serveDemo } = await load('test/demo/page.ts');
  const { initialState } = await load('src/demo/state.ts');
  const browser = await launchBrowser();
  const server = await serveDemo(folder);
  const single = { ...initialState, runs: [initialState.runs[0]] };

  const first = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const demo = await server.open(browser);
    first.push(await demo.firstFrame());
    await demo.close();
  }
  const rounds = [];
  for (let i = 0; i < REPEATS; i += 1) {
    const before = await peers(browser);
    const demos = {};
    for (const [name, state] of Object.entries({ single, race: initialState })) {
      const demo = await server.open(browser, { state });
      await demo.firstFrame();
      demos[name] = await live(demo);
      await demo.close();
    }
    rounds.push({ peers: before, ...demos });
  }
  const of = (pick) => median(rounds.map(pick));

  console.log('Demo, 2-8-8-1, batch 32, SGD, in Chromium');
  line('plain loop (P), steps/s', whole(of(({ peers }) => peers.plain)));
  line('model.fit, steps/s', `${whole(of(({ peers }) => peers.fit))} = ${of(({ peers }) => peers.plain / peers.fit).toFixed(0)} P`);
  line('the demo\'s engine alone, steps/s', `${whole(of(({ peers }) => peers.tf))} = ${of(({ peers }) => peers.plain / peers.tf).toFixed(0)} P`);
  line('live, one network, steps/s', `${whole(of(({ single }) => single.rate))} = ${of(({ single, peers }) => peers.plain / single.rate).toFixed(0)} P`, 'at least 1,200, at most 60 P');
  line('live, a race of two, network steps/s', `${whole(of(({ race }) => 2 * race.rate))} = ${of(({ race, peers }) => peers.plain / (2 * race.rate)).toFixed(0)} P`);
  line('live against model.fit', `${of(({ single, peers }) => single.rate / peers.fit).toFixed(2)} times`);
  line('main thread, one network', `${(100 * of(({ single }) => single.busy)).toFixed(1)} %`);
  line('main thread, a race of two', `${(100 * of(({ race }) => race.busy)).toFixed(1)} %`);
  line('first frame', `${median(first).toFixed(0)} ms`, 'under 300 ms');
  for (const [i, limit] of [480, 320].entries()) {
    const gzip = gzipSync(readFileSync(files[i])).length / 1024;
    line(`dist/demo/${path.basename(files[i])}`, `${(statSync(files[i]).size / 1024).toFixed(0)} KiB, ${gzip.toFixed(0)} gzip`, `at most ${limit} KiB`);
  }
  await server.close();
  await browser.close();
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
