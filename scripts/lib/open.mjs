/** Opens an address in the user's own browser. */
import { spawn } from 'node:child_process';

/**
 * Opens the address where there is a screen; the address is printed in any case, so a failure needs no message.
 * @param {string} address
 */
export function openInBrowser(address) {
  const opener = chooseOpener(address);
  if (opener === undefined) return;
  const child = spawn(opener[0], opener.slice(1), { stdio: 'ignore', detached: true, windowsHide: true });
  // The browser belongs to the user and outlives the script.
  child.on('error', () => {});
  child.unref();
}

/** @param {string} address @returns {[string, ...string[]] | undefined} */
function chooseOpener(address) {
  if (process.env.CI) return undefined;
  if (process.platform === 'darwin') return ['open', address];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', '', address];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open', address] : undefined;
}
