/** What a run has around it; tests give their own. */
import type { Progress } from './progress';

export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** What stands on the standard input. */
  readonly input?: () => string;
  /** Told how far the run is. */
  readonly progress?: Progress | undefined;
}
