/** What every unit answers over the plane, or along the line: where it switches, and which are dead. */
import { type DemoState, taskOf } from '../../state';
import { LINE_PLACES, MAP_SIDE, MOST_MAPS } from '../../worker/examiner';
import type { RunFrame } from '../../worker/messages';
import { el, setText } from '../dom';
import { runLetter } from '../facts';
import type { Text } from '../text/text';
import type { Rgb, Theme } from '../theme';

export interface UnitMaps {
  readonly element: HTMLElement;
  draw(frames: readonly RunFrame[], state: DemoState, theme: Theme): void;
}

/** Pixels of a unit's map, drawn at twice the places. */
const SIDE = 2 * MAP_SIDE;
const GAP = 6;
const PER_ROW = 8;
/** Every so many pixels a stripe over a dead unit. */
const HATCH = 8;

function canvasFor(units: number): HTMLCanvasElement {
  const rows = Math.ceil(units / PER_ROW);
  return el('canvas', { width: Math.min(units, PER_ROW) * (SIDE + GAP), height: rows * (SIDE + GAP) - GAP, role: 'img' });
}

export function createUnitMaps(text: Text): UnitMaps {
  const element = el('div', { class: 'unit-maps' });
  let shape = '';
  let rows: { readonly canvas: HTMLCanvasElement; readonly words: HTMLElement }[][] = [];

  function setUp(frames: readonly RunFrame[]): void {
    const next = JSON.stringify(frames.map(({ layers }) => layers.map(({ units }) => units)));
    if (next === shape) return;
    shape = next;
    rows = frames.map(({ layers }) => layers.map(({ units }) => ({ canvas: canvasFor(Math.min(units, MOST_MAPS)), words: el('span', { class: 'subtitle' }) })));
    element.replaceChildren(...rows.map((layers, r) => el('div', { class: 'unit-run' }, el('h3', {}, text.run(runLetter(r))), ...layers.map(({ canvas, words }) => el('div', { class: 'unit-layer' }, words, canvas)))));
  }

  return {
    element,
    draw(frames, state, theme) {
      setUp(frames);
      const plane = taskOf(state.data).shape[0] === 2;
      for (const [r, { maps, layers }] of frames.entries()) {
        let unit = 0;
        for (const [l, report] of layers.entries()) {
          const { canvas, words } = rows[r]![l]!;
          const dead = report.dead.flatMap((one, j) => (one ? [j + 1] : []));
          const line = text.unitsOf(l + 1, report.units, dead);
          setText(words, line);
          if (canvas.getAttribute('aria-label') !== line) canvas.setAttribute('aria-label', line);
          canvas.hidden = maps === null;
          if (maps === null) continue;
          const context = canvas.getContext('2d');
          const places = plane ? MAP_SIDE ** 2 : LINE_PLACES;
          const count = Math.min(report.units, maps.z.length / places - unit);
          const reach = Math.max(1e-9, Math.abs(report.from) || 0, Math.abs(report.to) || 0);
          for (let j = 0; j < count; j += 1, unit += 1) {
            const [z, out] = [maps.z, maps.out].map((values) => values.subarray(unit * places, (unit + 1) * places)) as [Float32Array, Float32Array];
            const image = plane ? tile(z, out, reach, report.dead[j]!, theme) : strip(out, reach, report.dead[j]!, theme);
            context?.putImageData(image, (j % PER_ROW) * (SIDE + GAP), Math.floor(j / PER_ROW) * (SIDE + GAP));
          }
        }
      }
    },
  };
}

/** Orange below 0, blue above; a line where the sum changes its sign; stripes over a dead unit. */
function tile(z: Float32Array, out: Float32Array, reach: number, dead: boolean, theme: Theme): ImageData {
  const image = new ImageData(SIDE, SIDE);
  for (let y = 0; y < SIDE; y += 1) for (let x = 0; x < SIDE; x += 1) {
    const at = (y >> 1) * MAP_SIDE + (x >> 1);
    const amount = Math.max(-1, Math.min(1, out[at]! / reach)) || 0;
    const on = z[at]! > 0;
    const edge = (x % 2 === 1 && x < SIDE - 1 && z[at + 1]! > 0 !== on) || (y % 2 === 1 && y < SIDE - 1 && z[at + MAP_SIDE]! > 0 !== on);
    const striped = dead && (x + y) % HATCH < 2;
    const [r, g, b] = edge || striped ? theme.foreground : mix(theme.middle, theme.classes[amount < 0 ? 0 : 1], Math.abs(amount) * 0.85);
    image.data.set([r, g, b, 255], 4 * (y * SIDE + x));
  }
  return image;
}

/** The unit's curve along the line. */
function strip(out: Float32Array, reach: number, dead: boolean, theme: Theme): ImageData {
  const image = new ImageData(SIDE, SIDE);
  for (let y = 0; y < SIDE; y += 1) for (let x = 0; x < SIDE; x += 1) {
    const value = out[Math.min(LINE_PLACES - 1, Math.round((x / SIDE) * LINE_PLACES))]! / reach;
    const next = out[Math.min(LINE_PLACES - 1, Math.round(((x + 1) / SIDE) * LINE_PLACES))]! / reach;
    const [a, b] = [value, next].map((one) => (1 - (one + 1.1) / 2.2) * SIDE) as [number, number];
    const hit = y >= Math.min(a, b) - 0.8 && y <= Math.max(a, b) + 0.8;
    const striped = dead && (x + y) % HATCH < 2;
    image.data.set([...(hit || striped ? theme.foreground : theme.middle), hit || !striped ? 255 : 150], 4 * (y * SIDE + x));
  }
  return image;
}

function mix(from: Rgb, to: Rgb, amount: number): Rgb {
  const channel = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * amount);
  return [channel(0), channel(1), channel(2)];
}
