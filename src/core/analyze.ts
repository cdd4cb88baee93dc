/**
 * The façade: a version of a document in, everything known of it out.
 *
 * There is one analysis for each version, and every surface is a look-up in it. Nothing here throws on any text, waits,
 * logs or reads a clock; what cannot be known is absent.
 */
import { evaluateDocument } from './evaluate/evaluate';
import type { Resolver } from './evaluate/resolver';
import { ABANDONED } from './evaluate/state';
import { writtenVersion } from './evaluate/version';
import { buildNetworks, strayLayers } from './network/build';
import { tfCalls } from './network/calls';
import { customGradients } from './network/custom-gradients';
import { opData } from './network/op-data';
import { shapeValue } from './network/symbolic';
import type { Analysis } from './insight/analysis';
import { outerAnalysis } from './insight/outer';
import type { Layer } from './network/types';
import { usesOf } from './network/uses';
import { findAll } from './rules/run';
import { keepInBlocks } from './rules/blocks';
import type { Severities } from './rules/run';
import { suppress } from './rules/suppress';
import type { Severity } from './rules/types';
import { silenceReason } from './syntax/gate';
import type { SilenceReason } from './syntax/gate';
import { readNotebook } from './syntax/ipynb';
import type { Language } from './syntax/language';
import type { CodeBlock } from './syntax/scripts';
import { isStackOverflow, parse } from './syntax/tree';
import type { ParsedDocument } from './syntax/tree';
import { mentionsNetwork } from './tfjs/mentions';

export type { Analysis };

export interface AnalyzeOptions {
  readonly severities?: Severities;
  /** The severity of findings about comments that switch nothing off. */
  readonly reportUnusedDisables?: Severity | 'off';
  /** How the resolver knows the document. */
  readonly id?: string;
  /** Finds other modules; without it they are unknown. */
  readonly resolver?: Resolver;
  /** The blocks of code in the text, where it is not the language that says where they are. */
  readonly blocks?: readonly CodeBlock[];
  /** Asked now and then: true when nobody wants to wait any longer. The analysis is then given up, and silent. */
  readonly isOver?: () => boolean;
}

/** Analyses one version of a document; `previous` is the analysis of an earlier one. */
export function analyze(text: string, language: Language, options: AnalyzeOptions = {}, previous?: Analysis): Analysis {
  return language === 'notebook' ? analyzeNotebook(text, options, previous) : analyzeText(text, language, options, previous);
}

/** The cells of a notebook are analysed as one document, whose places are then looked up in the file. */
function analyzeNotebook(text: string, options: AnalyzeOptions, previous: Analysis | undefined): Analysis {
  const file = readNotebook(text);
  if ('brokenAt' in file) return silent(text, 'notebook', 'not-json');
  return outerAnalysis(analyzeText(file.text, 'javascript', { ...options, blocks: file.blocks }, previous), text, file);
}

/** False where a look at the text is enough: nothing of ours is in it, or it cannot be read. */
export function isWorthParsing(text: string): boolean {
  return silenceReason(text) === undefined && mentionsNetwork(text);
}

function analyzeText(text: string, language: Language, options: AnalyzeOptions, previous: Analysis | undefined): Analysis {
  const silence = silenceReason(text);
  if (silence || !mentionsNetwork(text)) return silent(text, language, silence);
  const parsed = parse(text, language, previous?.parsed, options.blocks);
  if (!parsed) return silent(text, language, 'too-deep');
  try {
    return analyzeParsed(parsed, options);
  } catch (error) {
    if (error === ABANDONED) return silent(text, language, 'abandoned');
    if (!isStackOverflow(error)) throw error;
    return silent(text, language, 'too-deep');
  }
}

function silent(text: string, language: Language, silence: SilenceReason | undefined): Analysis {
  return { text, language, silence, finished: true, networks: [], strays: [], activations: [], findings: [], parsed: undefined };
}

function analyzeParsed(parsed: ParsedDocument, options: AnalyzeOptions): Analysis {
  const { text, language } = parsed;
  const watch = (): void => {
    if (options.isOver?.()) throw ABANDONED;
  };
  const drafts = evaluateDocument(parsed, options.id, options.resolver, shapeValue, watch);
  watch();
  const built = buildNetworks(drafts);
  const { activations, elementary } = usesOf(drafts, built);
  watch();
  const byId = new Map(built.networks.map((network) => [network.id, network]));
  const strays = strayLayers(drafts, built);
  const layers: readonly Layer[] = [...built.networks.flatMap((network) => network.layers), ...strays];
  const all = findAll({
    text, networks: built.networks, uses: activations, elementary, layers, calls: tfCalls(drafts), gradients: customGradients(drafts), ops: opData(drafts), version: () => writtenVersion(text, options.id, options.resolver),
    networkOf: (use) => (use.network === undefined ? undefined : byId.get(use.network)),
  }, options.severities, watch);
  const { severities, reportUnusedDisables, blocks } = options;
  const wanted = suppress(all, parsed, { severities, reportUnusedDisables, blocks, finished: drafts.finished });
  const findings = blocks ? keepInBlocks(wanted, blocks) : wanted;
  return { text, language, silence: undefined, finished: drafts.finished, networks: built.networks, strays, activations, findings, parsed };
}
