/**
 * Sentences about an activation where it stands. Each is derived from its curve and its network, none is a table entry,
 * so that the numbers are those of this function with these parameters.
 */
import { power } from '../activations/compose';
import type { Curve, Interval } from '../activations/types';
import { say } from '../rules/types';
import type { Said } from '../rules/types';
import { number, regionText } from './intervals';
import type { Subject } from './subject';

const messages = {
  elementwise: 'Applied element by element to the affine map Wx + b of this layer.',
  cheap: 'Costs a comparison: no exponential forward or backward.',
  cost: 'Transcendental calls (exp, tanh, erf) for each value: {forward} forward, {backward} backward.',
  ceiling: 'ƒ′ never exceeds {max}: {count} such layers in a row pass at most {product} of a gradient, before the weights act on it.',
  above: 'ƒ′ exceeds ¼ only for {region}.',
  idempotent: 'ƒ(ƒ(x)) = ƒ(x): applying it again changes nothing.',
  squash: 'Applied repeatedly it squashes: the largest slope is {one}, then {two}, then {three}.',
  dead: 'The gradient is exactly 0 for {region}: a unit that stays there for every input is dead. elu, leakyReLU and prelu keep a gradient there.',
  learns: 'Its slope for x < 0 starts at {slope} and is learnt.',
  given: 'Its slope for x < 0 is a tensor of the program, which is learnt where it is a variable; {slope} is drawn.',
  nowhere: 'The gradient is 0 wherever it exists: nothing before it can be trained.',
  kink: 'ƒ″ is an impulse of weight {weight} at {x}; TensorFlow.js takes ƒ′({x}) = {slope}.',
  jump: 'ƒ jumps at {x} from {from} to {to}: ƒ′ is an impulse there, which gradient descent never sees.',
  softmax: 'It normalises a vector to a distribution; the decision is made by whoever reads it. Jacobian: diag(p) − ppᵀ.',
  logSoftmax: 'It normalises a vector to log-probabilities; the decision is made by whoever reads them. Jacobian: I − 1pᵀ.',
  slice: 'Shown is one output against its own logit, the other {others} of {count} logits held at 0.',
  sliceOfTwo: 'Shown is one output against its own logit, the other of 2 logits held at 0.',
  assumed: 'Shown is one output against its own logit, the others held at 0: {count} logits are assumed, since their number is not known here.',
  share: 'While its {units} outputs are about equal it passes back about {share} of a gradient.',
  constant: 'Over a single unit it is the constant {value} and has no gradient.',
  nothing: '{outer} changes nothing here: {inner} gives only values that it leaves alone.',
  composed: 'Together: values in {range}, largest slope {slope}.',
};

