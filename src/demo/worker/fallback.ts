/** How the page finds the trainer where it runs on the page's own thread; see `main.ts`. */
import type { FromTrainer } from './messages';
import type { Trainer } from './trainer';

/** The global name under which the trainer's script leaves it. */
export const FALLBACK = 'activationLensTrainer';
export type Fallback = (post: (message: FromTrainer) => void) => Trainer;
