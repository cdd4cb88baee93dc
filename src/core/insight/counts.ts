/** Numbers that are counted or measured, as the reader's language writes them. */
import { english } from '../rules/format';
import type { Localize } from '../rules/format';

const text = { number: '1,000.5', parameters: '{count} parameters', parameter: '1 parameter', noParameters: '0 parameters' };

/** A whole number: its digits in groups of three, parted as the language parts them in its `1,000.5`. */
export function countText(count: number, t: Localize = english): string {
  return count.toLocaleString('en').replaceAll(',', t(text.number, {}).slice(1, 2));
}

/** A number with one digit behind the point, or what the language has for it. */
export function decimalText(value: number, t: Localize = english): string {
  return value.toFixed(1).replace('.', t(text.number, {}).slice(-2, -1));
}

/** How many parameters there are. None has words of its own: languages differ in what number that is. */
export function parametersText(count: number, t: Localize = english): string {
  return count === 0 ? t(text.noParameters, {}) : count === 1 ? t(text.parameter, {}) : t(text.parameters, { count: countText(count, t) });
}
