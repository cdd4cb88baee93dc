import type * as vscode from 'vscode';
import type { Analyses } from './analyses';

/** Pause after a change in one cell before VS Code asks again about the others, in ms. */
const PAUSE = 150;

/** VS Code asks anew about the document that changed; of the other cells of its notebook it must be told. */
export function refreshNeighbours(analyses: Analyses, surfaces: readonly { refresh(): void }[]): vscode.Disposable {
  let timer: number | undefined;
  const reading = analyses.onDidRead(({ parts }) => {
    if (parts.length < 2) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const surface of surfaces) surface.refresh();
    }, PAUSE);
  });
  return {
    dispose: () => {
      clearTimeout(timer);
      reading.dispose();
    },
  };
}
