/** Edit distance with transpositions (Damerau–Levenshtein, optimal string alignment); for short names. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      current.push(best);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? a.length;
}

/** The name that was most likely meant; undefined where none is near. */
export function nearest(name: string, names: readonly string[], limit = Math.max(2, Math.floor(name.length / 4))): string | undefined {
  let best: string | undefined;
  let least = limit + 1;
  for (const one of names) {
    const steps = Math.abs(one.length - name.length) >= least ? least : distance(one.toLowerCase(), name.toLowerCase());
    if (steps < least) [best, least] = [one, steps];
  }
  return best;
}
