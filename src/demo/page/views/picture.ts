/** What a network answers: a map over the plane, a curve along the line, or a sheet of images with the answer to each. */
import { type DemoState, taskOf } from '../../state';
import { type Data, generate } from '../../worker/data';
import { GRID_EXTENT, GRID_SIDE, LINE_PLACES, SHOWN_IMAGES } from '../../worker/examiner';
import { el, svg } from '../dom';
import type { Theme } from '../theme';
import { LEVELS, lookUpTable } from './palette';

export interface Picture {
  readonly element: HTMLElement;
  /** Draws what the trainer found; NaN shows as the plain background. */
  draw(picture: Float32Array): void;
  /** Draws the data anew, for another state or another theme. */
  setUp(state: DemoState, theme: Theme): void;
  /** A cross at a point that is looked at. */
  mark(at: readonly number[] | undefined): void;
  /** What a screen reader says of it. */
  describe(text: string): void;
}

/** Pixels of the upper canvas; it is scaled to the element's width. */
const SIDE = 480;

/** One way to draw: below, GRID_SIDE² pixels scaled by the browser; above, lines and points. */
interface Painter {
  draw(picture: Float32Array): void;
}

/** Two canvases, one over the other, and over both the points of a plane, which never change; `look` hears of clicks, in the data's coordinates. */
export function createPicture(look: (at: readonly number[]) => void): Picture {
  const field = el('canvas', { width: GRID_SIDE, height: GRID_SIDE, class: 'map-field' });
  const marks = el('canvas', { width: SIDE, height: SIDE, class: 'map-points' });
  const points = svg('svg', { class: 'map-points', viewBox: `0 0 ${SIDE} ${SIDE}`, 'aria-hidden': 'true' });
  const cross = el('span', { class: 'cross', hidden: true });
  const element = el('div', { class: 'map', role: 'img' }, field, marks, points, cross);
  let dimensions = 0;
  element.addEventListener('click', ({ clientX, clientY }) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const at = [((clientX - left) / width) * 2 - 1, 1 - ((clientY - top) / height) * 2].map((value) => value * GRID_EXTENT);
    if (dimensions > 0) look(at.slice(0, dimensions));
  });
  let painter: Painter | undefined;
  return {
    element,
    draw: (picture) => painter?.draw(picture),
    setUp(state, theme) {
      const below = field.getContext('2d', { alpha: false });
      const above = marks.getContext('2d');
      if (below === null || above === null) return;
      const data = generate(state);
      const { shape } = taskOf(state.data);
      dimensions = shape.length === 1 ? shape[0]! : 0;
      element.classList.toggle('clickable', dimensions > 0);
      const flat = data.plane !== undefined || (shape.length === 1 && shape[0] !== 1);
      // A canvas that is not there costs nothing with each picture.
      marks.hidden = flat;
      points.replaceChildren(...(flat ? pointsOf(data, theme) : []));
      painter = flat ? plane(below, theme) : shape.length === 3 ? sheet(below, above, data, theme) : line(below, above, data, theme);
    },
    mark(at) {
      cross.hidden = at === undefined;
      if (at === undefined) return;
      cross.style.left = `${(place(at[0]!) / SIDE) * 100}%`;
      cross.style.top = `${(place(-(at[1] ?? 0)) / SIDE) * 100}%`;
    },
    describe(text) {
      if (element.getAttribute('aria-label') !== text) element.setAttribute('aria-label', text);
    },
  };
}

const place = (value: number): number => ((value / GRID_EXTENT + 1) / 2) * SIDE;
const css = (rgb: readonly number[], alpha = 1): string => `rgb(${rgb.join(' ')} / ${alpha})`;

function plane(below: CanvasRenderingContext2D, theme: Theme): Painter {
  const image = new ImageData(GRID_SIDE, GRID_SIDE);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = lookUpTable(theme);
  return {
    draw(picture) {
      for (let i = 0; i < pixels.length; i += 1) {
        const p = picture[i]!;
        // A squared error knows no bounds.
        pixels[i] = colours[Number.isFinite(p) ? Math.round(Math.min(1, Math.max(0, p)) * (LEVELS - 1)) : LEVELS]!;
      }
      below.putImageData(image, 0, 0);
    },
  };
}

