/** Sparklines: the curve of an activation beside its name. */
import type { Analysis } from './analysis';
import { byId } from '../activations/lookup';
import { svgDataUri } from '../plot/data-uri';
import { palettes } from '../plot/palettes';
import type { PaletteName } from '../plot/palettes';
import { sparkline } from '../plot/sparkline';
import type { Span } from '../syntax/span';

/** The spans of a document's activations by function. */
export function glyphSpans(analysis: Analysis): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const use of analysis.activations) {
    const list = spans.get(use.function);
    if (list) list.push(use.span);
    else spans.set(use.function, [use.span]);
  }
  return spans;
}

/** The sparkline of a function as a data URI; undefined for a name that is none of ours. */
export function glyphUri(id: string, palette: PaletteName): string | undefined {
  const activation = byId(id);
  return activation && svgDataUri(sparkline(activation.curve(), palettes[palette]));
}
