/**
 * What was said of files in an earlier run, for `--cache`.
 *
 * An entry holds as long as everything holds that it was made of: the file, each module that was asked for, what the
 * call and the project want of the rules, and this program. Times of files mean nothing: a checkout renews them all.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Resolver } from '../core/evaluate/resolver';
import { hashOf, holdsToday } from './asked';
import type { Asked } from './asked';
import type { FileReport, Job, Outcome } from './file-report';

/** Where it is kept, if nobody says otherwise. */
export const CACHE_NAME = '.activationlenscache';

interface Entry {
  readonly key: string;
  readonly asked: readonly Asked[];
  readonly report: FileReport;
  readonly lines: readonly string[];
}

/** What an outcome was made of. */
export interface Origin {
  /** Of the text as it was analysed. */
  readonly hash: string;
  readonly asked: readonly Asked[];
}

export interface Cache {
  /** What was said of a file with this text, if it would be said again. */
  readonly find: (job: Job, text: string, resolver: Resolver) => Outcome | undefined;
  readonly keep: (job: Job, outcome: Outcome) => void;
  /** Writes it; gives what stood in the way, for people. */
  readonly save: () => string | undefined;
}

/** Everything of a job that changes what is said. */
function keyOf({ path: file, json, mute, severities, reportUnusedDisables }: Job, hash: string): string {
  const sorted = Object.entries(severities ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return hashOf(JSON.stringify([file, hash, json, mute, sorted, reportUnusedDisables ?? null]));
}

/** The entries in a file. One that was cut short, or that another version wrote, holds none. */
function load(file: string, version: string): Map<string, Entry> {
  try {
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf('\n');
    const body = text.slice(end + 1);
    if (text.slice(0, end) === hashOf(version + body)) return new Map(JSON.parse(body) as [string, Entry][]);
  } catch {
    // There is none yet, or it cannot be read.
  }
  return new Map();
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // It could not be written either.
  }
}

/** Opens a cache. `version` stands for this program, to the last byte of it. */
export function openCache(file: string, version: string): Cache {
  const base = path.dirname(path.resolve(file));
  const entries = load(file, version);
  let changed = false;
  // From the file's own folder on, so that it holds in another checkout.
  const name = (id: string): string => path.relative(base, path.resolve(id));
  const place = (id: string): string => path.resolve(base, id);
  const stored = (one: Asked): Asked => (one[0] === 'global' ? ['global', name(one[1]), one[2]] : ['module', name(one[1]), one[2], one[3] === null ? null : name(one[3]), one[4]]);
  const restored = (one: Asked): Asked => (one[0] === 'global' ? ['global', place(one[1]), one[2]] : ['module', place(one[1]), one[2], one[3] === null ? null : place(one[3]), one[4]]);
  return {
    find: (job, text, resolver) => {
      const entry = entries.get(name(job.path));
      if (entry?.key !== keyOf(job, hashOf(text))) return undefined;
      // What is to be fixed has to be looked at.
      if (job.fix && entry.report.findings.some(({ fixes }) => fixes.some(({ kind }) => kind === 'safe'))) return undefined;
      return holdsToday(entry.asked.map(restored), resolver) ? { report: entry.report, lines: entry.lines, failed: false } : undefined;
    },
    keep: (job, { report, lines, failed, origin }) => {
      if (!report || failed || !origin) return;
      entries.set(name(job.path), { key: keyOf(job, origin.hash), asked: origin.asked.map(stored), report, lines });
      changed = true;
    },
    save: () => {
      for (const known of entries.keys()) {
        if (existsSync(place(known))) continue;
        entries.delete(known);
        changed = true;
      }
      if (!changed) return undefined;
      const draft = `${file}.${process.pid}.tmp`;
      try {
        mkdirSync(base, { recursive: true });
        const body = JSON.stringify([...entries]);
        writeFileSync(draft, `${hashOf(version + body)}\n${body}`);
        // At once: another run may be reading it.
        renameSync(draft, file);
        return undefined;
      } catch (error) {
        remove(draft);
        return `${file}: cannot be written (${error instanceof Error ? error.message : String(error)})`;
      }
    },
  };
}