/** Where |ƒ′| exceeds a level, for a slope that falls off on both sides of 0; undefined for other shapes. */
export function steeperThan(curve: Curve, level: number): Interval | undefined {
  const reach = 50;
  if (Math.abs(curve.df(0)) <= level || Math.abs(curve.df(reach)) >= level || Math.abs(curve.df(-reach)) >= level || curve.kinks.length > 0) return undefined;
  const edge = (direction: number): number => {
    let inside = 0;
    let outside = direction * reach;
    for (let round = 0; round < 60; round++) {
      const middle = (inside + outside) / 2;
      if (Math.abs(curve.df(middle)) > level) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return { lo: edge(-1), hi: edge(1), loOpen: true, hiOpen: true };
}

const slopes = new Map<string, readonly [number, number]>();

/** Largest slopes of ƒ∘ƒ and ƒ∘ƒ∘ƒ; worked out once for each function. */
function repeatedSlopes(id: string, curve: Curve): readonly [number, number] {
  const found = slopes.get(id) ?? [power(curve, 2).maxAbsSlope, power(curve, 3).maxAbsSlope];
  slopes.set(id, found);
  return found;
}

/** What is drawn of a softmax, which has as many inputs as outputs. */
function sliceFacts({ logits }: Subject): Said[] {
  if (!logits || logits.count === 1) return [];
  const { count, known } = logits;
  return [known ? (count === 2 ? say(messages.sliceOfTwo) : say(messages.slice, { others: count - 1, count })) : say(messages.assumed, { count })];
}

function gradientFacts({ activation, curve, use }: Subject): Said[] {
  if (curve.zeroGradient.some(({ lo, hi }) => lo === -Infinity && hi === Infinity) || curve.maxAbsSlope === 0) return [say(messages.nowhere)];
  const facts: Said[] = [];
  const { maxAbsSlope } = curve;
  if (activation.kind === 'elementwise' && maxAbsSlope < 1) {
    facts.push(say(messages.ceiling, { max: number(maxAbsSlope), count: 5, product: number(maxAbsSlope ** 5) }));
    const [two, three] = repeatedSlopes(`${activation.id} ${maxAbsSlope}`, curve);
    facts.push(say(messages.squash, { one: number(maxAbsSlope), two: number(two), three: number(three) }));
  }
  const steep = maxAbsSlope === 1 ? steeperThan(curve, 0.25) : undefined;
  if (steep && Math.abs(steep.lo + steep.hi) < 1e-6) facts.push(say(messages.above, { region: `|x| < ${number(steep.hi, 6)}` }));
  const learnt = activation.parameters.some(({ trainable }) => trainable);
  if (learnt) facts.push(say(use.parametersKnown ? messages.learns : messages.given, { slope: number(curve.df(-1)) }));
  else if (activation.kind === 'elementwise' && curve.zeroGradient.length > 0) facts.push(say(messages.dead, { region: regionText(curve.zeroGradient) }));
  return facts;
}

function vectorFacts({ activation, layer, curve }: Subject): Said[] {
  if (activation.kind !== 'vector') return [];
  const units = layer?.outputShape?.at(-1);
  const facts = [say(activation.id === 'softmax' ? messages.softmax : messages.logSoftmax)];
  if (units === 1 || curve.maxAbsSlope === 0) facts.push(say(messages.constant, { value: number(curve.range.lo) }));
  else if (typeof units === 'number' && activation.id === 'softmax') facts.push(say(messages.share, { units, share: `1/${units}` }));
  return facts;
}

function shapeFacts({ activation, curve }: Subject): Said[] {
  const facts: Said[] = [];
  if (curve.idempotent && activation.id !== 'linear' && !activation.parameters.some(({ trainable }) => trainable)) facts.push(say(messages.idempotent));
  for (const jump of curve.jumps) facts.push(say(messages.jump, { x: number(jump.x), from: number(jump.from), to: number(jump.to) }));
  for (const kink of curve.kinks) facts.push(say(messages.kink, { x: number(kink.x), weight: number(kink.right - kink.left), slope: number(kink.tfjs) }));
  return facts;
}

/** What a composition does as a whole. */
export function compositionFacts({ chain, whole, curve }: Subject): Said[] {
  const [outer, inner] = chain;
  if (!outer || !inner) return [];
  const idle = curve.identityOn.length > 0 && sameRange(whole, inner.curve()) && outer.id !== inner.id;
  const composed = say(messages.composed, { range: rangeText(whole), slope: number(whole.maxAbsSlope) });
  return idle || (outer.id === inner.id && curve.idempotent) ? [say(messages.nothing, { outer: outer.name, inner: inner.name }), composed] : [composed];
}

function sameRange(a: Curve, b: Curve): boolean {
  return a.range.lo === b.range.lo && a.range.hi === b.range.hi;
}

function rangeText(curve: Curve): string {
  const { lo, hi, loOpen, hiOpen } = curve.range;
  return `${loOpen || lo === -Infinity ? '(' : '['}${number(lo)}, ${number(hi)}${hiOpen || hi === Infinity ? ')' : ']'}`;
}

/** Everything worth saying, the most telling first. */
export function factsOf(subject: Subject): readonly Said[] {
  const { activation, use } = subject;
  const { forward, backward } = activation.cost;
  return [
    ...compositionFacts(subject),
    ...vectorFacts(subject),
    ...sliceFacts(subject),
    ...gradientFacts(subject),
    ...shapeFacts(subject),
    ...(activation.kind === 'elementwise' && use.form === 'config' && use.role !== 'gate' && use.role !== 'recurrent' ? [say(messages.elementwise)] : []),
    ...(forward > 0 || backward > 0 ? [say(messages.cost, { forward, backward })] : activation.curve().kinks.length + activation.curve().jumps.length > 0 ? [say(messages.cheap)] : []),
  ];
}
