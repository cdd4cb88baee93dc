/** The networks of the race, layer by layer: add, change, take away; two to six run side by side. */
import { act, DEFAULT_WEIGHTS, dense, INITIALIZERS, LAYER_LIMITS, type LayerKind, type LayerState, PADDINGS, type RunState } from '../../layers';
import { type DemoState, LIMITS, taskOf } from '../../state';
import type { Demo } from '../demo';
import { el } from '../dom';
import { runLetter } from '../facts';
import type { Numbers, Text } from '../text/text';
import { chainPicker } from './chain-picker';
import { button, number, select } from './fields';

export interface Networks {
  readonly element: HTMLElement;
  setUp(state: DemoState): void;
  /** Makes the controls anew, for the state that holds. */
  refresh(state: DemoState): void;
}

/** What can be added; images have more kinds. */
const FLAT: readonly LayerKind[] = ['dense', 'dropout', 'batchNorm', 'layerNorm', 'activation'];
const IMAGE: readonly LayerKind[] = [...FLAT, 'conv2d', 'depthwise', 'pool', 'globalPool', 'flatten'];

/** Small, and small it stays: as large as the image. */
const FILTER = { size: 3, padding: 'same', stride: 1, activation: [act('relu')], ...DEFAULT_WEIGHTS } as const;

const fresh: Readonly<Record<LayerKind, LayerState>> = {
  dense: dense(8, 'relu'), dropout: { kind: 'dropout', rate: 0.2 }, batchNorm: { kind: 'batchNorm' }, activation: { kind: 'activation', activation: [act('relu')] },
  layerNorm: { kind: 'layerNorm' }, conv2d: { kind: 'conv2d', filters: 3, ...FILTER }, depthwise: { kind: 'depthwise', multiplier: 1, ...FILTER },
  pool: { kind: 'pool', mode: 'max', size: 2, padding: 'valid', stride: null }, globalPool: { kind: 'globalPool', mode: 'average' }, flatten: { kind: 'flatten' },
};

