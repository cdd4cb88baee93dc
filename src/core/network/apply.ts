/** Applies one layer to shapes, as `Layer.apply` of tfjs-layers does: check, build, check again, compute. */
import { differ, NO_WEIGHTS } from './kinds/arithmetic';
import type { Built, Inside, Kind, Spec, Surroundings } from './kinds/kind';
import { kinds } from './kinds/registry';
import type { LayerFacts } from './layers';
import { isRefused, refuse } from './problems';
import type { Refused, ShapeProblem } from './problems';
import type { Dimension, Shape } from './types';

export interface Applied {
  readonly outputs: readonly Shape[];
  readonly built: Built;
  readonly problem: ShapeProblem | undefined;
}

const UNKNOWN: Built = { weights: { all: undefined, trainable: undefined } };
const NOTHING: Built = { weights: NO_WEIGHTS };

export function kindOf(facts: LayerFacts): Kind | undefined {
  return facts.className !== undefined && Object.hasOwn(kinds, facts.className) ? kinds[facts.className] : undefined;
}

/** What the factory refuses. */
export function madeProblem(facts: LayerFacts, surroundings: Surroundings): ShapeProblem | undefined {
  const kind = kindOf(facts);
  if (facts.bare && kind && kind.bare !== true) return { kind: 'option', key: undefined, value: undefined };
  return kind?.made?.(facts, surroundings);
}

/** What an input does not fit in a specification. */
function misfit(spec: Spec, input: readonly Dimension[]): ShapeProblem | undefined {
  const { rank, leastRank, axes = [], shape = [] } = spec;
  const found = input.length;
  if (rank !== undefined && found !== rank) return { kind: 'rank', expected: rank, least: false, found };
  if (leastRank !== undefined && found < leastRank) return { kind: 'rank', expected: leastRank, least: true, found };
  const sizes = [...axes.map(([axis, size]) => [axis < 0 ? found + axis : axis, size] as const), ...shape.map((size, axis) => [axis, size] as const)];
  for (const [axis, expected] of sizes) {
    const there = input[axis];
    if (expected !== null && there !== null && differ(expected, there)) return { kind: 'other-size', axis, expected, found: there };
  }
  return undefined;
}

/** Layers that take one tensor say so in tfjs by what they call; only those that give back what they get do not. */
function wrongCount(kind: Kind, inputs: readonly Shape[]): ShapeProblem | undefined {
  const takesOne = kind.takesMany !== true && kind.takesStates !== true && (kind.spec ?? kind.build ?? kind.outputs) !== undefined;
  return takesOne && inputs.length !== 1 ? { kind: 'input-count', expected: 1, least: false, found: inputs.length } : undefined;
}

/** The first input, of which the rank is known at least where the layer takes no other. */
function firstOf(kind: Kind, facts: LayerFacts, inputs: readonly Shape[], surroundings: Surroundings): Shape {
  const [first] = inputs;
  if (first || kind.takesMany) return first ?? [];
  const rank = kind.rank ?? kind.spec?.(facts, surroundings)?.rank;
  return rank === undefined ? undefined : Array.from({ length: rank }, () => undefined);
}

function buildFor(kind: Kind, facts: LayerFacts, inputs: readonly Shape[], surroundings: Surroundings): Built | Refused {
  const first = firstOf(kind, facts, inputs, surroundings);
  if (!kind.build) return NOTHING;
  // The weights of an embedding are the only ones that do not depend on the input.
  return first || facts.className === 'Embedding' ? kind.build(facts, first ?? [], inputs, surroundings) : UNKNOWN;
}

function outputsFor(kind: Kind, facts: LayerFacts, inputs: readonly Shape[], surroundings: Surroundings): readonly Shape[] | Refused {
  if (!kind.outputs) return inputs;
  const first = firstOf(kind, facts, inputs, surroundings);
  return first ? kind.outputs(facts, first, kind.takesMany ? inputs : [first, ...inputs.slice(1)], surroundings) : [undefined];
}

/** Applies a layer. `before` is what it became when it was applied for the first time. */
export function applyLayer(facts: LayerFacts, inputs: readonly Shape[], before: Built | undefined, surroundings: Surroundings): Applied {
  const kind = kindOf(facts);
  if (facts.custom) return { outputs: facts.custom.keepsShape ? inputs : [undefined], built: facts.custom.weightless ? NOTHING : UNKNOWN, problem: undefined };
  if (!kind) return { outputs: [undefined], built: UNKNOWN, problem: undefined };
  const failed = (problem: ShapeProblem, built = UNKNOWN): Applied => ({ outputs: [undefined], built, problem });
  const wrong = madeProblem(facts, surroundings) ?? wrongCount(kind, inputs);
  if (wrong) return failed(wrong);
  const spec = before?.spec ?? kind.spec?.(facts, surroundings);
  const [first] = inputs;
  const unfit = spec && first && misfit(spec, first);
  if (unfit) return failed(unfit, before);
  const built = before ?? buildFor(kind, facts, inputs, surroundings);
  if (isRefused(built)) return failed(built.problem);
  const later = built.spec && first && misfit(built.spec, first);
  if (later) return failed(later);
  const outputs = outputsFor(kind, facts, inputs, surroundings);
  return isRefused(outputs) ? failed(outputs.problem, built) : { outputs, built, problem: undefined };
}

/** A layer inside another one, which is built and asked for shapes without the checks of `apply`. */
export function insideLayer(facts: LayerFacts, surroundings: Surroundings): Inside {
  const kind = kindOf(facts);
  const checked = <T>(inputs: readonly Shape[], run: (kind: Kind) => T): T | Refused | undefined => {
    if (!kind) return undefined;
    // What its own factory refuses is said there.
    if (madeProblem(facts, surroundings)) return undefined;
    const problem = wrongCount(kind, inputs);
    return problem ? refuse(problem) : run(kind);
  };
  return {
    className: facts.className, facts, kind,
    build: (inputs) => checked(inputs, (known) => buildFor(known, facts, inputs, surroundings)) ?? UNKNOWN,
    outputs: (inputs) => checked(inputs, (known) => outputsFor(known, facts, inputs, surroundings)) ?? [undefined],
  };
}
