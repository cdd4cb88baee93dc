/** Images that a program gives to a model as they are: whole numbers from 0 to 255. */
import type { ModelDraft, OpDraft } from '../evaluate/drafts';
import type { Value } from '../evaluate/values';
import { asString } from '../evaluate/values';
import type { CallExpression } from 'typescript-6';
import type { Span } from '../syntax/span';
import { spanOf } from '../syntax/tree';

/** Where pixels come from. */
const SOURCES = /^(?:browser\.fromPixels(?:Async)?|node\.decode(?:Image|Jpeg|Png|Bmp|Gif))$/;

/** Operations whose values lie as their first input's do: moved, chosen, or averages of neighbours and colours. */
const KEEPING: ReadonlySet<string> = new Set([
  'reshape', 'flatten', 'squeeze', 'expandDims', 'transpose', 'clone', 'slice', 'reverse', 'tile', 'toFloat', 'toInt', 'as1D', 'as2D', 'as3D', 'as4D', 'as5D', 'mean',
  'resizeBilinear', 'resizeNearestNeighbor', 'image.resizeBilinear', 'image.resizeNearestNeighbor',
]);

/** Operations that put several tensors together. */
const JOINING: ReadonlySet<string> = new Set(['stack', 'concat', 'concat4d', 'concat3d']);

/** Operations are followed back so far. */
const DEPTH = 16;

function isPixels(value: Value | undefined, depth = 0): boolean {
  if (value?.kind !== 'tensor' || value.certainty !== 'certain' || !value.producer || depth > DEPTH) return false;
  const { op, inputs } = value.producer;
  if (SOURCES.test(op)) return true;
  if (KEEPING.has(op)) return isPixels(inputs[0], depth + 1);
  if (op === 'cast' || op === 'asType') return asString(inputs[1]) !== 'bool' && isPixels(inputs[0], depth + 1);
  const tensors = JOINING.has(op) ? inputs.filter(({ kind }) => kind !== 'known') : [];
  return tensors.length > 0 && tensors.every((input) => isPixels(input, depth + 1));
}

/** The argument of `model.predict(x)`, in the document. */
function argumentOf({ foreign, script, node }: OpDraft): Span | undefined {
  const [first] = (node as Partial<CallExpression>).arguments ?? [];
  return foreign || !first ? undefined : spanOf(script, first);
}

/** Where a model is given pixels, each place once; where the same place gives it something else as well, that is not known. */
export function pixelsOf({ calls, fits }: ModelDraft): readonly Span[] {
  const places = new Map<number, { readonly span: Span; readonly always: boolean }>();
  const note = (span: Span | undefined, always: boolean): void => {
    if (span) places.set(span.start, { span, always: always && places.get(span.start)?.always !== false });
  };
  for (const call of calls) note(argumentOf(call), call.inputs.length === 1 && isPixels(call.inputs[0]));
  for (const { inputs, inputsNode, certain, site } of fits) note(inputsNode && spanOf(site.script, inputsNode), certain && isPixels(inputs));
  return [...places.values()].flatMap(({ span, always }) => (always ? [span] : []));
}
