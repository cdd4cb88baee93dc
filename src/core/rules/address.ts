import { UNUSED_DISABLE } from './unused-name';

/** The files of the package as published. */
const PACKAGE = 'https://unpkg.com/activation-lens';

/** Where the documentation of a rule can be read by those who have only its id. */
export function ruleAddress(id: string): string {
  return id === UNUSED_DISABLE ? `${PACKAGE}/docs/control.md` : `${PACKAGE}/docs/rules/${id}.md`;
}
