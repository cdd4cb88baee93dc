import type { Severity } from './types';

/** What findings about comments that switch nothing off are called; they are of no rule. */
export const UNUSED_DISABLE = 'unused-disable';

/** How bad they are where nothing else is chosen. */
export const UNUSED_SEVERITY: Severity = 'warning';
