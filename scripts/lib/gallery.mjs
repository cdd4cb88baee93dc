/** The README where there is no repository beside it. */

/**
 * Leaves out pictures, and makes links to files of the repository plain words: in a gallery they would lead nowhere.
 * @param {string} markdown
 * @returns {string}
 */
export function galleryText(markdown) {
  const isPicture = /^!\[[^\]]*\]\((?!https:)[^)]*\)\s*$/;
  const lines = markdown.split('\n').filter((line) => !isPicture.test(line));
  const unlinked = lines.join('\n').replaceAll(/(?<!!)\[([^\]]*)\]\((?!https?:|#)[^)]*\)/g, '$1');
  return unlinked.replaceAll(/\n{3,}/g, '\n\n');
}
