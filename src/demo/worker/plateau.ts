/** Whether training still gets anywhere: watched loss by loss, so that a demo that is over stops by itself. */

/** A loss has moved where it fell by this share within {@link PATIENCE} steps. */
const PROGRESS = 0.005;
const PATIENCE = 4000;

export interface Plateau {
  /** Takes the losses of a step; true where none has moved for long. */
  watch(step: number, losses: readonly number[]): boolean;
}

/** Begins to watch now. */
export function createPlateau(): Plateau {
  let best: number[] = [];
  let since = 0;
  return {
    watch(step, losses) {
      const moved = best.length === 0 || losses.some((loss, i) => loss < best[i]! * (1 - PROGRESS));
      if (moved) {
        best = losses.map((loss, i) => Math.min(loss, best[i] ?? Infinity));
        since = step;
      }
      return step - since >= PATIENCE;
    },
  };
}