export function createNetworks(demo: Demo, text: Text, numbers: Numbers): Networks {
  const element = el('div', { class: 'networks' });
  let shape = '';

  function changeRun(index: number, change: (run: RunState) => RunState): void {
    demo.change({ runs: demo.model.state.runs.map((run, i) => (i === index ? { ...change(run), name: '' } : run)) });
  }

  function changeLayer(index: number, at: number, layer: LayerState | undefined): void {
    changeRun(index, (run) => ({ ...run, layers: run.layers.flatMap((one, l) => (l === at ? (layer === undefined ? [] : [layer]) : [one])) }));
  }

  function layerRow(run: number, at: number, layer: LayerState): HTMLElement {
    const put = (next: LayerState): void => changeLayer(run, at, next);
    const parts: HTMLElement[] = [];
    const add = <T>(field: { readonly element: HTMLElement; set(value: T): void }, value: T): void => {
      field.set(value);
      parts.push(field.element);
    };
    if (layer.kind === 'dense') add(number<number>(text.units, [...LAYER_LIMITS.units, 1], (units) => put({ ...layer, units: units ?? 1 })), layer.units);
    if (layer.kind === 'conv2d') add(number<number>(text.filters, [...LAYER_LIMITS.filters, 1], (filters) => put({ ...layer, filters: filters ?? 1 })), layer.filters);
    if (layer.kind === 'depthwise') add(number<number>(text.filters, [...LAYER_LIMITS.multiplier, 1], (multiplier) => put({ ...layer, multiplier: multiplier ?? 1 })), layer.multiplier);
    if (layer.kind === 'pool' || layer.kind === 'globalPool') add(select(text.pooling, ['max', 'average'], text.poolings, (mode) => put({ ...layer, mode })), layer.mode);
    if ('size' in layer) {
      add(number<number>(text.size, [...LAYER_LIMITS[layer.kind === 'pool' ? 'pool' : 'size'], 1], (size) => put({ ...layer, size: size ?? 2 })), layer.size);
      add(number<number>(text.stride, [...LAYER_LIMITS.stride, 1], (stride) => put({ ...layer, stride: stride ?? 1 })), layer.stride ?? layer.size);
      add(select(text.padding, PADDINGS, { valid: 'valid', same: 'same' }, (padding) => put({ ...layer, padding })), layer.padding);
    }
    if (layer.kind === 'dropout') add(number<number>(text.dropRate, [...LAYER_LIMITS.rate, 'any'], (rate) => put({ ...layer, rate: rate ?? 0 })), layer.rate);
    if ('activation' in layer) {
      const picker = chainPicker(layer.activation, text.activationIn(runLetter(run), at + 1), text, numbers, (activation) => put({ ...layer, activation }));
      parts.push(el('div', { class: 'field' }, el('span', { class: 'field-name', 'aria-hidden': 'true' }, text.activation), picker));
    }
    if ('initializer' in layer) {
      add(select(text.initializer, INITIALIZERS, Object.fromEntries(INITIALIZERS.map((id) => [id, id])) as Record<(typeof INITIALIZERS)[number], string>, (initializer) => put({ ...layer, initializer })), layer.initializer);
      add(number<number>(text.bias, [...LAYER_LIMITS.bias, 'any'], (bias) => put({ ...layer, bias: bias ?? 0 })), layer.bias);
    }
    const remove = button('secondary', text.remove, () => changeLayer(run, at, undefined));
    remove.setAttribute('aria-label', text.removeLayer(runLetter(run), at + 1));
    return el('li', { class: 'layer-row' }, el('span', { class: 'layer-kind' }, `${at + 1} · ${text.kinds[layer.kind]}`), ...parts, remove);
  }

  function runBlock(run: RunState, index: number, state: DemoState): HTMLElement {
    const letter = runLetter(index);
    const kinds = taskOf(state.data).shape.length === 3 ? IMAGE : FLAT;
    const adder = el('select', { 'aria-label': text.addLayer(letter) }, el('option', { value: '' }, text.addLayer(letter)), ...kinds.map((kind) => el('option', { value: kind }, text.kinds[kind])));
    adder.addEventListener('change', () => {
      if (adder.value !== '') changeRun(index, (one) => ({ ...one, layers: [...one.layers, fresh[adder.value as LayerKind]] }));
    });
    const copy = button('secondary', text.duplicate(letter), () => demo.change({ runs: [...demo.model.state.runs, { ...run, name: '' }] }));
    copy.disabled = state.runs.length >= LIMITS.runs[1];
    const remove = button('secondary', text.removeRun(letter), () => demo.change({ runs: demo.model.state.runs.filter((_, i) => i !== index) }));
    remove.disabled = state.runs.length === 1;
    const losses = select(text.lossName, taskOf(state.data).losses, text.losses, (loss) => changeRun(index, (one) => ({ ...one, loss })));
    losses.set(run.loss);
    const output = chainPicker(run.output, text.outputOf(letter), text, numbers, (chain) => changeRun(index, (one) => ({ ...one, output: chain })));
    return el('fieldset', { class: 'network' }, el('legend', {}, text.run(letter)),
      el('ol', {}, ...run.layers.map((layer, at) => layerRow(index, at, layer)), el('li', { class: 'layer-row' }, el('span', { class: 'layer-kind' }, text.outputLayer), el('div', { class: 'field' }, el('span', { class: 'field-name', 'aria-hidden': 'true' }, text.activation), output), losses.element)),
      el('div', { class: 'network-actions' }, adder, copy, remove));
  }

  function refresh(state: DemoState): void {
    // The control that made the change is made anew as well; the one at its place keeps the focus.
    const controls = (): HTMLElement[] => [...element.querySelectorAll<HTMLElement>('input, select, button')];
    const focused = controls().indexOf(document.activeElement as HTMLElement);
    element.replaceChildren(...state.runs.map((run, i) => runBlock(run, i, state)));
    if (focused >= 0) controls()[focused]?.focus();
  }

  return {
    element, refresh,
    setUp(state) {
      const next = JSON.stringify([state.runs, state.data.set, state.data.sample]);
      if (next === shape) return;
      shape = next;
      refresh(state);
    },
  };
}
