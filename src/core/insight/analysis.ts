import type { ActivationUse, Layer, Network } from '../network/types';
import type { Finding } from '../rules/run';
import type { SilenceReason } from '../syntax/gate';
import type { Language } from '../syntax/language';
import type { ParsedDocument } from '../syntax/tree';

/** Everything known of one version of a document. */
export interface Analysis {
  readonly text: string;
  readonly language: Language;
  /** Why there is nothing, where there is nothing. */
  readonly silence: SilenceReason | undefined;
  /** False where the program was too much to read to its end. */
  readonly finished: boolean;
  readonly networks: readonly Network[];
  /** Layers that the program makes and puts into no model that we see. */
  readonly strays: readonly Layer[];
  readonly activations: readonly ActivationUse[];
  readonly findings: readonly Finding[];
  /** Trees for the next version; giving this analysis as `previous` uses them up. */
  readonly parsed: ParsedDocument | undefined;
}
