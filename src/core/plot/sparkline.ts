import type { Curve } from '../activations/types';
import { defaultDomain } from './domain';
import type { Palette } from './palettes';
import { placesOf, runsOf } from './sample';
import { simplify, type Point } from './simplify';
import { px } from './xml';

const WIDTH = 28;
const HEIGHT = 14;
const MARGIN = 1.5;

/** The shape of f at the size of a letter, 28 × 14 px: a line and a faint axis at y = 0, nothing else. */
export function sparkline(curve: Curve, palette: Palette): string {
  const [lo, hi] = defaultDomain(curve);
  const runs = runsOf(curve, 'f', placesOf(curve, [lo, hi], 2 * WIDTH));
  const ys = runs.flatMap((run) => run.map(([, y]) => y));
  const least = Math.min(0, ...ys);
  const most = Math.max(0, ...ys);
  const span = most - least || 1;
  const atX = (x: number): number => MARGIN + ((x - lo) / (hi - lo)) * (WIDTH - 2 * MARGIN);
  const atY = (y: number): number => HEIGHT - MARGIN - ((y - least) / span) * (HEIGHT - 2 * MARGIN);
  const path = runs
    .map((run) => simplify(run.map(([x, y]): Point => [atX(x), atY(y)]), 0.1))
    .map((points) => `M${points.map(([x, y]) => `${px(x)},${px(y)}`).join('L')}`)
    .join('');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" fill="none">`,
    `<path stroke="${palette.axis}" stroke-opacity=".45" d="M0 ${px(atY(0))}H${WIDTH}"/>`,
    `<path stroke="${palette.series[0]}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" d="${path}"/>`,
    '</svg>',
  ].join('');
}
