/** Rules that are off by default are tested with their own severity. */
import { rules } from '../../src/core/rules/registry.gen';
import type { Severities } from '../../src/core/rules/run';
import type { Fixture } from './fixtures';

/** Switches a rule on that is off unless somebody asks for it. */
export function switchedOn(id: string | undefined): Severities {
  const rule = id === undefined ? undefined : rules[id];
  return rule?.default === 'off' ? { [rule.id]: rule.severity } : {};
}

/** The severities with which a fixture is analysed: the rule whose folder it lies in speaks. */
export function severitiesOf({ folder }: Fixture): Severities {
  return switchedOn(folder.split('/').find((part) => Object.hasOwn(rules, part)));
}
