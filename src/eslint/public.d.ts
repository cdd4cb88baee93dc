/** What `activation-lens/eslint` is, for configuration files in TypeScript. */
import type { ESLint, Linter } from 'eslint';

declare const plugin: ESLint.Plugin & {
  readonly configs: {
    /** What is certainly wrong as errors, what will probably not train as warnings. */
    readonly recommended: Linter.Config;
    /** Every rule, those of taste too. */
    readonly all: Linter.Config;
  };
};

export = plugin;
