/** The stable, versioned JSON of `inspect` and `check --format json`; see docs/json.md. */
import type { ActivationUse, Compile, Dimension, Layer, Network, Role, Shape } from '../network/types';
import { format } from '../rules/format';
import type { Severity } from '../rules/types';
import { lineStarts, positionAt } from '../syntax/span';
import type { Position, Span } from '../syntax/span';
import type { Analysis } from './analysis';

interface Range { readonly start: Position; readonly end: Position }

type Ranger = (span: Span) => Range;

/** As `layer.outputShape` of tfjs: a shape, or a list of shapes where a layer gives several tensors. */
function outputJson({ outputShape, outputShapes }: Layer): unknown {
  const shape = (one: Shape): (number | null)[] | null => one?.map(dimension) ?? null;
  return outputShapes.length > 1 ? outputShapes.map(shape) : shape(outputShape);
}

/** JSON has no undefined: what is unknown is null. A dimension that is open and one that is unknown look alike. */
function dimension(size: Dimension): number | null {
  return size ?? null;
}

type Json = Readonly<Record<string, unknown>>;

function layerJson(layer: Layer, range: Ranger): Json {
  const own = layer.facts?.function === undefined ? layer.activation : undefined;
  return {
    className: layer.className ?? null, name: layer.name ?? null, units: layer.units ?? null,
    activation: own?.function ?? own?.name ?? null,
    outputShape: outputJson(layer), parameters: layer.parameters ?? null, trainable: layer.trainable ?? null,
    range: range(layer.span), inputs: layer.inputs, ...(layer.optional ? { optional: true } : {}), ...(layer.problem ? { problem: layer.problem } : {}),
  };
}

/** The contract knows four roles: the gates of recurrent cells are gates, what predictions are put through is an output. */
function roleJson(role: Role): string {
  return role === 'recurrent' ? 'gate' : role === 'inference' ? 'output' : role;
}

function compileJson({ loss, losses, optimizer }: Compile): object {
  return {
    loss: loss?.name ?? null, optimizer: optimizer?.name ?? null, learningRate: optimizer?.learningRate ?? null,
    ...(loss?.form === 'several' && losses.length > 0 ? { losses: losses.map((one) => one?.name ?? null) } : {}),
  };
}

interface NetworkJson extends Json {
  readonly layers: readonly Json[];
}

function networkJson(network: Network, range: Ranger): NetworkJson {
  const { compile } = network;
  const training = network.training.filter(({ certain }) => certain);
  return {
    id: network.id, kind: network.kind, complete: network.complete, range: range(network.span),
    layers: network.layers.map((layer) => layerJson(layer, range)),
    compile: compile?.certain ? compileJson(compile) : null,
    ...(training.length > 0 ? { training: training.map((one) => ({ loss: one.name, through: one.through.map((inner) => inner.function), output: one.output ?? null, range: range(one.span) })) } : {}),
  };
}

/** The layer itself, or the one that wraps it. */
function layerIndex({ layer, wrapper }: ActivationUse): number | null {
  return layer === undefined || layer < 0 ? (wrapper ?? null) : layer;
}

/** What others look at in a file of the report. */
export interface FileJson extends Json {
  readonly activations: readonly Json[];
  readonly networks: readonly NetworkJson[];
  readonly findings: readonly (Json & { readonly severity: Severity })[];
}

/** One file of the report. */
export function fileJson(path: string, analysis: Analysis): FileJson {
  const starts = lineStarts(analysis.text);
  const range: Ranger = (span) => ({ start: positionAt(starts, span.start), end: positionAt(starts, span.end) });
  return {
    path,
    finished: analysis.finished && (analysis.silence === undefined || analysis.silence === 'no-tfjs'),
    activations: analysis.activations.map((use) => ({
      function: use.function, form: use.form, parameters: use.parameters, role: roleJson(use.role), range: range(use.span),
      network: use.network ?? null, layer: layerIndex(use),
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
