import { scaleLinear } from 'd3-scale';
import { line } from 'd3-shape';
import type { Curve, Interval } from '../activations/types';
import { domainOf } from './domain';
import { LEGEND_ROW, legendOf, regionsOf, type Entry, type Frame } from './notes';
import type { Palette } from './palettes';
import { placesOf, runsOf, tame, type Domain, type Order, type Run } from './sample';
import { simplify, type Point } from './simplify';
import { escapeXml, px } from './xml';

/** A curve to draw, with the name it has in the legend and in the picture's title. */
export interface PlottedCurve {
  readonly curve: Curve;
  readonly label: string;
  readonly formula?: string;
}

export interface PlotOptions {
  readonly palette: Palette;
  /** CSS px; 260 × 120 unless given. */
  readonly width?: number;
  readonly height?: number;
  /** Draws ƒ″ too, its impulses as arrows. */
  readonly second?: boolean;
  /** Leaves ƒ′ out. */
  readonly valueOnly?: boolean;
  /** The pre-activations shown; chosen from the first curve unless given. */
  readonly domain?: Domain;
  /** A stretch of the x axis to point out, and what to write there: tanh′ > ¼ for |x| < ln(2 + √3). */
  readonly mark?: Interval;
  readonly markLabel?: string;
}

const DASH: Readonly<Record<Order, string>> = { f: '', df: '5 3', d2f: '1.5 2.5' };
const LETTER: Readonly<Record<Order, string>> = { f: 'ƒ', df: 'ƒ′', d2f: 'ƒ″' };
/** A line may miss the true curve by this much, px. */
const TOLERANCE = 0.15;
const DOT = 2.2;
/** Distance of samples, px: at the sharpest bend of a curve here, radius 10 px, a chord of 2 px strays by 0.05 px. */
const STEP = 2;

interface Graph {
  readonly order: Order;
  readonly colour: string;
  readonly curve: Curve;
  readonly runs: readonly Run[];
}

/**
 * Draws ƒ (solid), ƒ′ (dashed) and on wish ƒ″ (dotted) as SVG text without background.
 *
 * One curve has a colour for each derivative; several have a colour each. Where the graph breaks, a filled dot tells which
 * value TensorFlow.js takes. Stretches without gradient (shaded) and with |ƒ′| < 0.01 (lightly shaded) are those of the
 * only curve. A drawing of 260 × 120 px is about 2 KB.
 */
export function plotCurve(curves: readonly PlottedCurve[], options: PlotOptions): string {
  const { palette, width = 260, height = 120 } = options;
  const first = curves[0];
  if (first === undefined) return svg(width, height, '', '');
  const domain = domainOf(first.curve, options.domain);
  const graphs = graphsOf(curves, options, domain, Math.max(40, Math.round(width / STEP)));
  const alone = curves.length === 1;
  const frame = frameOf(graphs, domain, width, height, alone ? 5 : 5 + LEGEND_ROW);
  const points = graphs.map(({ runs }) => runs.map((run) => run.map(([x, y]): Point => [frame.x(x), frame.y(y)])));
  const cloud = [...points.flat(2), ...graphs.flatMap((graph) => shafts(graph, frame))];
  const legend = legendOf(entriesOf(curves, graphs, options), frame, cloud, palette, !alone);
  const shading = alone ? regionsOf(first.curve, options, frame, cloud, legend.box, palette) : '';
  const body = [shading, axes(frame, palette), ...graphs.map((graph, i) => drawn(graph, points[i] ?? [], frame, palette)), legend.text];
  const title = curves.map(({ label, formula }) => (formula === undefined ? label : `${label}: ${formula}`)).join('; ');
  return svg(width, height, title, body.join(''));
}

function svg(width: number, height: number, title: string, body: string): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}" font-family="system-ui,sans-serif" font-size="10" fill="none" stroke-linejoin="round">`;
  return `${head}${title === '' ? '' : `<title>${escapeXml(title)}</title>`}${body}</svg>`;
}

