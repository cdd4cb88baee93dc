/** Notebook files as kernels write them. */

/** A code cell; its source is a list of lines, or one string. */
export function code(text: string, asString = false): { readonly cell_type: 'code'; readonly source: string | readonly string[] } & Record<string, unknown> {
  const lines = text === '' ? [] : text.split(/(?<=\n)/);
  return { cell_type: 'code', execution_count: null, metadata: {}, outputs: [], source: asString ? text : lines.length > 0 ? lines : [''] };
}

/** A file of these cells, in a TypeScript kernel unless its metadata say otherwise. */
export function notebook(cells: readonly unknown[], metadata: object = { kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' } }): string {
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

/** The sources of the cells of a file. */
export function sourcesOf(file: string): readonly string[] {
  const { cells } = JSON.parse(file) as { readonly cells: readonly { readonly source: string | readonly string[] }[] };
  return cells.map(({ source }) => (typeof source === 'string' ? source : source.join('')));
}
