import { english } from './format';
import type { Localize } from './format';
import type { Rule } from './types';

const messages = { sometimes: '{severity}, sometimes {others}', or: '{one} or {other}', off: '{severity}, off by default' };

/** What a rule says things as, and whether it says them unasked: `error, sometimes warning`, `hint, off by default`. */
export function severityWords({ severity, sometimes = [], default: unasked }: Pick<Rule, 'severity' | 'sometimes' | 'default'>, t: Localize = english): string {
  const [first, ...more] = sometimes;
  const others = first && more.reduce<string>((one, other) => t(messages.or, { one, other }), first);
  const words = others === undefined ? severity : t(messages.sometimes, { severity, others });
  return unasked === 'off' ? t(messages.off, { severity: words }) : words;
}
