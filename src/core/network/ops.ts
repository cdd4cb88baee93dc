/**
 * Networks that a program computes with tensor operations and its own variables.
 *
 * A layer is a weighted sum with weights that are certain to be `tf.variable`s; layers that feed each other make a
 * network. The same sum of the same weights is the same layer, however often the program runs it.
 */
import type { Drafts } from '../evaluate/evaluate';
import type { OpDraft } from '../evaluate/drafts';
import { spanOf } from '../syntax/tree';
import { followSum } from './follow';
import { finder } from './reach';
import { sizesOf, sumOf } from './sums';
import type { Sum } from './sums';
import { trainingOf } from './training';
import type { Gradient } from './training';
import type { Layer, Network } from './types';
import { sizeOf, variableOf } from './variables';

/** Where a weighted sum stands. */
export interface SumPlace {
  readonly network: Network;
  readonly index: number;
}

export interface OpNetworks {
  readonly networks: readonly Network[];
  readonly places: ReadonlyMap<OpDraft, SumPlace>;
}

/** A layer in the making: every run of the sum, and the layers that feed it. */
interface Unit {
  readonly sums: Sum[];
  readonly inputs: Set<Unit>;
}

function unitsOf(sums: readonly Sum[]): { readonly units: readonly Unit[]; readonly unitOf: ReadonlyMap<OpDraft, Unit> } {
  const byKey = new Map<OpDraft, Map<OpDraft['node'], Unit>>();
  const units: Unit[] = [];
  const unitOf = new Map<OpDraft, Unit>();
  for (const sum of sums) {
    const [first] = sum.weights;
    if (!first) continue;
    const byNode = byKey.get(first.variable) ?? new Map<OpDraft['node'], Unit>();
    byKey.set(first.variable, byNode);
    let unit = byNode.get(sum.op.node);
    if (!unit) {
      unit = { sums: [], inputs: new Set() };
      byNode.set(sum.op.node, unit);
      units.push(unit);
    }
    unit.sums.push(sum);
    unitOf.set(sum.op, unit);
  }
  return { units, unitOf };
}

/** Lists of units that feed each other, in the order in which the program runs them. */
function components(units: readonly Unit[]): readonly (readonly Unit[])[] {
  const group = new Map<Unit, Unit[]>(units.map((unit) => [unit, [unit]]));
  for (const unit of units) {
    for (const input of unit.inputs) {
      const [b, a] = [group.get(unit) ?? [], group.get(input) ?? []].sort((one, other) => one.length - other.length) as [Unit[], Unit[]];
      if (a === b) continue;
      for (const one of b) {
        a.push(one);
        group.set(one, a);
      }
    }
  }
  const position = new Map(units.map((unit, index) => [unit, index]));
  return [...new Set(group.values())].map((list) => [...list].sort((a, b) => (position.get(a) ?? 0) - (position.get(b) ?? 0)));
}

