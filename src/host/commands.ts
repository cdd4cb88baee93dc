/** The commands. What they are called with may come from anywhere: links, keybindings, other extensions. */
import * as vscode from 'vscode';
import { UNUSED_DISABLE } from '../core/rules/unused-name';
import type { Analyses } from './analyses';
import { SHOW_LAYERS } from './code-lens';
import { loadCore } from './core';
import type { DemoPanels } from './demo-panel';
import { type OwnNetworks, TRAIN_NETWORK, TRY_FIX } from './demo-own';
import { fixAll } from './fix-all';
import type { InlineSwitch } from './inline-switch';
import { pickLayer } from './layer-picker';
import type { Log } from './log';
import { chooseActivation, chooseRule } from './page-pickers';
import { showPage } from './pages';
import { REPORT_PROBLEM } from './problem-report';
import { OPEN_SAMPLE } from './sample';
import type { Sample } from './sample';
import { SHOW_SIGNAL, showSignal } from './signal-pages';

interface Parts {
  readonly analyses: Analyses;
  readonly demo: DemoPanels;
  readonly inline: InlineSwitch;
  readonly log: Log;
  readonly own: OwnNetworks;
  readonly sample: Sample;
  readonly report: () => Promise<void>;
}

/** The open document of an address in text form. */
function openDocument(address: unknown): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === address);
}

/** The id where it is one of the known ones. */
function known<T>(all: Readonly<Record<string, T>>, id: unknown): string | undefined {
  return typeof id === 'string' && Object.hasOwn(all, id) ? id : undefined;
}

/** `{ activation: 'relu' }` in a link of a hover. */
function activationIn(argument: unknown): string | undefined {
  const value = typeof argument === 'object' && argument !== null && 'activation' in argument ? argument.activation : undefined;
  return typeof value === 'string' ? value : undefined;
}

async function showRule(id: unknown, { analyses, log }: Parts): Promise<void> {
  const { rules } = await loadCore();
  // Findings about comments are of no rule, and have a page all the same.
  const rule = id === UNUSED_DISABLE ? id : known(rules, id);
  if (id !== undefined && rule === undefined) log.warn(`Show Rule Documentation: there is no such rule: ${JSON.stringify(id)}`);
  const chosen = rule ?? (await chooseRule(analyses));
  if (chosen !== undefined) await showPage('rules', chosen, log);
}

async function explain(id: unknown, { analyses, log }: Parts): Promise<void> {
  const { activations } = await loadCore();
  const activation = known(activations, id);
  if (id !== undefined && activation === undefined) log.warn(`Explain Activation: there is no such activation: ${JSON.stringify(id)}`);
  const chosen = activation ?? (await chooseActivation(analyses));
  if (chosen !== undefined) await showPage('activations', chosen, log);
}

async function showLayers(address: unknown, network: unknown, { analyses, log }: Parts): Promise<void> {
  const document = openDocument(address);
  if (document && typeof network === 'string') await pickLayer(analyses, document, network);
  else log.warn('Show Layers: there is no such document or network');
}

/** Called from the palette without arguments, from a list of layers with a document and a network. */
async function showSignalOf(address: unknown, network: unknown, { analyses, log }: Parts): Promise<void> {
  const document = address === undefined ? vscode.window.activeTextEditor?.document : openDocument(address);
  if (document) await showSignal(analyses, log, document, typeof network === 'string' ? network : undefined);
}

/** Called from the palette without arguments, from a hover with a network, from a list of layers with a document too. */
async function train(address: unknown, network: unknown, { own }: Parts): Promise<void> {
  const document = address === undefined || address === null ? vscode.window.activeTextEditor?.document : openDocument(address);
  if (document) await own.train(document, typeof network === 'string' ? network : undefined);
}

async function tryFix(address: unknown, fix: unknown, { own, log }: Parts): Promise<void> {
  const document = openDocument(address);
  if (document) await own.tryFix(document, fix);
  else log.warn('Try Fix: there is no such document');
}

async function fixAllIn(address: unknown, { analyses }: Parts): Promise<void> {
  const document = address === undefined ? vscode.window.activeTextEditor?.document : openDocument(address);
  if (document) await fixAll(analyses, document);
}

/** Registers all commands. */
export function registerCommands(parts: Parts): vscode.Disposable {
  const { demo, inline, log, sample, report } = parts;
  const commands: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    'activationLens.openDemo': (argument) => demo.open(activationIn(argument)),
    'activationLens.toggleInlineInsights': () => inline.toggle(),
    'activationLens.showRule': (id) => showRule(id, parts),
    'activationLens.explainActivation': (id) => explain(id, parts),
    [SHOW_SIGNAL]: (address, network) => showSignalOf(address, network, parts),
    'activationLens.fixAll': (address) => fixAllIn(address, parts),
    [TRAIN_NETWORK]: (address, network) => train(address, network, parts),
    [TRY_FIX]: (address, fix) => tryFix(address, fix, parts),
    'activationLens.showLog': () => log.show(),
    [OPEN_SAMPLE]: (action) => sample.open(action),
    [REPORT_PROBLEM]: () => report(),
    [SHOW_LAYERS]: (address, network) => showLayers(address, network, parts),
  };
  const registered = Object.entries(commands).map(([id, run]) => vscode.commands.registerCommand(id, (...args: unknown[]) => log.guard<unknown>(id, undefined, () => run(...args))));
  return vscode.Disposable.from(...registered);
}
