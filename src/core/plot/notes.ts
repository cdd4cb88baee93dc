import { within } from '../activations/intervals';
import type { Curve, Interval } from '../activations/types';
import type { Palette } from './palettes';
import { freest, type Box } from './place';
import type { Domain } from './sample';
import type { Point } from './simplify';
import { escapeXml, px } from './xml';

/** Where things stand in the picture, px. */
export interface Frame {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly domain: Domain;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** A line of the legend. */
export interface Entry {
  readonly text: string;
  readonly colour: string;
  readonly dash: string;
}

const ROW = 12;

/** Height that the legend of several curves takes above the picture, px. */
export const LEGEND_ROW = ROW + 1;

/** The legend: of one curve's derivatives in the place that the lines leave free, of several curves in a row on top. */
export function legendOf(entries: readonly Entry[], frame: Frame, cloud: readonly Point[], palette: Palette, row: boolean): { readonly text: string; readonly box: Box } {
  const swatch = row ? 11 : 17;
  const widths = entries.map(({ text }) => swatch + 3 + (row ? 6 : 9) + 5.4 * text.length);
  const width = row ? frame.right - frame.left : Math.max(...widths);
  const height = row ? ROW : ROW * entries.length;
  const box = row ? { x: frame.left, y: frame.top - LEGEND_ROW, width, height } : freeCorner(frame, width, height, cloud);
  let x = box.x;
  const drawn = entries.map(({ text, colour, dash }, i) => {
    // A row that is full stops: the caller's text names the curves too.
    if (row && i > 0 && x + (widths[i] ?? 0) > frame.right + 6) return '';
    const y = box.y + (row ? 0 : ROW * i) + ROW / 2;
    const dashes = dash === '' ? '' : ` stroke-dasharray="${dash}"`;
    const entry = `<path stroke="${colour}" stroke-width="${palette.line}"${dashes} d="M${px(x)} ${px(y)}h${swatch}"/><text x="${px(x + swatch + 4)}" y="${px(y + 3.5)}">${escapeXml(text)}</text>`;
    if (row) x += widths[i] ?? 0;
    return entry;
  });
  // Over grid lines and shaded stretches the entries would be hard to read; above the picture there are none.
  const ground = row ? '' : `<path fill="${palette.background}" opacity=".8" d="M${Math.round(box.x - 2)} ${Math.round(box.y)}h${Math.ceil(box.width)}v${Math.ceil(height)}h${-Math.ceil(box.width)}z"/>`;
  return { text: `${ground}<g fill="${palette.text}">${drawn.join('')}</g>`, box };
}

function freeCorner(frame: Frame, width: number, height: number, cloud: readonly Point[]): Box {
  const [l, r] = [frame.left + 4, frame.right - width];
  const [t, b] = [frame.top + 1, frame.bottom - height - 2];
  const [c, m] = [(l + r) / 2, (t + b) / 2];
  const places: readonly (readonly [number, number])[] = [
    [l, t],
    [r, t],
    [l, b],
    [r, b],
    [l, m],
    [r, m],
    [(l + c) / 2, t],
    [(c + r) / 2, b],
  ];
  return freest(places.map(([x, y]) => ({ x, y, width, height })), cloud, [])?.box ?? { x: l, y: t, width, height };
}

/** The shaded stretches without gradient, those with little of it, and the marked one, each named where there is room. */
export function regionsOf(
  curve: Curve,
  { mark, markLabel }: { readonly mark?: Interval; readonly markLabel?: string },
  frame: Frame,
  cloud: readonly Point[],
  legend: Box,
  palette: Palette,
): string {
  const taken: Box[] = [{ x: legend.x, y: legend.y - 2, width: legend.width, height: legend.height + 4 }];
  const flat = (at: Interval): boolean => curve.zeroGradient.some((zero) => within({ ...at, loOpen: true, hiOpen: true }, zero));
  const regions = [
    ...curve.saturation.map((at) => ({ at, label: flat(at) ? 'ƒ′ = 0' : 'ƒ′ ≈ 0', fill: palette.shade, opacity: flat(at) ? 0.13 : 0.07 })),
    ...(mark === undefined ? [] : [{ at: mark, label: markLabel ?? '', fill: palette.series[1], opacity: 0.15 }]),
  ];
  return regions
    .map(({ at, label, fill, opacity }) => {
      const [lo, hi] = frame.domain;
      const from = frame.x(Math.min(Math.max(at.lo, lo), hi));
      const to = frame.x(Math.min(Math.max(at.hi, lo), hi));
      // Around a smooth minimum the slope is small for a hair's breadth: true, but a stripe there reads as a flaw.
      if (!(to - from >= 6)) return '';
      const rect = `<rect x="${px(from)}" y="${px(frame.top)}" width="${px(to - from)}" height="${px(frame.bottom - frame.top)}" fill="${fill}" opacity="${String(opacity).slice(1)}"/>`;
      return rect + named(label, from, to);
    })
    .join('');

  function named(label: string, from: number, to: number): string {
    const width = 5.4 * label.length;
    if (label === '' || to - from < width + 4) return '';
    const tall = frame.bottom - frame.top - ROW;
    const wide = to - from - width - 4;
    const candidates = [0.5, 0.2, 0.8].flatMap((across) =>
      [0.5, 0.3, 0.7, 0.12, 0.88].map(
        (down): Box => ({ x: from + 2 + wide * across, y: frame.top + tall * down, width, height: ROW }),
      ),
    );
    const place = freest(candidates, cloud, taken);
    // Rather no name than one under a curve: the shading and the dashed line at 0 say the same.
    if (place === undefined || place.clearance < 2) return '';
    taken.push(place.box);
    return `<text x="${px(place.box.x + width / 2)}" y="${px(place.box.y + 9.5)}" fill="${palette.text}" text-anchor="middle">${escapeXml(label)}</text>`;
  }
}