function sumOfNumbers(numbers: readonly (number | undefined)[]): number | undefined {
  return numbers.includes(undefined) ? undefined : numbers.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

function layerOf(unit: Unit, index: number, inputs: readonly number[]): Layer | undefined {
  const [first] = unit.sums;
  if (!first) return undefined;
  const { op } = first;
  const followed = unit.sums.map((sum) => followSum(sum.op));
  const [one, ...others] = followed;
  const same = one && others.every(({ activation }) => activation?.function === one.activation?.function && activation?.span?.start === one.activation?.span?.start);
  const variables = [...first.weights.map(({ variable }) => variable), ...(one?.biases ?? [])].map(variableOf);
  const span = spanOf(op.script, op.node);
  return {
    index, factory: undefined, facts: undefined, custom: undefined, className: undefined, name: undefined, units: sizesOf(first).units,
    activation: same ? one.activation : undefined, recurrentActivation: undefined, config: new Map(), configKnown: false, configSpan: undefined,
    inputs, inputShape: undefined, outputShape: undefined, outputShapes: [undefined], parameters: sumOfNumbers(variables.map(sizeOf)), trainable: sumOfNumbers(variables.map(sizeOf)), problem: undefined,
    optional: false, bare: false, foreign: false,
    span, nameSpan: spanOf(op.script, op.nameNode), stepSpan: span, step: 'none', statement: false, within: op.within?.pos ?? -1,
    sum: { op: op.op, variables, fanIn: sizesOf(first).fanIn },
  };
}

/** The innermost function in which all sums are run; one that runs the same sum again and again is a helper. */
function functionOf(sums: readonly OpDraft[]): OpDraft['node'] | undefined {
  const [first, ...rest] = sums.map(({ frames }) => frames ?? []);
  let shared = first?.length ?? 0;
  for (const frames of rest) while (shared > 0 && frames[shared - 1] !== first?.[shared - 1]) shared--;
  const nodes = sums.map(({ node }) => node);
  const repeated = nodes.find((node, index) => nodes.indexOf(node) !== index);
  const inside = (frame: OpDraft['node'] | undefined): boolean => frame !== undefined && repeated !== undefined && frame.pos <= repeated.pos && repeated.end <= frame.end;
  while (shared > 1 && inside(first?.[shared - 1])) shared--;
  return first?.[shared - 1];
}

/** One run of each unit, all from the same run of the program where that can be told. */
function oneRun(units: readonly Unit[]): readonly OpDraft[] {
  return units.flatMap(({ sums }) => sums[0]?.op ?? []);
}

function networkOf(units: readonly Unit[], id: string, trained: boolean, gradients: readonly Gradient[]): Network {
  const position = new Map(units.map((unit, index) => [unit, index]));
  const layers = units.flatMap((unit, index) => layerOf(unit, index, [...unit.inputs].flatMap((input) => (input === unit ? [] : (position.get(input) ?? [])))) ?? []);
  const fed = new Set(layers.flatMap(({ inputs }) => inputs));
  const runs = oneRun(units);
  const [last] = runs.slice(-1);
  const node = functionOf(runs) ?? last?.node;
  const outputs = layers.flatMap(({ index }) => (fed.has(index) ? [] : [index]));
  const outputOf = (source: OpDraft): number | undefined => {
    const found = outputs.indexOf(units.findIndex(({ sums }) => sums.some(({ op }) => op === source)));
    return found < 0 ? undefined : found;
  };
  const complete = trained && layers.every(({ inputs, index }) => inputs.every((input) => input < index));
  return {
    id, kind: 'ops', layers, outputs, complete, outputsKnown: complete,
    compile: undefined, training: trainingOf(gradients, outputOf), fits: [], pixels: [], span: last && node ? spanOf(last.script, node) : { start: 0, end: 0 }, predicts: false, afterwards: [],
  };
}

/** The networks that the operations of a document make; ids are counted on from those there are. */
export function opNetworks(drafts: Drafts, gradients: readonly Gradient[], trained: ReadonlySet<OpDraft>, existing: number): OpNetworks {
  const sums = drafts.ops.flatMap((op) => (op.frames ? (sumOf(op) ?? []) : []));
  if (sums.length === 0) return { networks: [], places: new Map() };
  const { units, unitOf } = unitsOf(sums);
  const find = finder((op) => unitOf.has(op));
  for (const unit of units) {
    for (const { source } of unit.sums.flatMap(({ data }) => data).flatMap(find)) {
      const input = unitOf.get(source);
      if (input) unit.inputs.add(input);
    }
  }
  const places = new Map<OpDraft, SumPlace>();
  const networks = components(units).map((list, order) => {
    const ops = new Set(list.flatMap((unit) => unit.sums.map(({ op }) => op)));
    const network = networkOf(list, `n${existing + order + 1}`, [...ops].some((op) => trained.has(op)), gradients.filter(({ source }) => ops.has(source)));
    for (const [index, unit] of list.entries()) for (const { op } of unit.sums) places.set(op, { network, index });
    return network;
  });
  return { networks, places };
}
