/**
 * Where the extension is put together. Nothing here knows how anything is done, and nothing of the core runs before a
 * document needs it.
 */
import type * as vscode from 'vscode';
import { registerAgentTools } from './agent-tools';
import { Analyses } from './analyses';
import type { ActivationLensApi } from './api';
import { CodeLenses } from './code-lens';
import { registerCommands } from './commands';
import { ConfigProblems } from './config-problems';
import { Configs } from './configs';
import { loadedCore } from './core';
import { OwnNetworks } from './demo-own';
import { DemoPanels } from './demo-panel';
import { Diagnostics } from './diagnostics';
import { registerHover } from './hover';
import { InlayHints } from './inlay-hints';
import { InlineSwitch } from './inline-switch';
import { createLog } from './log';
import { refreshNeighbours } from './neighbours';
import { Modules } from './modules';
import { Pages } from './pages';
import { reportProblem } from './problem-report';
import { QuickFixes } from './quick-fixes';
import { Sample } from './sample';
import { onDidChangeSettings } from './settings';
import { Sparklines } from './sparklines';
import { Status } from './status';

export function activate(context: vscode.ExtensionContext): ActivationLensApi {
  const begin = performance.now();
  const log = createLog();
  const modules = new Modules();
  const analyses = new Analyses(modules, new Configs(modules), log);
  const inline = new InlineSwitch(context.workspaceState);
  const diagnostics = new Diagnostics(analyses, log);
  const hints = new InlayHints(analyses, inline, log);
  const lenses = new CodeLenses(analyses, inline, log);
  const sparklines = new Sparklines(analyses, inline, log);
  const status = new Status(analyses, inline, log);
  const demo = new DemoPanels(context.extensionUri, log);
  const own = new OwnNetworks(analyses, demo, context.workspaceState, log);
  const inlineSurfaces = [hints, lenses, sparklines];
  context.subscriptions.push(
    log, modules, analyses, inline, diagnostics, ...inlineSurfaces, status, demo, own,
    registerHover(analyses, log), new ConfigProblems(modules, log), new QuickFixes(analyses, log), new Pages(analyses, log), registerCommands({ analyses, demo, inline, log, own, sample: new Sample(context.extensionUri), report: () => reportProblem(context.extension, status) }),
    refreshNeighbours(analyses, [hints, lenses]), registerAgentTools(analyses, log),
    inline.onDidChange(() => {
      for (const surface of inlineSurfaces) surface.refresh();
    }),
    analyses.onDidOutdate((documents) => {
      diagnostics.refresh(documents);
      for (const surface of [status, ...inlineSurfaces]) surface.refresh();
    }),
    onDidChangeSettings(() => {
      analyses.clear();
      for (const surface of [diagnostics, status, ...inlineSurfaces]) surface.refresh();
    }),
  );
  // Later than activate(): the documents that are open already are looked at, which loads the core if one of them needs it.
  diagnostics.refresh();
  const activationTime = performance.now() - begin;
  log.info(`Activated in ${activationTime.toFixed(1)} ms`);
  return {
    activationTime,
    isCoreLoaded: () => loadedCore() !== undefined,
    statusOf: (document) => status.textFor(document),
    sparklinesIn: (editor) => sparklines.shownIn(editor),
    analysedDocuments: () => analyses.size,
    demo: { onMessage: demo.onMessage, send: (message) => demo.send(message), receive: (message) => demo.receive(message), revive: (panel) => demo.deserializeWebviewPanel(panel) },
  };
}
