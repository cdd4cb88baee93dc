/** The stable, versioned JSON of `inspect` and `check --format json`; see docs/json.md. */
import type { Analysis } from '../core/analyze';
import type { Dimension, Layer, Network } from '../core/network/types';
import { format } from '../core/rules/format';
import { lineStarts, positionAt } from '../core/syntax/span';
import type { Position, Span } from '../core/syntax/span';

interface Range { readonly start: Position; readonly end: Position }

type Ranger = (span: Span) => Range;

/** JSON has no undefined: what is unknown is null. A dimension that is open and one that is unknown look alike. */
function dimension(size: Dimension): number | null {
  return size ?? null;
}

function layerJson(layer: Layer, range: Ranger): object {
  const own = layer.facts?.function === undefined ? layer.activation : undefined;
  return {
    className: layer.className ?? null, name: layer.name ?? null, units: layer.units ?? null,
    activation: own?.function ?? own?.name ?? null,
    outputShape: layer.outputShape?.map(dimension) ?? null, parameters: layer.parameters ?? null,
    range: range(layer.span), inputs: layer.inputs, ...(layer.optional ? { optional: true } : {}),
  };
}

function networkJson(network: Network, range: Ranger): object {
  const { compile } = network;
  return {
    id: network.id, kind: network.kind, complete: network.complete, range: range(network.span),
    layers: network.layers.map((layer) => layerJson(layer, range)),
    compile: compile?.certain ? { loss: compile.loss?.name ?? null, optimizer: compile.optimizer?.name ?? null, learningRate: compile.optimizer?.learningRate ?? null } : null,
  };
}

/** One file of the report. */
export function fileJson(path: string, analysis: Analysis): object {
  const starts = lineStarts(analysis.text);
  const range: Ranger = (span) => ({ start: positionAt(starts, span.start), end: positionAt(starts, span.end) });
  return {
    path,
    finished: analysis.finished && (analysis.silence === undefined || analysis.silence === 'no-tfjs'),
    activations: analysis.activations.map((use) => ({
      function: use.function, form: use.form, parameters: use.parameters, role: use.role, range: range(use.span),
      network: use.network ?? null, layer: use.layer === undefined || use.layer < 0 ? null : use.layer,
    })),
    networks: analysis.networks.map((network) => networkJson(network, range)),
    findings: analysis.findings.map((finding) => ({
      rule: finding.rule, severity: finding.severity, message: format(finding.say), range: range(finding.span),
      fixes: finding.fixes().map((fix) => ({ title: format(fix.title), kind: fix.kind, edits: fix.edits })),
    })),
  };
}

/** The whole report. */
export function reportJson(files: readonly object[]): string {
  return JSON.stringify({ version: 1, files }, null, 2);
}
