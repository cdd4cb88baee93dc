/** What must happen first: taking over the trainer, which has been starting while this script was fetched. */
import { EARLY_WORKER } from '../html';
import { connectTrainer, type TrainerLink } from './link';

const script = document.currentScript;
const early = (globalThis as Record<string, unknown>)[EARLY_WORKER];

/** The trainer of this page. */
export const trainer: TrainerLink = connectTrainer(
  // A stand-in that a host put in a worker's place is taken at its word.
  early instanceof EventTarget ? (early as Worker) : undefined, document.querySelector('#worker')?.textContent ?? '', script instanceof HTMLElement ? script.nonce : '',
);
