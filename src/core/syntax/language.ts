/** How the text of a document is to be read. */
export type Language = 'typescript' | 'typescriptreact' | 'javascript' | 'javascriptreact' | Markup | 'notebook';

/** Languages in which scripts stand inside other markup. */
export type Markup = 'html' | 'vue' | 'svelte' | 'astro';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  ts: 'typescript', mts: 'typescript', cts: 'typescript', tsx: 'typescriptreact',
  js: 'javascript', mjs: 'javascript', cjs: 'javascript', jsx: 'javascriptreact',
  html: 'html', htm: 'html', vue: 'vue', svelte: 'svelte', astro: 'astro', ipynb: 'notebook',
};

/** Extensions (without the dot) of the files that are analysed. */
export const EXTENSIONS: readonly string[] = Object.keys(BY_EXTENSION);

/** The language of a path by its extension, or undefined where it is not one of ours. */
export function languageOf(path: string): Language | undefined {
  const dot = path.lastIndexOf('.');
  const extension = path.slice(dot + 1).toLowerCase();
  return dot < 0 || !Object.hasOwn(BY_EXTENSION, extension) ? undefined : BY_EXTENSION[extension];
}

/** True where scripts stand inside other markup. */
export function isMarkup(language: Language): language is Markup {
  return language === 'html' || language === 'vue' || language === 'svelte' || language === 'astro';
}
