/** What must hold of the packages, by title. */
import { checkCommandLine, checkTarball } from './command-line.mjs';
import { checkDemo, checkJob } from './installed.mjs';
import { checkGalleryText, checkVsce, checkVsixFiles } from './vsix.mjs';

/** @typedef {{ vsix: string, vsceOutput: string, tarball: string }} Packages */

/** @type {Readonly<Record<string, (packages: Packages) => Promise<void> | void>>} */
export const checks = {
  'vsce packs the extension without a warning, below 2 MB': checkVsce,
  'the extension holds what it runs and nothing else': checkVsixFiles,
  'the gallery text has no link that leads nowhere': checkGalleryText,
  'installed from the package, the extension hovers, finds and mends': checkJob,
  'installed from the package, the demo trains': checkDemo,
  'the package for npm holds the command line and nothing else': checkTarball,
  'installed in an empty folder, the command line finds what it finds here, on Node 20 and on Node 24': checkCommandLine,
};
