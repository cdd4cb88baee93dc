/** The curve explorer: any activation, applied to itself again and again, with its derivative and what becomes of both. */
import { act, type Chain } from '../../layers';
import { MOST_TIMES } from '../../worker/questions';
import { CURVE_REACH, curvePlace, type SampledCurve } from '../../worker/sampled';
import type { Demo } from '../demo';
import { el, setText, svg } from '../dom';
import { chainName } from '../facts';
import type { Numbers, Text } from '../text/text';
import { chainPicker } from './chain-picker';
import { polyline, withCurve } from './curve';
import { slider } from './fields';

export interface CurveExplorer {
  readonly element: HTMLElement;
  /** Begins with the activation of an experiment; the user's own choice stays. */
  offer(chain: Chain | undefined): void;
}

const WIDTH = 360;
const HEIGHT = 180;
/** Values shown, from bottom to top. */
const [LOW, HIGH] = [-2, 3];
const y = (value: number): number => HEIGHT * (1 - (value - LOW) / (HIGH - LOW));

export function createCurveExplorer(demo: Demo, text: Text, numbers: Numbers): CurveExplorer {
  let chain: Chain = [act('sigmoid')];
  let times = 1;
  let chosen = false;
  const axes = svg('path', { class: 'curve-axis', d: `M0 ${y(0)}H${WIDTH}M${WIDTH / 2} 0V${HEIGHT}M0 ${y(1)}H${WIDTH}` });
  const [f, df] = [svg('path', { class: 'curve-value', d: '' }), svg('path', { class: 'curve-slope', d: '' })];
  const labels = [['−4', 4, y(0) - 4], ['4', WIDTH - 12, y(0) - 4], ['1', WIDTH / 2 + 4, y(1) - 4]] as const;
  const picture = svg('svg', { class: 'curve big-curve', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: 'img', 'aria-label': '' }, axes, df, f, ...labels.map(([label, x, at]) => svg('text', { x, y: at, class: 'curve-label' }, label)));
  const words = el('p');
  const place = el('span');
  const repeat = slider(text.times, [1, MOST_TIMES, 1], (value) => {
    times = value;
    draw();
  }, (value) => numbers.whole(value));
  const table = el('table', { class: 'data' });
  const behind = el('details', { class: 'behind' }, el('summary', {}, text.table), el('div', { class: 'scroller', tabindex: 0, role: 'region', 'aria-label': `${text.table}: ${text.sections.curve}` }, table));

  function show(curve: SampledCurve): void {
    f.setAttribute('d', polyline(curve.f, WIDTH, y));
    df.setAttribute('d', polyline(curve.df, WIDTH, y));
    const bound = (value: number): string => (Number.isFinite(value) ? numbers.precise(value) : value > 0 ? '∞' : '−∞');
    const name = `${chainName(chain, text, numbers)}${times > 1 ? ` ×${times}` : ''}`;
    const line = text.curveFacts(name, bound(curve.steepest), bound(curve.from), bound(curve.to), curve.idempotent);
    setText(words, line);
    picture.setAttribute('aria-label', line);
    const rows = curve.f.map((value, i) => [curvePlace(i), value, curve.df[i]!] as const).filter((_, i) => i % 10 === 5);
    table.replaceChildren(el('thead', {}, el('tr', {}, ...['x', 'f', 'f′'].map((head) => el('th', { scope: 'col' }, head)))),
      el('tbody', {}, ...rows.map(([x, ...values]) => el('tr', {}, el('th', { scope: 'row' }, numbers.short(x)), ...values.map((value) => el('td', {}, numbers.precise(value)))))));
  }

  function draw(): void {
    repeat.set(times);
    withCurve(demo, chain, 8, times, show);
  }

  function pick(): void {
    place.replaceChildren(chainPicker(chain, text.curveOf, text, numbers, (next) => {
      chain = next;
      chosen = true;
      draw();
    }));
    draw();
  }

  return {
    element: el('div', { class: 'explorer' }, el('div', { class: 'fields' }, el('div', { class: 'field' }, el('span', { class: 'field-name', 'aria-hidden': 'true' }, text.activation), place), repeat.element),
      el('div', { class: 'explorer-body' }, picture, el('div', {}, words, el('p', { class: 'subtitle' }, text.curveLegend(CURVE_REACH)), behind))),
    offer(next) {
      if (!chosen && next !== undefined) chain = next;
      pick();
    },
  };
}