function graphsOf(curves: readonly PlottedCurve[], options: PlotOptions, domain: Domain, steps: number): Graph[] {
  const orders: Order[] = ['f', ...(options.valueOnly === true ? [] : ['df' as const]), ...(options.second === true ? ['d2f' as const] : [])];
  const colours = options.palette.series;
  // The dashed derivatives lie on top, so that a line is seen through the gaps where the two coincide.
  const places = curves.map(({ curve }) => placesOf(curve, domain, steps));
  return orders.flatMap((order, k) =>
    curves.map(({ curve }, i): Graph => ({
      order,
      curve,
      colour: colours[(curves.length === 1 ? k : i) % colours.length] ?? colours[0],
      runs: runsOf(curve, order, places[i] ?? []),
    })),
  );
}

function frameOf(graphs: readonly Graph[], domain: Domain, width: number, height: number, top: number): Frame {
  let least = 0;
  let most = 0;
  const take = (y: number): void => {
    least = Math.min(least, y);
    most = Math.max(most, y);
  };
  for (const { runs, curve, order } of graphs) {
    for (const run of runs) for (const [, y] of run) take(y);
    for (const at of impulses(curve, order, domain)) take(tame(at.weight));
  }
  if (least === most) most = 1;
  const pad = (most - least) * 0.07;
  const y = affine([least - pad, most + pad], [height - 16, top]);
  const yTicks = scaleLinear([least - pad, most + pad], []).ticks(height < 160 ? 3 : 5).map((at) => ({ at, label: number(at) }));
  const left = Math.min(9 + 5.6 * Math.max(1, ...yTicks.map(({ label }) => label.length)), width / 2);
  const x = affine(domain, [left, width - 8]);
  const xTicks = scaleLinear([...domain], []).ticks(Math.max(2, Math.round((width - left) / 42))).map((at) => ({ at, label: number(at) }));
  return { x, y, xTicks, yTicks, left, right: width - 8, top, bottom: height - 16, domain };
}

/** The map that a linear scale makes, without the scale's per-call cost. */
function affine([a, b]: Domain, [from, to]: Domain): (value: number) => number {
  const factor = (to - from) / (b - a);
  return (value) => from + (value - a) * factor;
}

/** A tick in at most five characters or so, with a real minus sign. */
function number(value: number): string {
  const far = Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3);
  const text = far ? Number(value.toPrecision(3)).toExponential().replace('e+', 'e') : String(Number(value.toFixed(4)));
  return text.replaceAll('-', '−');
}

function axes(frame: Frame, palette: Palette): string {
  const { x, y, left, right, top, bottom } = frame;
  const grid = [
    ...frame.xTicks.filter(({ at }) => at !== 0).map(({ at }) => `M${px(x(at))} ${px(top)}V${px(bottom)}`),
    ...frame.yTicks.filter(({ at }) => at !== 0).map(({ at }) => `M${px(left)} ${px(y(at))}H${px(right)}`),
  ].join('');
  const [lo, hi] = frame.domain;
  const zero = `M${px(left)} ${px(y(0))}H${px(right)}${lo <= 0 && hi >= 0 ? `M${px(x(0))} ${px(top)}V${px(bottom)}` : ''}`;
  const xLabels = frame.xTicks.map(({ at, label }) => `<text x="${px(x(at))}" y="${px(bottom + 12)}">${label}</text>`).join('');
  const yLabels = frame.yTicks.map(({ at, label }) => `<text x="${px(left - 5)}" y="${px(y(at) + 3.5)}">${label}</text>`).join('');
  return (
    `<path stroke="${palette.shade}" stroke-opacity=".16" d="${grid}"/><path stroke="${palette.axis}" d="${zero}"/>` +
    `<g fill="${palette.text}" text-anchor="middle">${xLabels}<g text-anchor="end">${yLabels}</g></g>`
  );
}

/** Impulses that belong to this derivative: those of jumps to f′, those of kinks to f″. */
function impulses(curve: Curve, order: Order, [lo, hi]: Domain): { readonly x: number; readonly weight: number }[] {
  if (order === 'f') return [];
  return curve.impulses.filter(({ x }) => x > lo && x < hi && curve.jumps.some((jump) => jump.x === x) === (order === 'df'));
}

