import type { Point } from './simplify';

/** A rectangle in px. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Beyond this distance from every line (px) a place is as good as any other. */
const ROOMY = 8;

/** The first candidate that is roomy, else the one farthest from the points; none that touches what is already placed. */
export function freest(candidates: readonly Box[], points: readonly Point[], taken: readonly Box[]): { readonly box: Box; readonly clearance: number } | undefined {
  let best: { readonly box: Box; readonly clearance: number } | undefined;
  for (const box of candidates) {
    if (taken.some((other) => overlap(box, other))) continue;
    const clearance = clearanceOf(box, points, best?.clearance ?? -1);
    if (best === undefined || clearance > best.clearance) best = { box, clearance };
    if (best.clearance >= ROOMY) break;
  }
  return best;
}

/** The distance of the nearest point from the box, or something no greater than `enough` once that is certain. */
function clearanceOf(box: Box, points: readonly Point[], enough: number): number {
  const { x, y } = box;
  const right = x + box.width;
  const bottom = y + box.height;
  let nearest = ROOMY;
  for (const point of points) {
    const dx = point[0] < x ? x - point[0] : point[0] > right ? point[0] - right : 0;
    if (dx >= nearest) continue;
    const dy = point[1] < y ? y - point[1] : point[1] > bottom ? point[1] - bottom : 0;
    const away = dx > dy ? dx : dy;
    if (away < nearest) nearest = away;
    if (nearest <= enough) break;
  }
  return nearest;
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
