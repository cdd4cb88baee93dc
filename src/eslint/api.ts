/** As much of ESLint's interface for rules as is used here; it has been the same since its ninth edition. */

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface SourceCode {
  /** Without a byte order mark. */
  readonly text: string;
  readonly getLocFromIndex: (index: number) => Place;
}

export interface Fixer {
  readonly replaceTextRange: (range: readonly [number, number], text: string) => unknown;
}

export type FixFunction = (fixer: Fixer) => readonly unknown[];

export interface Report {
  readonly loc: { readonly start: Place; readonly end: Place };
  readonly message: string;
  readonly fix?: FixFunction;
  readonly suggest?: readonly { readonly desc: string; readonly fix: FixFunction }[];
}

export interface RuleContext {
  readonly filename: string;
  readonly sourceCode: SourceCode;
  readonly report: (report: Report) => void;
}

export interface EslintRule {
  readonly meta: {
    readonly type: 'problem' | 'suggestion';
    readonly docs: { readonly description: string; readonly url: string; readonly recommended: boolean };
    readonly fixable: 'code';
    readonly hasSuggestions: true;
    readonly schema: readonly never[];
  };
  readonly create: (context: RuleContext) => { readonly Program: () => void };
}