function drawn(graph: Graph, points: readonly (readonly Point[])[], frame: Frame, palette: Palette): string {
  const { order, colour, curve } = graph;
  const path = line<Point>().digits(1);
  const hollow = new Set(breaksOf(graph, frame.domain).flatMap(({ x, limits }) => limits.map((y) => key(frame.x(x), frame.y(tame(y))))));
  const paths = points.map((run) => path(trimmed(simplify(run, TOLERANCE), hollow)) ?? '').join('');
  const arrows = impulses(curve, order, frame.domain).map(({ x, weight }) => arrow(frame.x(x), frame.y(0), frame.y(tame(weight))));
  const dash = DASH[order] === '' ? '' : ` stroke-dasharray="${DASH[order]}"`;
  const thin = order === 'f' ? palette.line : palette.line - 0.25;
  const strokes = paths === '' ? '' : `<path d="${paths}"${dash}/>`;
  const heads = arrows.length === 0 ? '' : `<path d="${arrows.join('')}"/>`;
  return `<g stroke="${colour}" stroke-width="${thin}">${strokes}${heads}${dots(graph, frame)}</g>`;
}

/** Points along the arrows, which no text should cover. */
function shafts({ curve, order }: Graph, frame: Frame): Point[] {
  return impulses(curve, order, frame.domain).flatMap(({ x, weight }) =>
    [0, 0.25, 0.5, 0.75, 1].map((share): Point => [frame.x(x), frame.y(tame(weight) * share)]),
  );
}

function arrow(x: number, from: number, to: number): string {
  const back = to < from ? 5 : -5;
  return `M${px(x)},${px(from)}V${px(to)}m-3,${back}l3,${-back}l3,${back}`;
}

interface Break {
  readonly x: number;
  /** What is taken at x, and the one-sided limits that are not. */
  readonly value: number;
  readonly limits: readonly number[];
}

/** Where f or f′ breaks inside the domain; f″ has its impulses instead. */
function breaksOf({ order, curve }: Graph, [lo, hi]: Domain): Break[] {
  const breaks =
    order === 'f'
      ? curve.jumps.map(({ x, from, to }) => ({ x, value: curve.f(x), sides: [from, to] }))
      : order === 'df'
        ? curve.kinks.map(({ x, left, right, tfjs }) => ({ x, value: tfjs, sides: [left, right] }))
        : [];
  return breaks
    .filter(({ x }) => x > lo && x < hi)
    .map(({ x, value, sides }) => ({ x, value, limits: sides.filter((side) => side !== value) }));
}

/** A filled dot at the value that is taken where the graph breaks, hollow ones at the limits that are not. */
function dots(graph: Graph, frame: Frame): string {
  const circle = (x: number, y: number, fill: string): string =>
    `<circle cx="${px(frame.x(x))}" cy="${px(frame.y(tame(y)))}" r="${DOT}"${fill}/>`;
  const all = breaksOf(graph, frame.domain).map(
    ({ x, value, limits }) => limits.map((y) => circle(x, y, '')).join('') + circle(x, value, ` fill="${graph.colour}"`),
  );
  return all.length === 0 ? '' : `<g stroke-width="1.2">${all.join('')}</g>`;
}

function key(x: number, y: number): string {
  return `${px(x)},${px(y)}`;
}

/** The line shortened where it would run into a hollow dot. */
function trimmed(points: readonly Point[], hollow: ReadonlySet<string>): Point[] {
  const shorten = (end: Point | undefined, next: Point | undefined): Point[] => {
    if (end === undefined || next === undefined || !hollow.has(key(...end))) return end === undefined ? [] : [end];
    const length = Math.hypot(next[0] - end[0], next[1] - end[1]);
    const share = length > DOT ? DOT / length : 0;
    return [[end[0] + (next[0] - end[0]) * share, end[1] + (next[1] - end[1]) * share]];
  };
  return [...shorten(points[0], points[1]), ...points.slice(1, -1), ...shorten(points.at(-1), points.at(-2))];
}

function entriesOf(curves: readonly PlottedCurve[], graphs: readonly Graph[], { palette }: PlotOptions): Entry[] {
  if (curves.length > 1) {
    const named = curves.map(({ label }, i) => ({ text: label, colour: palette.series[i % palette.series.length] ?? palette.text, dash: '' }));
    // One neutral line says for all of them which stroke is the derivative.
    const strokes = [...new Set(graphs.map(({ order }) => order))].filter((order) => order !== 'f');
    return [...named, ...strokes.map((order) => ({ text: LETTER[order], colour: palette.text, dash: DASH[order] }))];
  }
  return graphs.map(({ order, colour }) => ({ text: LETTER[order], colour, dash: DASH[order] }));
}
