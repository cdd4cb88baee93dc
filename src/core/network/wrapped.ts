/** Layers inside layers: what `bidirectional`, `timeDistributed` and `rnn` are given to wrap. */
import type { Value } from '../evaluate/values';
import { valueOf } from './config';
import type { ConfigReader } from './config';
import { layerFacts } from './layers';
import type { LayerFacts } from './layers';

/** The layer under a key of the options. */
export function wrappedLayer(layer: ConfigReader, key: string): LayerFacts | undefined {
  const value = valueOf(layer, key);
  return value?.kind === 'layer' ? layerFacts(value.layer) : undefined;
}

/** The cells of `rnn({cell})`, the first one nearest to the input; undefined where one is unknown. */
export function cellsOf(layer: ConfigReader): readonly LayerFacts[] | undefined {
  return cells(valueOf(layer, 'cell'));
}

function cells(value: Value | undefined): readonly LayerFacts[] | undefined {
  if (value?.kind === 'array') {
    const all = value.open ? [undefined] : value.items.map(cells);
    return all.includes(undefined) ? undefined : all.flatMap((some) => some ?? []);
  }
  if (value?.kind !== 'layer') return undefined;
  const facts = layerFacts(value.layer);
  return facts.className === 'StackedRNNCells' ? cells(valueOf(facts, 'cells')) : [facts];
}
