/**
 * Inputs that nobody would think of: programs cut up and sewn together again, over parse, evaluation, rules and fixes.
 *
 * The nth input of a seed is always the same. One that breaks something is put into test/fixtures/fuzz, where it stays.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Analysis } from '../../src/core/analyze';
import { analyze } from '../../src/core/analyze';
import { applyEdits } from '../../src/core/rules/edits';
import type { Language } from '../../src/core/syntax/language';
import { languageOf } from '../../src/core/syntax/language';
import { analyzeAll } from '../support/analysis';
import { fixturesIn } from '../support/fixtures';

const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 20_000);
const EDITS = Number(process.env['FUZZ_EDITS'] ?? 10_000);
const CORPUS = 'test/fixtures/fuzz';

const fixtures = ['rules', 'networks', 'roles', 'training'].flatMap((folder) => fixturesIn(`test/fixtures/${folder}`)).filter(({ text }) => text.length < 3000);

/** Pieces of programs: names, numbers, strings, signs and the blanks between them. */
const piecesOf = (text: string): readonly string[] => text.match(/[\p{L}$_][\p{L}\p{N}$_]*|\d[\d.e]*|'[^'\n]*'|"[^"\n]*"|\s+|[^]/gu) ?? [];
const pieces = fixtures.map(({ text }) => piecesOf(text));

/** Numbers from 0 to below n, always the same for a seed (mulberry32). */
function dice(seed: number): (n: number) => number {
  let state = seed >>> 0;
  return (n) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 2 ** 32) * n);
  };
}

/** Changes a list of pieces in one of the ways in which programs get broken. */
function mutate(list: readonly string[], roll: (n: number) => number): readonly string[] {
  const at = roll(list.length + 1);
  const length = 1 + roll(6);
  const foreign = pieces[roll(pieces.length)] ?? [];
  const from = roll(foreign.length);
  switch (roll(7)) {
    case 0: return [...list.slice(0, at), ...list.slice(at + length)];
    case 1: return [...list.slice(0, at), ...list.slice(at, at + length), ...list.slice(at)];
    case 2: return [...list.slice(0, at), ...foreign.slice(from, from + length), ...list.slice(at + 1)];
    case 3: return [...list.slice(0, at), ...foreign.slice(from, from + 40), ...list.slice(at)];
    case 4: return list.slice(0, at);
    case 5: return [...list.slice(at), ...list.slice(0, at)];
    default: return [...list.slice(0, at), list[roll(list.length)] ?? '', ...list.slice(at + 1)];
  }
}

function inputOf(n: number): { readonly text: string; readonly language: Language } {
  const roll = dice(SEED * 1_000_003 + n);
  const which = roll(fixtures.length);
  let list = pieces[which] ?? [];
  for (let times = 1 + roll(4); times > 0; times--) list = mutate(list, roll);
  return { text: list.join(''), language: fixtures[which]?.language ?? 'javascript' };
}

/** Analyses, and applies every fix on its own: what comes of it can be analysed too. */
function tryAll(text: string, language: Language): number {
  const { findings } = analyzeAll(text, language);
  let tried = 0;
  for (const finding of findings.slice(0, 3)) {
    for (const { edits } of finding.fixes()) {
      analyze(applyEdits(text, edits), language);
      tried++;
    }
  }
  return tried;
}

test(`${INPUTS.toLocaleString('en')} programs, cut up and sewn together again, break nothing`, () => {
  let fixes = 0;
  for (let n = 0; n < INPUTS; n++) {
    const { text, language } = inputOf(n);
    try {
      fixes += tryAll(text, language);
    } catch (error) {
      throw new Error(`input ${n} of seed ${SEED} (FUZZ_SEED), ${language}; to be kept in ${CORPUS}:\n${text}`, { cause: error });
    }
  }
  assert.ok(fixes > INPUTS / 20, `only ${fixes} fixes were tried`);
});

test('what has broken something once does not again', () => {
  for (const name of existsSync(CORPUS) ? readdirSync(CORPUS) : []) {
    const language = languageOf(name);
    if (language) tryAll(readFileSync(path.join(CORPUS, name), 'utf8'), language);
  }
});

/** What is known, without what only tells versions of a text from each other. */
function known({ findings, networks, activations, silence }: Analysis): unknown {
  return {
    silence, activations: activations.map(({ span, function: name, role }) => [span, name, role]),
    networks: networks.map(({ span, layers, complete }) => [span, complete, layers.map(({ span: at, className, units, outputShape, parameters }) => [at, className, units, outputShape, parameters])]),
    findings: findings.map(({ rule, span, say, severity }) => [rule, span, say, severity]),
  };
}

test(`${EDITS.toLocaleString('en')} edits, one after another, lead to what an analysis from scratch finds`, () => {
  const roll = dice(SEED);
  for (let n = 0; n < EDITS;) {
    const which = roll(fixtures.length);
    const language = fixtures[which]?.language ?? 'javascript';
    let list = pieces[which] ?? [];
    let analysis = analyze(list.join(''), language);
    for (let step = 0; step < 20 && n < EDITS; step++, n++) {
      list = mutate(list, roll);
      const text = list.join('');
      analysis = analyze(text, language, {}, analysis);
      assert.deepEqual(known(analysis), known(analyze(text, language)), `edit ${n} of seed ${SEED}, ${language}:\n${text}`);
    }
  }
});
