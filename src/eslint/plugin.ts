/** `activation-lens/eslint`: a plugin for those who run ESLint already. The build makes `plugin` the module itself. */
import type { EslintRule } from './api';
import { adaptedRules } from './rules';

/** Set by the build from package.json. */
declare const VERSION: string;

const NAME = 'activation-lens';

interface Config {
  readonly name: string;
  readonly plugins: Readonly<Record<string, Plugin>>;
  readonly rules: Readonly<Record<string, 'error' | 'warn'>>;
}

interface Plugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  readonly rules: Readonly<Record<string, EslintRule>>;
  readonly configs: Record<'recommended' | 'all', Config>;
}

function configOf(name: string, plugin: Plugin, levels: readonly (readonly [string, 'error' | 'warn' | undefined])[]): Config {
  const rules = levels.flatMap(([id, level]) => (level ? [[`${NAME}/${id}`, level] as const] : []));
  return { name: `${NAME}/${name}`, plugins: { [NAME]: plugin }, rules: Object.fromEntries(rules) };
}

function makePlugin(): Plugin {
  const made = { meta: { name: NAME, version: VERSION, namespace: NAME }, rules: Object.fromEntries(adaptedRules.map(({ id, rule }) => [id, rule])), configs: {} } as Plugin;
  // A configuration names the plugin that it is part of.
  made.configs.recommended = configOf('recommended', made, adaptedRules.map(({ id, recommended }) => [id, recommended]));
  made.configs.all = configOf('all', made, adaptedRules.map(({ id, recommended }) => [id, recommended ?? 'warn']));
  return made;
}

export const plugin = makePlugin();
