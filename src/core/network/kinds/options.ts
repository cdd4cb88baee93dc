/** What constructors check in the options. */
import type { Value } from '../../evaluate/values';
import { asString, primitive } from '../../evaluate/values';
import { dimensionsOf, valueOf } from '../config';
import type { LayerFacts } from '../layers';
import type { ShapeProblem } from '../problems';
import { layerFactories } from '../../tfjs/layers';

type Check = (layer: LayerFacts) => ShapeProblem | undefined;

/** The first problem that one of the checks finds. */
export function checks(...all: readonly Check[]): Check {
  return (layer) => {
    for (const check of all) {
      const problem = check(layer);
      if (problem) return problem;
    }
    return undefined;
  };
}

export function wrongOption(layer: LayerFacts, key: string): ShapeProblem {
  const value = valueOf(layer, key);
  return { kind: 'option', key, value: dimensionsOf(value) ?? primitive(value) };
}

/** True where a value is known for sure not to pass. */
function fails(value: Value | undefined, passes: (value: unknown) => boolean): boolean {
  if (value === undefined) return !passes(undefined);
  return value.kind === 'known' && !passes(value.value);
}

const isSize = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0;

const isNothing = (value: Value | undefined): boolean => value === undefined || (value.kind === 'known' && value.value === null);

/** tfjs's `assertPositiveInteger` for keys that must be there. */
export function sizes(...keys: readonly string[]): Check {
  return (layer) => {
    const wrong = keys.find((key) => fails(valueOf(layer, key), isSize));
    return wrong === undefined ? undefined : wrongOption(layer, wrong);
  };
}

/** Sizes for each axis that may be absent: a number or a list, all positive integers. */
export function windows(axes: number, exact: boolean, ...keys: readonly string[]): Check {
  return (layer) => {
    const wrong = keys.find((key) => {
      const value = valueOf(layer, key);
      if (isNothing(value)) return false;
      if (value?.kind !== 'array') return fails(value, isSize);
      return (exact && !value.open && value.items.length !== axes) || (!value.open && value.items.length === 0) || value.items.some((item) => fails(item, isSize));
    });
    return wrong === undefined ? undefined : wrongOption(layer, wrong);
  };
}

/** tfjs's `normalizeArray`: any number, or exactly so many integers. */
export function perAxisNumbers(axes: number, key: string, required: boolean): Check {
  return (layer) => {
    const value = valueOf(layer, key);
    if (isNothing(value)) return required ? wrongOption(layer, key) : undefined;
    if (value?.kind === 'array') {
      const wrong = (!value.open && value.items.length !== axes) || value.items.length > axes || value.items.some((item) => fails(item, Number.isInteger));
      return wrong ? wrongOption(layer, key) : undefined;
    }
    return fails(value, (one) => typeof one === 'number') ? wrongOption(layer, key) : undefined;
  };
}

/** A string that must be one of a few where it is given. */
export function choice(key: string, ...allowed: readonly string[]): Check {
  return (layer) => {
    const value = valueOf(layer, key);
    if (isNothing(value) || value?.kind !== 'known') return undefined;
    const text = asString(value);
    return text !== undefined && allowed.includes(text) ? undefined : wrongOption(layer, key);
  };
}

export const padding = choice('padding', 'valid', 'same', 'causal');
export const dataFormat = choice('dataFormat', 'channelsFirst', 'channelsLast');

/** Keys that must have some value. */
export function required(...keys: readonly string[]): Check {
  return (layer) => {
    const wrong = keys.find((key) => isNothing(valueOf(layer, key)));
    return wrong === undefined ? undefined : { kind: 'option', key: wrong, value: undefined };
  };
}

/** The size key of a layer's class: units, filters or outputDim. */
export function mainSize(layer: LayerFacts): ShapeProblem | undefined {
  const key = layer.factory === undefined ? undefined : layerFactories[layer.factory]?.size;
  return key === undefined ? undefined : sizes(key)(layer);
}
