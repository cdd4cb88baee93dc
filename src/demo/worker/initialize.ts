/**
 * Initial parameters, as the initialisers of tfjs-layers draw them (tfjs-layers/src/initializers.ts), from our own seeded
 * generator and rounded to float32, so that every engine starts from the same numbers.
 *
 * tfjs's `…Normal` of variance scaling is a normal truncated at two standard deviations **without correction**, so the
 * variance really drawn is 0.774 of the nominal one; `randomNormal` and `randomUniform` have its defaults of 0.05.
 */
import { type InitializerId, PARAMETERS, weightsIn } from '../layers';
import { hadamard, orthogonal } from './matrices';
import type { Network, NetworkLayer, Slot } from './network';
import { normal, type Random, seeded, truncatedNormal } from './random';

type Fan = 'in' | 'average';
type Draw = (random: Random, shape: readonly number[]) => (index: number) => number;

const scaled = (scale: number, fan: Fan, distribution: 'normal' | 'uniform'): Draw => (random, shape) => {
  const field = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  const [fanIn, fanOut] = [field * shape.at(-2)!, field * shape.at(-1)!];
  const variance = scale / (fan === 'in' ? fanIn : (fanIn + fanOut) / 2);
  if (distribution === 'normal') return () => Math.sqrt(variance) * truncatedNormal(random);
  return () => Math.sqrt(3 * variance) * (2 * random() - 1);
};

const draws: Readonly<Record<InitializerId, Draw>> = {
  glorotNormal: scaled(1, 'average', 'normal'),
  glorotUniform: scaled(1, 'average', 'uniform'),
  heNormal: scaled(2, 'in', 'normal'),
  heUniform: scaled(2, 'in', 'uniform'),
  leCunNormal: scaled(1, 'in', 'normal'),
  leCunUniform: scaled(1, 'in', 'uniform'),
  randomNormal: (random) => () => 0.05 * normal(random),
  randomUniform: (random) => () => 0.05 * (2 * random() - 1),
  truncatedNormal: (random) => () => 0.05 * truncatedNormal(random),
  orthogonal: (random, shape) => {
    const columns = shape.at(-1)!;
    const matrix = orthogonal(shape.slice(0, -1).reduce((a, b) => a * b, 1), columns, () => normal(random));
    return (index) => matrix[index]!;
  },
  zeros: () => () => 0,
  ones: () => () => 1,
  hadamard: (random, shape) => {
    const matrix = hadamard(shape.slice(0, -1).reduce((a, b) => a * b, 1), shape.at(-1)!, random);
    return (index) => matrix[index]!;
  },
};

function valueOf({ state }: NetworkLayer, slot: Slot, random: Random): (index: number) => number {
  const weighted = weightsIn(state);
  switch (slot.role) {
    case 'kernel': {
      const draw = draws[weighted!.initializer](random, slot.shape);
      return (index) => weighted!.gain * draw(index);
    }
    case 'bias':
      // A bias that never changes sign with its unit would leave fixed filters without a place: they start spread out.
      return !weighted!.useBias ? () => 0 : weighted!.initializer === 'hadamard' ? () => 2 * random() - 1 : () => weighted!.bias;
    case 'slope':
      return () => slopeOf(state);
    case 'scale':
    case 'variance':
      return () => 1;
    case 'offset':
    case 'mean':
      return () => 0;
  }
}

function slopeOf(state: NetworkLayer['state']): number {
  const chain = 'activation' in state ? state.activation : [];
  return chain.find(({ id }) => id === 'prelu')?.parameter ?? PARAMETERS.prelu!;
}

/** The numbers that a network starts with; the same seed gives the same. */
export function initialParameters(network: Network, seed: number): Float64Array {
  const random = seeded(seed, 2);
  const parameters = new Float64Array(network.size);
  for (const layer of network.layers) {
    for (const slot of layer.slots) {
      const draw = valueOf(layer, slot, random);
      for (let i = 0; i < slot.size; i += 1) parameters[slot.at + i] = Math.fround(draw(i));
    }
  }
  return parameters;
}
