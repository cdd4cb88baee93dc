/** Arithmetic, comparison and logic on abstract values, with JavaScript's meaning. */
import { SyntaxKind } from 'typescript-6';
import type { KnownValue, Primitive, Value } from './values';
import { alternatives, isNullish, isOpen, join, known, knownText, same, truth, UNKNOWN } from './values';

type Operation = (a: never, b: never) => Primitive;

const ARITHMETIC: ReadonlyMap<SyntaxKind, Operation> = new Map<SyntaxKind, Operation>([
  [SyntaxKind.PlusToken, ((a: string, b: string) => a + b) as Operation],
  [SyntaxKind.MinusToken, (a: number, b: number) => a - b],
  [SyntaxKind.AsteriskToken, (a: number, b: number) => a * b],
  [SyntaxKind.SlashToken, (a: number, b: number) => a / b],
  [SyntaxKind.PercentToken, (a: number, b: number) => a % b],
  [SyntaxKind.AsteriskAsteriskToken, (a: number, b: number) => a ** b],
  [SyntaxKind.LessThanLessThanToken, (a: number, b: number) => a << b],
  [SyntaxKind.GreaterThanGreaterThanToken, (a: number, b: number) => a >> b],
  [SyntaxKind.GreaterThanGreaterThanGreaterThanToken, (a: number, b: number) => a >>> b],
  [SyntaxKind.AmpersandToken, (a: number, b: number) => a & b],
  [SyntaxKind.BarToken, (a: number, b: number) => a | b],
  [SyntaxKind.CaretToken, (a: number, b: number) => a ^ b],
  [SyntaxKind.LessThanToken, (a: number, b: number) => a < b],
  [SyntaxKind.LessThanEqualsToken, (a: number, b: number) => a <= b],
  [SyntaxKind.GreaterThanToken, (a: number, b: number) => a > b],
  [SyntaxKind.GreaterThanEqualsToken, (a: number, b: number) => a >= b],
]);

/** The operator inside a compound assignment such as `+=`. */
export const COMPOUND: ReadonlyMap<SyntaxKind, SyntaxKind> = new Map<SyntaxKind, SyntaxKind>([
  [SyntaxKind.PlusEqualsToken, SyntaxKind.PlusToken],
  [SyntaxKind.MinusEqualsToken, SyntaxKind.MinusToken],
  [SyntaxKind.AsteriskEqualsToken, SyntaxKind.AsteriskToken],
  [SyntaxKind.SlashEqualsToken, SyntaxKind.SlashToken],
  [SyntaxKind.PercentEqualsToken, SyntaxKind.PercentToken],
  [SyntaxKind.AsteriskAsteriskEqualsToken, SyntaxKind.AsteriskAsteriskToken],
  [SyntaxKind.LessThanLessThanEqualsToken, SyntaxKind.LessThanLessThanToken],
  [SyntaxKind.GreaterThanGreaterThanEqualsToken, SyntaxKind.GreaterThanGreaterThanToken],
  [SyntaxKind.AmpersandEqualsToken, SyntaxKind.AmpersandToken],
  [SyntaxKind.BarEqualsToken, SyntaxKind.BarToken],
]);

function knownBinary(operator: SyntaxKind, a: KnownValue, b: KnownValue): Value {
  switch (operator) {
    case SyntaxKind.EqualsEqualsEqualsToken: return known(a.value === b.value);
    case SyntaxKind.ExclamationEqualsEqualsToken: return known(a.value !== b.value);
    // eslint-disable-next-line eqeqeq -- this is the program's own loose comparison
    case SyntaxKind.EqualsEqualsToken: return known(a.value == b.value);
    // eslint-disable-next-line eqeqeq -- this is the program's own loose comparison
    case SyntaxKind.ExclamationEqualsToken: return known(a.value != b.value);
  }
  const operation = ARITHMETIC.get(operator);
  if (!operation) return UNKNOWN;
  // A bigint beside a number throws when run; what a program that throws would compute is not our concern.
  if (typeof a.value === 'bigint' || typeof b.value === 'bigint') return UNKNOWN;
  const result = operation(a.value as never, b.value as never);
  return typeof result === 'string' ? knownText(result) : known(result);
}

function isIdentity(operator: SyntaxKind): boolean {
  return operator === SyntaxKind.EqualsEqualsEqualsToken || operator === SyntaxKind.ExclamationEqualsEqualsToken || operator === SyntaxKind.EqualsEqualsToken || operator === SyntaxKind.ExclamationEqualsToken;
}

const OBJECTS: ReadonlySet<Value['kind']> = new Set(['array', 'object', 'collection', 'model', 'layer', 'symbolic']);

/** Whether two objects are one; undefined where they are not both objects of the program. */
function identical(a: Value, b: Value): boolean | undefined {
  return OBJECTS.has(a.kind) && OBJECTS.has(b.kind) ? same(a, b) : undefined;
}

/** `a operator b` for every operator but the lazy ones. */
export function binary(operator: SyntaxKind, a: Value, b: Value): Value {
  if (a.kind === 'known' && b.kind === 'known') return knownBinary(operator, a, b);
  if ((a.kind !== 'oneOf' && isOpen(a)) || (b.kind !== 'oneOf' && isOpen(b))) return UNKNOWN;
  if (a.kind !== 'oneOf' && b.kind !== 'oneOf' && isIdentity(operator)) {
    const decided = identical(a, b);
    if (decided !== undefined) return known(decided === (operator === SyntaxKind.EqualsEqualsEqualsToken || operator === SyntaxKind.EqualsEqualsToken));
  }
  if (isNullish(a) !== isNullish(b) && a.kind !== 'oneOf' && b.kind !== 'oneOf') {
    // An object is never equal to null or undefined.
    if (operator === SyntaxKind.EqualsEqualsEqualsToken || operator === SyntaxKind.EqualsEqualsToken) return known(false);
    if (operator === SyntaxKind.ExclamationEqualsEqualsToken || operator === SyntaxKind.ExclamationEqualsToken) return known(true);
  }
  if (a.kind !== 'oneOf' && b.kind !== 'oneOf') return UNKNOWN;
  let joined: Value | undefined;
  for (const left of alternatives(a)) {
    for (const right of alternatives(b)) {
      const result = left.kind === 'known' && right.kind === 'known' ? knownBinary(operator, left, right) : UNKNOWN;
      joined = joined ? join(joined, result) : result;
    }
  }
  return joined ?? UNKNOWN;
}

/** `-a`, `+a`, `!a`, `~a`. */
export function unary(operator: SyntaxKind, a: Value): Value {
  if (operator === SyntaxKind.ExclamationToken) {
    const result = truth(a);
    return result === undefined ? UNKNOWN : known(!result);
  }
  if (a.kind === 'oneOf') return a.values.map((value) => unary(operator, value)).reduce(join);
  if (a.kind !== 'known' || typeof a.value === 'bigint') return UNKNOWN;
  switch (operator) {
    case SyntaxKind.MinusToken: return known(-Number(a.value));
    case SyntaxKind.PlusToken: return known(Number(a.value));
    case SyntaxKind.TildeToken: return known(~Number(a.value));
    default: return UNKNOWN;
  }
}

/** `typeof a`. */
export function typeOf(a: Value): Value {
  switch (a.kind) {
    case 'known': return known(a.value === null ? 'object' : typeof a.value);
    case 'function': case 'class': return known('function');
    case 'unknown': case 'oneOf': case 'tf': case 'global': case 'method': return UNKNOWN;
    default: return known('object');
  }
}
