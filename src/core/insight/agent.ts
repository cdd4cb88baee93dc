/**
 * What an agent is told of a file: the JSON contract, with the numbers of each network and with fixes as edits that can
 * be applied as they are. It is never longer than a conversation can bear; what was left out is counted.
 */
import { totalParameters } from '../network/build';
import type { Network } from '../network/types';
import { signalFlow } from '../signal/flow';
import type { LayerSignal } from '../signal/flow';
import { lineStarts, positionAt } from '../syntax/span';
import type { Analysis } from './analysis';
import { fileJson } from './json';
import { silenceText } from './silence';

/** Characters of a report. */
export const MAX_REPORT = 48_000;

/** How many of a kind are told, from the most that is ever told to the least. */
const STEPS: readonly number[] = [200, 80, 30, 10, 3, 1, 0];

/** Four digits: more would claim an exactness that draws of weights do not have. */
function rounded(value: number | undefined): number | undefined {
  return value === undefined ? undefined : Number.isFinite(value) ? Number(value.toPrecision(4)) : undefined;
}

/** Undefined fields are left out by JSON. */
function signalJson({ preVariance, variance, gradient, kernelGradient, inactive, saturated, range }: LayerSignal): object {
  return {
    varianceBeforeActivation: rounded(preVariance), varianceAfter: rounded(variance), gradientRelativeToLast: rounded(gradient), weightGradientRelativeToLast: rounded(kernelGradient),
    inactiveShare: rounded(inactive), saturatedShare: rounded(saturated), ...(range ? { range: [rounded(range.lo) ?? null, rounded(range.hi) ?? null] } : {}),
  };
}

function numbersOf(network: Network): object {
  const { firstToLast, bornDead } = signalFlow(network);
  return {
    parameters: totalParameters(network) ?? null,
    beforeTraining: { firstGradientRelativeToLast: rounded(firstToLast), ...(bornDead ? { bornDead } : {}) },
  };
}

interface Parts {
  readonly networks: readonly (Readonly<Record<string, unknown>> & { readonly layers: readonly unknown[] })[];
  readonly findings: readonly unknown[];
  readonly activations: readonly unknown[];
}

function partsOf(path: string, analysis: Analysis): Parts {
  const starts = lineStarts(analysis.text);
  const json = fileJson(path, analysis);
  return {
    networks: json.networks.map((one, index) => {
      const network = analysis.networks[index];
      const flow = network && signalFlow(network);
      return { ...one, ...(network ? numbersOf(network) : {}), layers: one.layers.map((layer, at) => ({ index: at, ...layer, ...(flow?.layers[at] ? { beforeTraining: signalJson(flow.layers[at]) } : {}) })) };
    }),
    findings: json.findings.map((one, index) => ({
      ...one,
      fixes: (analysis.findings[index]?.fixes() ?? []).map(({ kind, edits }, at) => ({
        ...(one['fixes'] as readonly object[])[at], kind, edits: edits.map(({ start, end, text }) => ({ range: { start: positionAt(starts, start), end: positionAt(starts, end) }, newText: text })),
      })),
    })),
    activations: json.activations,
  };
}

/** The first of a list, and how many more there are. */
function cut<T>(list: readonly T[], most: number, name: string, leftOut: Record<string, number>): readonly T[] {
  if (list.length > most) leftOut[name] = (leftOut[name] ?? 0) + list.length - most;
  return list.slice(0, most);
}

/** A report as text: what stands in the way where nothing can be said, or everything that has room. */
export function agentReport(path: string, analysis: Analysis): string {
  const silence = analysis.silence === 'no-tfjs' ? 'holds nothing of TensorFlow.js' : silenceText(analysis);
  const { networks, findings, activations } = partsOf(path, analysis);
  const head = { path, language: analysis.language, finished: analysis.finished && silence === undefined, ...(silence === undefined ? {} : { silent: silence }) };
  const legend = 'Lines and columns count from 1, offsets from 0 in UTF-16 units. null is unknown. Edits of one fix belong together; kind safe leaves what is computed as it is, suggestion changes it.';
  for (const most of STEPS) {
    const leftOut: Record<string, number> = {};
    const report = {
      ...head, legend,
      findings: cut(findings, most, 'findings', leftOut),
      networks: cut(networks, most, 'networks', leftOut).map((network) => ({ ...network, layers: cut(network.layers, most, 'layers', leftOut) })),
      activations: cut(activations, most, 'activations', leftOut),
    };
    const text = JSON.stringify(Object.keys(leftOut).length > 0 ? { ...report, leftOut } : report);
    if (text.length <= MAX_REPORT) return text;
  }
  return JSON.stringify({ ...head, path: path.slice(-1000), leftOut: { findings: findings.length, networks: networks.length, activations: activations.length } });
}
