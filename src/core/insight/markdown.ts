/** Markdown that says only what we mean: text from a program never becomes a link, an image or markup. */

/** Plain text in markdown; everything that could mean something is escaped. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~$&:@/"']/g, (character) => (character === '<' || character === '>' || character === '&' || character === '"' ? `&#${character.charCodeAt(0)};` : `\\${character}`)).replaceAll(/\s+/g, ' ');
}

/** A code span around text of the program, whatever backquotes stand in it. */
export function code(text: string): string {
  const flat = text.replaceAll(/\s+/g, ' ');
  const longest = Math.max(0, ...[...flat.matchAll(/`+/g)].map((match) => match[0].length));
  const fence = '`'.repeat(longest + 1);
  const pad = flat.startsWith('`') || flat.endsWith('`') || flat.trim() === '' ? ' ' : '';
  return `${fence}${pad}${flat}${pad}${fence}`;
}

/** Text in an attribute of the few html elements a hover may have. */
export function escapeAttribute(text: string): string {
  return text.replaceAll(/[&<>"'\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A link that runs one of our commands. */
export function commandLink(label: string, command: string, ...args: readonly unknown[]): string {
  // A parenthesis ends a markdown link, and encodeURIComponent leaves it alone.
  const encoded = encodeURIComponent(JSON.stringify(args)).replaceAll('(', '%28').replaceAll(')', '%29');
  return `[${label}](command:${command}?${encoded})`;
}
