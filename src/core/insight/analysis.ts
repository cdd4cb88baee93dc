import type { ActivationUse, Network } from '../network/types';
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
  readonly activations: readonly ActivationUse[];
  readonly findings: readonly Finding[];
  /** Trees for the next version; giving this analysis as `previous` uses them up. */
  readonly parsed: ParsedDocument | undefined;
}
