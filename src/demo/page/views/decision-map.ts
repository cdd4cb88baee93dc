/** The decision map: what a network answers over the plane, with the points it is trained on. */
import { generate } from '../../worker/data';
import { GRID_EXTENT, GRID_SIDE } from '../../worker/messages';
import type { DemoState } from '../../state';
import { el } from '../dom';
import type { Rgb, Theme } from '../theme';

export interface DecisionMap {
  readonly element: HTMLElement;
  /** Draws P(class 1) on the grid; NaN shows as the plain background. */
  draw(grid: Float32Array): void;
  /** Draws the points again, for other data or another theme. */
  setPoints(state: DemoState, theme: Theme): void;
  /** What a screen reader says of the picture. */
  describe(text: string): void;
}

/** Pixels of the points' canvas; it is scaled to the element's width. */
const POINTS_SIDE = 480;
const LEVELS = 256;
/** How far the map's colours go towards the pure class colour, so that points of that colour still stand out. */
const STRENGTH = 0.62;

/** Two canvases, one over the other: the map, 50 × 50 and scaled by the browser, and the points, drawn once. */
export function createDecisionMap(): DecisionMap {
  const map = el('canvas', { width: GRID_SIDE, height: GRID_SIDE, class: 'map-field' });
  const points = el('canvas', { width: POINTS_SIDE, height: POINTS_SIDE, class: 'map-points' });
  const element = el('div', { class: 'map', role: 'img' }, map, points);
  const context = map.getContext('2d', { alpha: false });
  const image = new ImageData(GRID_SIDE, GRID_SIDE);
  const pixels = new Uint32Array(image.data.buffer);
  let colours = new Uint32Array(LEVELS + 1);

  return {
    element,
    draw(grid) {
      for (let i = 0; i < pixels.length; i += 1) {
        const p = grid[i]!;
        pixels[i] = colours[p >= 0 && p <= 1 ? Math.round(p * (LEVELS - 1)) : LEVELS]!;
      }
      context?.putImageData(image, 0, 0);
    },
    setPoints(state, theme) {
      colours = lookUpTable(theme);
      drawPoints(points, state, theme);
    },
    describe(text) {
      if (element.getAttribute('aria-label') !== text) element.setAttribute('aria-label', text);
    },
  };
}

/** A colour for each probability, packed for a little-endian Uint32Array; the last entry stands for NaN. */
function lookUpTable({ background, middle, classes }: Theme): Uint32Array<ArrayBuffer> {
  const table = new Uint32Array(LEVELS + 1);
  for (let level = 0; level < LEVELS; level += 1) {
    const p = level / (LEVELS - 1);
    // Steeper near ½ than straight: where the network decides is where to look.
    const amount = STRENGTH * Math.abs(2 * p - 1) ** 0.8;
    table[level] = pack(mix(middle, classes[p < 0.5 ? 0 : 1], amount));
  }
  table[LEVELS] = pack(background);
  return table;
}

function mix(from: Rgb, to: Rgb, amount: number): Rgb {
  const channel = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * amount);
  return [channel(0), channel(1), channel(2)];
}

function pack([r, g, b]: Rgb): number {
  return ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;
}

/** Class 1 as discs, class 0 as triangles: told apart without colour too. */
function drawPoints(canvas: HTMLCanvasElement, state: DemoState, theme: Theme): void {
  const context = canvas.getContext('2d');
  if (context === null) return;
  const { inputs, labels } = generate(state.data.set, state.data.points, state.data.noise, state.seed);
  const size = POINTS_SIDE / 80;
  context.clearRect(0, 0, POINTS_SIDE, POINTS_SIDE);
  context.lineWidth = theme.highContrast ? 2 : 1.25;
  context.strokeStyle = `rgb(${theme.background.join(' ')} / 85%)`;
  const place = (value: number): number => ((value / GRID_EXTENT + 1) / 2) * POINTS_SIDE;
  for (let i = 0; i < labels.length; i += 1) {
    const x = place(inputs[2 * i]!);
    const y = place(-inputs[2 * i + 1]!);
    context.beginPath();
    if (labels[i] === 1) context.arc(x, y, size, 0, 2 * Math.PI);
    else {
      context.moveTo(x, y - size * 1.25);
      context.lineTo(x + size * 1.15, y + size * 0.85);
      context.lineTo(x - size * 1.15, y + size * 0.85);
      context.closePath();
    }
    context.fillStyle = `rgb(${theme.classes[labels[i] === 1 ? 1 : 0].join(' ')})`;
    context.fill();
    context.stroke();
  }
}
