import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { contentSecurityPolicy, demoHtml } from '../../src/demo/html';
import { COMMANDS, parseFromWebview, parseToWebview } from '../../src/demo/protocol';
import { initialState } from '../../src/demo/state';
import { parseFromTrainer, parseToTrainer } from '../../src/demo/worker/messages';
import type { Answer, Question } from '../../src/demo/worker/questions';
import { CURVE_PLACES } from '../../src/demo/worker/sampled';

const readers = { parseFromWebview, parseToWebview, parseFromTrainer, parseToTrainer };
const run = { values: new Float64Array(3), gradientNorms: [1], halted: null };
const frame = {
  v: 1, type: 'frame', experiment: 1, id: 1, step: 5, playing: true, stop: null, rate: 100,
  learningRate: 0.1,
  runs: [{
    ...run, loss: Number.NaN, accuracy: 1, test: { loss: 1, accuracy: 0.5 }, picture: new Float32Array(4), maps: { z: new Float32Array(2), out: new Float32Array(2) },
    layers: [{ units: 1, dead: [true], saturated: 0, sparse: 1, from: 0, to: Number.NaN, histogram: [1, 2] }],
  }],
};
const samples = Array.from({ length: CURVE_PLACES }, () => 1);
const questions: readonly Question[] = [{ kind: 'curve', chain: [{ id: 'relu', parameter: null }], units: 3, times: 2 }, { kind: 'map', run: 1, at: [0, 1] }, { kind: 'step', run: 0 }, { kind: 'prediction' }];
const answers: readonly Answer[] = [
  { kind: 'curve', curve: { f: samples, df: samples, steepest: 1, from: 0, to: Infinity, idempotent: true } },
  { kind: 'map', run: 1, at: [0, 1], map: { output: [1], jacobian: [1, 2], offset: [0], pattern: [[1, 0]], regions: 3 } },
  { kind: 'step', run: 0, step: { step: 1, rate: 0.1, batch: 32, input: [1, 2], label: 1, loss: 0.7, layers: [{ kind: 'dense', units: 1, z: [1], out: [1], slope: [1], weight: { before: 1, gradient: 2, after: 3 } }] } },
  { kind: 'prediction', runs: [[0.5, null]] },
];

const good: Readonly<Record<keyof typeof readers, readonly object[]>> = {
  parseFromWebview: [{ v: 1, type: 'ready' }, { v: 1, type: 'state', state: initialState, step: 3, playing: true }, { v: 1, type: 'page', kind: 'rules', id: 'double-squash' },
    { v: 1, type: 'copy', what: 'program', state: initialState, run: 1, steps: 100 }, { v: 1, type: 'save', name: 'run-1.csv', encoding: 'utf8', content: 'a,b' }, { v: 1, type: 'error', message: 'x' }],
  parseToWebview: [
    { v: 1, type: 'init', state: null }, { v: 1, type: 'init', state: initialState }, { v: 1, type: 'configure', state: initialState, play: true },
    ...COMMANDS.map((command) => ({ v: 1, type: 'command', command })),
  ],
  parseToTrainer: [
    { v: 1, type: 'configure', experiment: 2, state: initialState, resume: { step: 4, runs: [run] }, play: false }, { v: 1, type: 'play' }, { v: 1, type: 'pause' },
    { v: 1, type: 'step', count: 1 }, { v: 1, type: 'set', learningRate: 0.1, schedule: [{ step: 3, rate: 1 }], speed: 'full' }, { v: 1, type: 'demand', maps: true },
    ...questions.map((question) => ({ v: 1, type: 'ask', id: 7, question })), { v: 1, type: 'ack', id: 3 },
  ],
  parseFromTrainer: [{ v: 1, type: 'ready' }, frame, ...answers.map((answer) => ({ v: 1, type: 'answer', id: 7, answer })), { v: 1, type: 'error', message: 'x' }],
};

for (const [name, read] of Object.entries(readers)) {
  describe(name, () => {
    test('takes every message of its protocol as it is', () => {
      for (const message of good[name as keyof typeof readers]) assert.deepEqual(read(message), { ok: true, value: message });
    });

    test('refuses another version and every message with a part missing', () => {
      for (const message of good[name as keyof typeof readers]) {
        assert.ok(!read({ ...message, v: 2 }).ok);
        for (const key of Object.keys(message)) {
          const { [key]: _, ...rest } = message as Record<string, unknown>;
          assert.ok(!read(rest).ok, `${JSON.stringify(message).slice(0, 60)} without ${key}`);
        }
      }
    });

    test('never throws and always says why', () => {
      fc.assert(fc.property(fc.anything(), (value) => {
        const parsed = read(value);
        assert.ok(parsed.ok || parsed.reason.length > 0);
      }));
      assert.ok(!read({ v: 1, type: 'constructor' }).ok);
      assert.ok(!read({ v: 1, type: '__proto__' }).ok);
      for (const name of ['../x.csv', 'a/b.svg', 'x.js', '.csv', 7]) assert.ok(!read({ v: 1, type: 'save', name, encoding: 'utf8', content: '' }).ok);
    });
  });
}

describe('the page', () => {
  const page = {
    cspSource: 'https://*.vscode-cdn.net', nonce: 'abc123', scriptUri: 'https://x.vscode-cdn.net/main.js?a=1&b="', styleUri: 'https://x.vscode-cdn.net/demo.css',
    workerSource: 'const a = "</script><!--"; const b = /<\\/SCRIPT>/;', locale: 'en', title: 'A <b> & "c"',
  };

  test('allows scripts by nonce, workers from blobs, and nothing unsafe', () => {
    assert.equal(contentSecurityPolicy(page),
      "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-abc123'; worker-src blob:; style-src https://*.vscode-cdn.net; img-src data:; font-src https://*.vscode-cdn.net;");
    assert.doesNotMatch(demoHtml(page), /unsafe|connect-src|style=/);
  });

  test('cannot be broken out of by the worker, the state or an attribute', () => {
    const html = demoHtml({ ...page, state: { ...initialState, data: { ...initialState.data, set: '</script><!--' as 'xor' } } });
    assert.equal(html.match(/<\/script/gi)?.length, 4);
    assert.equal(html.match(/<script nonce="abc123"/g)?.length, 2);
    assert.doesNotMatch(html, /<!--/);
    assert.match(html, /<title>A &lt;b&gt; &amp; &quot;c&quot;<\/title>/);
    const block = /id="state">(.*)<\/script>/.exec(html)![1]!;
    assert.equal((JSON.parse(block) as typeof initialState).data.set, '</script><!--');
  });
});