/** Class 1 as discs, class 0 as triangles: told apart without colour too. What only tests is hollow. */
function pointsOf({ inputs, labels, training, plane: laid }: Data, theme: Theme): readonly SVGElement[] {
  const places = laid?.places ?? inputs;
  const size = SIDE / 80;
  const round = (value: number): number => Math.round(value * 10) / 10;
  // One path for each kind of point: the browser draws four shapes and not hundreds.
  const paths = ['', '', '', ''];
  for (let i = 0; i < labels.length; i += 1) {
    const [x, y] = [place(places[2 * i]!), place(-places[2 * i + 1]!)];
    const disc = labels[i] === 1;
    paths[(disc ? 1 : 0) + (i >= training ? 2 : 0)] += disc
      ? `M${round(x - size)} ${round(y)}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0`
      : `M${round(x)} ${round(y - size * 1.25)}l${round(size * 1.15)} ${round(size * 2.1)}h${round(-size * 2.3)}z`;
  }
  return paths.map((d, kind) => {
    const [colour, tests] = [css(theme.classes[kind % 2 === 1 ? 1 : 0]), kind > 1];
    return svg('path', {
      d, 'stroke-width': tests || theme.highContrast ? 2 : 1.25, fill: tests ? css(theme.background) : colour, stroke: tests ? colour : css(theme.background, 0.85),
    });
  });
}

/** The network's curve through the points. */
function line(below: CanvasRenderingContext2D, above: CanvasRenderingContext2D, { inputs, labels, training }: Data, theme: Theme): Painter {
  below.fillStyle = css(theme.background);
  below.fillRect(0, 0, GRID_SIDE, GRID_SIDE);
  return {
    draw(picture) {
      above.clearRect(0, 0, SIDE, SIDE);
      above.lineWidth = 1.5;
      above.strokeStyle = theme.rule;
      above.beginPath();
      above.moveTo(0, place(0));
      above.lineTo(SIDE, place(0));
      above.stroke();
      for (let i = 0; i < labels.length; i += 1) {
        above.beginPath();
        above.arc(place(inputs[i]!), place(-labels[i]!), SIDE / 110, 0, 2 * Math.PI);
        above.fillStyle = css(theme.classes[0], 0.7);
        above.strokeStyle = css(theme.classes[0]);
        if (i < training) above.fill();
        else above.stroke();
      }
      above.lineWidth = 4;
      above.strokeStyle = css(theme.classes[1]);
      above.beginPath();
      for (let i = 0; i < LINE_PLACES; i += 1) above.lineTo(((i + 0.5) / LINE_PLACES) * SIDE, place(-picture[i]!));
      above.stroke();
    },
  };
}

/** Images in rows; under each a bar as long as the probability of its own class, full where that is the answer. */
function sheet(below: CanvasRenderingContext2D, above: CanvasRenderingContext2D, { inputs, labels, task }: Data, theme: Theme): Painter {
  const [height, width] = task.shape as readonly [number, number, number];
  const columns = 5;
  const cell = SIDE / columns;
  const pixel = Math.floor((cell - 22) / width);
  below.fillStyle = css(theme.background);
  below.fillRect(0, 0, GRID_SIDE, GRID_SIDE);
  return {
    draw(picture) {
      above.clearRect(0, 0, SIDE, SIDE);
      const count = Math.min(SHOWN_IMAGES, labels.length, columns * columns);
      for (let n = 0; n < count; n += 1) {
        const [left, top] = [(n % columns) * cell + 6, Math.floor(n / columns) * cell + 4];
        for (let p = 0; p < height * width; p += 1) {
          above.fillStyle = css(theme.foreground, Math.min(1, Math.max(0.06, inputs[n * height * width + p]!)));
          above.fillRect(left + (p % width) * pixel, top + Math.floor(p / width) * pixel, pixel, pixel);
        }
        const chances = picture.subarray(n * task.classes, (n + 1) * task.classes);
        const own = chances[labels[n]!]!;
        const right = chances.every((chance, j) => j === labels[n] || chance < own);
        above.lineWidth = 2;
        above.strokeStyle = above.fillStyle = css(theme.classes[right ? 1 : 0]);
        above.strokeRect(left, top + height * pixel + 4, width * pixel, 8);
        above.fillRect(left, top + height * pixel + 4, width * pixel * (Number.isFinite(own) ? own : 0), 8);
        if (right) continue;
        // A cross, so that what is wrong is seen without colour.
        above.beginPath();
        above.moveTo(left, top);
        above.lineTo(left + width * pixel, top + height * pixel);
        above.moveTo(left + width * pixel, top);
        above.lineTo(left, top + height * pixel);
        above.stroke();
      }
    },
  };
}
