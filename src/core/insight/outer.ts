/** An analysis of the code inside a file, with every place moved to where it is in the file. */
import type { ActivationRef, ActivationUse, Compile, ConfigKey, Layer, Network } from '../network/types';
import type { Finding } from '../rules/run';
import type { Edit, Fix } from '../rules/types';
import type { Span } from '../syntax/span';
import type { Analysis } from './analysis';

/** The way from the code into the file. */
export interface Way {
  readonly outer: (span: Span) => Span;
  /** Undefined where a replacement cannot be made in the file. */
  readonly outerEdit: (edit: Edit) => Edit | undefined;
}

/** The analysis as one of the whole file. */
export function outerAnalysis(analysis: Analysis, text: string, way: Way): Analysis {
  const outer = (span: Span): Span => way.outer(span);
  const possible = (span: Span | undefined): Span | undefined => span && way.outer(span);

  const ref = (one: ActivationRef | undefined): ActivationRef | undefined => one && { ...one, span: possible(one.span) };
  const key = (one: ConfigKey): ConfigKey => ({ ...one, property: possible(one.property), valueSpan: possible(one.valueSpan) });
  const layer = (one: Layer): Layer => ({
    ...one, activation: ref(one.activation), recurrentActivation: ref(one.recurrentActivation),
    config: new Map([...one.config].map(([name, entry]) => [name, key(entry)])),
    span: outer(one.span), nameSpan: outer(one.nameSpan), configSpan: possible(one.configSpan), stepSpan: outer(one.stepSpan),
  });
  const compile = (one: Compile): Compile => ({
    ...one, span: outer(one.span), loss: one.loss && { ...one.loss, span: possible(one.loss.span) },
    optimizer: one.optimizer && { ...one.optimizer, span: possible(one.optimizer.span) },
  });
  const network = (one: Network): Network => ({ ...one, span: outer(one.span), layers: one.layers.map(layer), compile: one.compile && compile(one.compile) });
  const use = (one: ActivationUse): ActivationUse => ({
    ...one, span: outer(one.span), callSpan: possible(one.callSpan), operandSpan: possible(one.operandSpan),
    inner: one.inner.map((inner) => ({ ...inner, span: possible(inner.span) })),
  });
  const fix = (one: Fix): readonly Fix[] => {
    const edits = one.edits.map((edit) => way.outerEdit(edit));
    return edits.every((edit) => edit !== undefined) ? [{ ...one, edits }] : [];
  };
  const finding = (one: Finding): Finding => {
    let fixes: readonly Fix[] | undefined;
    return {
      ...one, span: outer(one.span), related: one.related.map((related) => ({ ...related, span: outer(related.span) })),
      fixes: () => (fixes ??= one.fixes().flatMap(fix)),
    };
  };
  return {
    ...analysis, text, language: 'notebook',
    networks: analysis.networks.map(network), activations: analysis.activations.map(use), findings: analysis.findings.map(finding),
  };
}
