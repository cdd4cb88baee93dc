/** What must happen first: taking over the trainer, which has been starting while this script was fetched. */
import { EARLY, type Early } from '../html';
import { connectTrainer, type TrainerLink } from './link';

const script = document.currentScript;
export const early = (globalThis as unknown as Record<typeof EARLY, Early>)[EARLY];

/** The trainer of this page. */
export const trainer: TrainerLink = connectTrainer(early, document.querySelector('#worker')?.textContent ?? '', script instanceof HTMLElement ? script.nonce : '');
