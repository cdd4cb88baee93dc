/** `activation-lens explain NAME`: an activation's formula, derivative and facts; its plot as SVG. */
import { writeFileSync } from 'node:fs';
import { activationText, findActivation, noActivation } from '../core/insight/explain';
import { plotCurve } from '../core/plot/curve-plot';
import { palettes } from '../core/plot/palettes';
import { UsageError } from './files';
import type { Output } from './output';

/** Prints an activation, writes its plot where that is wished, and gives the exit code. */
export function explainActivation(names: readonly string[], svg: string | undefined, output: Output): number {
  const [name] = names;
  if (name === undefined || names.length > 1) throw new UsageError('explain: name one activation, e.g. activation-lens explain relu');
  const activation = findActivation(name);
  if (!activation) throw new UsageError(`explain: ${noActivation(name)}`);
  output.out(activationText(activation));
  if (svg !== undefined) {
    writeFileSync(svg, plotCurve([{ curve: activation.curve(), label: activation.name }], { palette: palettes.light }));
    output.out(`\nplot written to ${svg}`);
  }
  return 0;
}
