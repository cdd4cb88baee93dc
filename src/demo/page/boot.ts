/**
 * Runs first: the trainer's worker starts while the rest of this script, Vega above all, is still being evaluated.
 */
import { startTrainer, type TrainerLink } from './link';

const script = document.currentScript;

/** The trainer of this page. */
export const trainer: TrainerLink = startTrainer(document.querySelector('#worker')?.textContent ?? '', script instanceof HTMLElement ? script.nonce : '');
