import type { Said } from './types';

/** Turns a message into text; the editor gives one that translates the template first. */
export type Localize = (template: string, data: Readonly<Record<string, string | number>>) => string;

/** English: the template with its `{places}` filled. */
export const english: Localize = (template, data) => template.replaceAll(/\{(\w+)\}/g, (place, key: string) => String(data[key] ?? place));

/** The text of a message. */
export function format({ template, data, words = [] }: Said, localize: Localize = english): string {
  const said = words.map((name) => [name, localize(String(data[name] ?? ''), {})] as const);
  return localize(template, { ...data, ...Object.fromEntries(said) });
}
