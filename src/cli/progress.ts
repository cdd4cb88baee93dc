/** How far a run is, on a terminal and only where it takes long. */

/** Told after each file. */
export type Progress = (done: number, total: number) => void;

/** What is written to, and the time. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly write: (text: string) => unknown;
}

/** Shorter runs say nothing, in ms. */
const SILENT = 1000;

/** Between two lines, in ms. */
const PAUSE = 100;

/** Writes one line again and again, and wipes it away with the last file. In a pipe, nothing. */
export function progressOn({ isTTY, write }: Terminal, now: () => number): Progress | undefined {
  if (isTTY !== true) return undefined;
  let next = now() + SILENT;
  let shown = false;
  return (done, total) => {
    if (done >= total) {
      if (shown) write('\r\u001B[K');
      shown = false;
    } else if (now() >= next) {
      next = now() + PAUSE;
      shown = true;
      write(`\r\u001B[K${done} of ${total} files`);
    }
  };
}
