/** A thumbnail of an activation: f drawn solid, f′ dashed, between −4 and 4. */
import { curveOf } from '../../worker/mathematics';
import type { ActivationId } from '../../state';
import { svg } from '../dom';

const WIDTH = 56;
const HEIGHT = 28;
const REACH = 4;
const SAMPLES = 96;
/** Values shown, from bottom to top. */
const LOW = -1.25;
const HIGH = 2.75;

/** Draws the curve; for softmax, one output against its own logit with the layer's other logits at 0. */
export function curvePicture(id: ActivationId, units: number): SVGElement {
  const { f, df } = curveOf(id, units);
  const y = (value: number): number => HEIGHT * (1 - (value - LOW) / (HIGH - LOW));
  return svg('svg', { class: 'curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' },
    svg('path', { class: 'curve-axis', d: `M0 ${y(0).toFixed(1)}H${WIDTH}M${WIDTH / 2} 0V${HEIGHT}` }),
    svg('path', { class: 'curve-slope', d: path(df) }),
    svg('path', { class: 'curve-value', d: path(f) }));

  /** A polyline that breaks where the function jumps. */
  function path(g: (x: number) => number): string {
    let d = '';
    let before = Number.NaN;
    for (let i = 0; i <= SAMPLES; i += 1) {
      // Half a sample off 0, where the kinks are.
      const x = REACH * ((2 * (i + 0.5)) / (SAMPLES + 1) - 1);
      const value = g(x);
      const jumps = !(Math.abs(value - before) < 0.5);
      d += `${jumps ? 'M' : 'L'}${((i / SAMPLES) * WIDTH).toFixed(1)} ${y(value).toFixed(1)}`;
      before = value;
    }
    return d;
  }
}
