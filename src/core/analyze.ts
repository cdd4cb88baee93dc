/**
 * The façade: a version of a document in, everything known of it out.
 *
 * There is one analysis for each version, and every surface is a look-up in it. Nothing here throws on any text, waits,
 * logs or reads a clock; what cannot be known is absent.
 */
import { evaluateDocument } from './evaluate/evaluate';
import type { ModuleResolver } from './evaluate/evaluate';
import { buildNetworks, strayLayers } from './network/build';
import { shapeValue } from './network/symbolic';
import type { Analysis } from './insight/analysis';
import type { Layer } from './network/types';
import { activationUses } from './network/uses';
import { findAll } from './rules/run';
import type { Severities } from './rules/run';
import { silenceReason } from './syntax/gate';
import type { SilenceReason } from './syntax/gate';
import type { Language } from './syntax/language';
import { isStackOverflow, parse } from './syntax/tree';
import type { ParsedDocument } from './syntax/tree';

export type { Analysis };

export interface AnalyzeOptions {
  readonly severities?: Severities;
  /** Gives other modules' exports; without it they are unknown. */
  readonly resolve?: ModuleResolver;
}

/** Analyses one version of a document; `previous` is the analysis of an earlier one. */
export function analyze(text: string, language: Language, options: AnalyzeOptions = {}, previous?: Analysis): Analysis {
  const silence = silenceReason(text);
  if (silence) return silent(text, language, silence);
  const parsed = parse(text, language, previous?.parsed);
  if (!parsed) return silent(text, language, 'too-deep');
  try {
    return analyzeParsed(parsed, options);
  } catch (error) {
    if (!isStackOverflow(error)) throw error;
    return silent(text, language, 'too-deep');
  }
}

function silent(text: string, language: Language, silence: SilenceReason): Analysis {
  return { text, language, silence, finished: true, networks: [], activations: [], findings: [], parsed: undefined };
}

function analyzeParsed(parsed: ParsedDocument, options: AnalyzeOptions): Analysis {
  const { text, language } = parsed;
  const drafts = evaluateDocument(parsed, options.resolve, shapeValue);
  const built = buildNetworks(drafts);
  const uses = activationUses(drafts, built);
  const byId = new Map(built.networks.map((network) => [network.id, network]));
  const layers: readonly Layer[] = [...built.networks.flatMap((network) => network.layers), ...strayLayers(drafts, built)];
  const findings = findAll({
    text, networks: built.networks, uses, layers,
    networkOf: (use) => (use.network === undefined ? undefined : byId.get(use.network)),
  }, options.severities);
  return { text, language, silence: undefined, finished: drafts.finished, networks: built.networks, activations: uses, findings, parsed };
}
