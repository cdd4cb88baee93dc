/** A thumbnail of an activation: f drawn solid, f′ dashed, between −4 and 4. */
import type { Chain } from '../../layers';
import type { SampledCurve } from '../../worker/sampled';
import type { Demo } from '../demo';
import { svg } from '../dom';

const WIDTH = 56;
const HEIGHT = 28;
/** Values shown, from bottom to top. */
const LOW = -1.25;
const HIGH = 2.75;

const known = new Map<string, SampledCurve>();

/** Calls back with the samples of a chain, at once where they are known already. */
export function withCurve(demo: Demo, chain: Chain, units: number, times: number, use: (curve: SampledCurve) => void): void {
  const key = JSON.stringify([chain, chain.some(({ id }) => id === 'softmax' || id === 'logSoftmax') ? units : 0, times]);
  const found = known.get(key);
  if (found !== undefined) use(found);
  else demo.ask({ kind: 'curve', chain, units, times }, ({ curve }) => {
    known.set(key, curve);
    use(curve);
  });
}

/** Draws the curve when it is known; for softmax, one output against its own logit with the layer's other logits at 0. */
export function curvePicture(demo: Demo, chain: Chain, units: number): SVGElement {
  const y = (value: number): number => HEIGHT * (1 - (value - LOW) / (HIGH - LOW));
  const picture = svg('svg', { class: 'curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT, 'aria-hidden': 'true' },
    svg('path', { class: 'curve-axis', d: `M0 ${y(0).toFixed(1)}H${WIDTH}M${WIDTH / 2} 0V${HEIGHT}` }));
  withCurve(demo, chain, units, 1, ({ f, df }) => {
    picture.append(svg('path', { class: 'curve-slope', d: polyline(df, WIDTH, y) }), svg('path', { class: 'curve-value', d: polyline(f, WIDTH, y) }));
  });
  return picture;
}

/** A path through samples that breaks where the function jumps. */
export function polyline(samples: readonly number[], width: number, y: (value: number) => number): string {
  let d = '';
  let before = Number.NaN;
  for (const [i, value] of samples.entries()) {
    const jumps = !(Math.abs(value - before) < 0.5);
    d += `${jumps ? 'M' : 'L'}${((i / (samples.length - 1)) * width).toFixed(1)} ${y(value).toFixed(1)}`;
    before = value;
  }
  return d;
}
