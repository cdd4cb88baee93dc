import * as compiler from 'typescript-6';

/** `skipTrivia` is exported by the compiler and missing from its declarations. */
interface Undeclared {
  readonly skipTrivia: (text: string, position: number) => number;
}

/** Offset of the first character at or behind the position that is neither white space nor comment. */
export const skipTrivia = (compiler as unknown as Undeclared).skipTrivia;
