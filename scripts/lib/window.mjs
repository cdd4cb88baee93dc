/** A VS Code window in a page of Chromium, told by the address what to open and what to run. */

/** Where the window finds a file of this machine. @param {number} port @param {string} file */
export const remoteUri = (port, file) => `vscode-remote://localhost:${port}${file.startsWith('/') ? '' : '/'}${file.replaceAll('\\', '/')}`;

/**
 * @typedef {object} WindowOptions
 * @property {string} folder the workspace
 * @property {string} [openFile]
 * @property {string} [extension] the folder of an extension under development
 * @property {string} [tests] the module of test suites to run, inside that folder
 */

/**
 * The address of a window. The server must have been started with `forTests`.
 * @param {number} port
 * @param {WindowOptions} options
 * @returns {string}
 */
export function windowAddress(port, { folder, openFile, extension, tests }) {
  /** @type {string[][]} */
  const payload = [['skipWelcome', 'true']];
  if (extension !== undefined) payload.push(['extensionDevelopmentPath', remoteUri(port, extension)]);
  if (tests !== undefined) payload.push(['extensionTestsPath', remoteUri(port, tests)]);
  if (openFile !== undefined) payload.push(['openFile', remoteUri(port, openFile)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://localhost:${port}/?${query}`;
}
