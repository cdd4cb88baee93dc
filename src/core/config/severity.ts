/** Names of severities and rules as people write them. */
import { nearest } from '../rules/spelling';
import { say } from '../rules/types';
import type { Said, Severity } from '../rules/types';
import { UNUSED_DISABLE } from '../rules/unused-name';

/** All that a rule may be set to. */
export const SEVERITIES = ['off', 'hint', 'information', 'warning', 'error'] as const satisfies readonly (Severity | 'off')[];

const messages = {
  severity: 'There is no severity {name}; there are {all}.',
  severityNear: 'There is no severity {name}; did you mean "{near}"?',
  rule: 'There is no rule {name}.',
  unused: 'The severity of {name} is that of "reportUnusedDisables".',
  ruleNear: 'There is no rule {name}; did you mean "{near}"?',
};

/** The severity of a name, undefined for anything else. */
export function severityOf(name: unknown): Severity | 'off' | undefined {
  return SEVERITIES.find((one) => one === name);
}

/** What is to be said of a name that is no severity, given as it is written. */
export function noSeverity(written: string): Said {
  const name = written.replaceAll('"', '').toLowerCase();
  const near = SEVERITIES.find((one) => name.length > 2 && one.startsWith(name)) ?? nearest(name, SEVERITIES);
  return near === undefined ? say(messages.severity, { name: written, all: SEVERITIES.join(', ') }) : say(messages.severityNear, { name: written, near });
}

/** What is to be said of a name that is no rule, given as it is written. */
export function noRule(written: string, ruleIds: readonly string[]): Said {
  const id = written.replaceAll('"', '');
  // Findings have this name, and nobody can know that no rule makes them.
  if (id === UNUSED_DISABLE) return say(messages.unused, { name: written });
  const near = nearest(id, ruleIds);
  return near === undefined ? say(messages.rule, { name: written }) : say(messages.ruleNear, { name: written, near });
}
