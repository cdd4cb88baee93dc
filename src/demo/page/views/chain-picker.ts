/** A picker for what a layer applies to its sums: every activation, and compositions that people write. */
import { act, type ActivationId, ACTIVATIONS, type Chain } from '../../layers';
import { el } from '../dom';
import { chainName } from '../facts';
import type { Numbers, Text } from '../text/text';

/** Innermost first. */
const COMPOSITIONS: readonly (readonly ActivationId[])[] = [['relu', 'relu'], ['softmax', 'relu'], ['sigmoid', 'relu'], ['sigmoid', 'sigmoid'], ['sigmoid', 'sigmoid', 'sigmoid'], ['tanh', 'tanh'], ['relu', 'tanh']];

const keyOf = (chain: Chain): string => JSON.stringify(chain.map(({ id, parameter }) => [id, parameter]));

/** A select element; a chain that is not among the usual ones is added to them. */
export function chainPicker(chain: Chain, label: string, text: Text, numbers: Numbers, picked: (chain: Chain) => void): HTMLSelectElement {
  const chains = new Map<string, Chain>();
  const option = (one: Chain): HTMLOptionElement => {
    chains.set(keyOf(one), one);
    return el('option', { value: keyOf(one), selected: keyOf(one) === keyOf(chain) }, chainName(one, text, numbers));
  };
  const single = ACTIVATIONS.map((id) => option([act(id)]));
  const composed = COMPOSITIONS.map((ids) => option(ids.map((id) => act(id))));
  if (!chains.has(keyOf(chain))) single.unshift(option(chain));
  const select = el('select', { 'aria-label': label }, ...single, el('optgroup', { label: text.compositions }, ...composed));
  select.addEventListener('change', () => picked(chains.get(select.value) ?? chain));
  return select;
}
