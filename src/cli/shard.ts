/** `--shard i/n`: one part of the files, so that several machines can share a run. */
import { UsageError } from './files';

export interface Shard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
}

/** Reads `2/4`. */
export function shardOf(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [index = 0, count = 0] = /^(\d{1,6})\/(\d{1,6})$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index < 1 || index > count) throw new UsageError(`--shard ${text}: give the number of a part and how many there are, e.g. 1/4`);
  return { index, count };
}

/**
 * The files of a part. Every n-th: neighbours are alike, and what is worth reading usually stands together. Each file
 * is in one part, the same on every machine that sees the same files.
 */
export function partOf<T>(files: readonly T[], shard: Shard | undefined): readonly T[] {
  return shard ? files.filter((_, at) => at % shard.count === shard.index - 1) : files;
}
