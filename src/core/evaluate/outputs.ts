/** How many symbolic tensors come out of a layer or a model. */
import type { LayerDraft, ModelDraft } from './drafts';
import type { Value } from './values';
import { truth } from './values';

/** States of the recurrent layers that have cells of their own. */
const STATES: Readonly<Record<string, number>> = { simpleRNN: 1, simpleRNNCell: 1, gru: 1, gruCell: 1, lstm: 2, lstmCell: 2, convLstm2d: 2, convLstm2dCell: 2 };

/** States of `rnn({cell})`, whose cells may be a list or stacked; undefined where one is not known. */
function statesIn(value: Value | undefined): number | undefined {
  if (value?.kind === 'array') {
    const all = value.open ? [undefined] : value.items.map(statesIn);
    return all.reduce<number | undefined>((sum, one) => (sum === undefined || one === undefined ? undefined : sum + one), 0);
  }
  if (value?.kind !== 'layer') return undefined;
  const { factory, config } = value.layer;
  if (factory === 'stackedRNNCells') return statesIn(config.get('cells')?.value);
  return Object.hasOwn(STATES, factory) ? STATES[factory] : undefined;
}

function layerOutputs({ factory, config }: LayerDraft): number | undefined {
  const value = (key: string): Value | undefined => config.get(key)?.value;
  if (factory === 'bidirectional') {
    const inner = value('layer');
    const mode = value('mergeMode');
    const states = inner?.kind === 'layer' ? layerOutputs(inner.layer) : undefined;
    const first = mode?.kind === 'known' && mode.value === null ? 2 : 1;
    return states === undefined ? undefined : first + 2 * (states - 1);
  }
  const state = value('returnState');
  if (state === undefined || truth(state) !== true) return 1;
  const states = factory === 'rnn' ? statesIn(value('cell')) : STATES[factory];
  return states === undefined ? undefined : 1 + states;
}

/** The number of outputs of one application; undefined where it is not known. */
export function outputCount(layer: LayerDraft | ModelDraft | undefined): number | undefined {
  if (!layer) return undefined;
  if ('factory' in layer) return layerOutputs(layer);
  if (layer.form === 'sequential') return 1;
  const { outputs } = layer;
  if (outputs?.kind !== 'array') return outputs?.kind === 'symbolic' ? 1 : undefined;
  return outputs.open ? undefined : outputs.items.length;
}
