/** The tools that agents in the editor are given: the same as over MCP, on what the workspace and its editors hold. */
import * as vscode from 'vscode';
import type { AgentToolName, Answer } from '../core/insight/agent-tools';
import { MAX_LENGTH } from '../core/syntax/gate';
import { languageOf } from '../core/syntax/language';
import type { Analyses } from './analyses';
import { loadCore } from './core';
import type { Log } from './log';

/** As package.json has them; a test compares. */
const NAMES: readonly AgentToolName[] = ['analyze_file', 'explain_activation', 'list_rules', 'explain_rule'];

type Input = Readonly<Record<string, string>>;

/** Bytes of a notebook; one with more is not worth the wait. */
const MAX_BYTES = 64 * MAX_LENGTH;

/** Registers them where the editor knows of such tools: not every one that runs extensions does. */
export function registerAgentTools(analyses: Analyses, log: Log): vscode.Disposable {
  const models: Partial<Pick<typeof vscode.lm, 'registerTool'>> | undefined = vscode.lm;
  if (typeof models?.registerTool !== 'function') return vscode.Disposable.from();
  const register = models.registerTool;
  return vscode.Disposable.from(...NAMES.map((name) => register(`activation-lens_${name}`, {
    prepareInvocation: () => ({ invocationMessage: vscode.l10n.t('Activation Lens is reading') }),
    invoke: async ({ input }: vscode.LanguageModelToolInvocationOptions<unknown>) => {
      const failed: Answer = { problem: 'this failed; the log of Activation Lens says more' };
      const answer = await log.guard<Answer>(name, failed, () => answerOf(name, input, analyses));
      return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart('problem' in answer ? `Error: ${answer.problem}` : answer.text)]);
    },
  })));
}

async function answerOf(name: AgentToolName, input: unknown, analyses: Analyses): Promise<Answer> {
  const { inputProblem, documentationAnswer } = await loadCore();
  const problem = inputProblem(name, input ?? {});
  if (problem !== undefined) return { problem };
  const given = (input ?? {}) as Input;
  return name === 'analyze_file' ? analyzed(given, analyses) : documentationAnswer(name, given);
}

async function analyzed({ path, text, language: wished }: Input, analyses: Analyses): Promise<Answer> {
  const { analyze, agentReport, TEXT_LANGUAGES } = await loadCore();
  if (text !== undefined) {
    const language = (path === undefined ? undefined : languageOf(path)) ?? TEXT_LANGUAGES.find((one) => one === wished);
    if (!language) return { problem: `analyze_file: a text without a path needs its language: ${TEXT_LANGUAGES.join(', ')}` };
    const uri = path === undefined ? undefined : uriOf(path);
    // The file it would be need not be there; what it imports is looked for from its place on.
    return { text: agentReport(path ?? '(text)', uri ? await analyses.readText(text, language, uri) : analyze(text, language)) };
  }
  const uri = path === undefined ? vscode.window.activeTextEditor?.document.uri : uriOf(path);
  if (!uri) return { problem: path === undefined ? 'analyze_file: no editor is open; give a path, or a text with its language' : `${path.slice(-200)}: is not in a folder of the workspace, and no editor has it` };
  return uri.path.toLowerCase().endsWith('.ipynb') ? notebook(uri, analyses) : document(uri, analyses);
}

/** The file of a path: open in an editor, or in a folder of the workspace. */
function uriOf(path: string): vscode.Uri | undefined {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const isAddress = /^[a-z][a-z\d+.-]+:/i.test(path) && !/^[a-z]:[\\/]/i.test(path);
  const isAbsolute = /^(?:[\\/]|[a-z]:[\\/])/i.test(path);
  const named = isAddress ? [vscode.Uri.parse(path)] : isAbsolute ? absolutes(path) : folders.map(({ uri }) => vscode.Uri.joinPath(uri, path));
  // Without `..`: what begins like a folder of the workspace may lead out of it.
  const candidates = named.map((uri) => vscode.Uri.joinPath(uri, '.'));
  const open = new Set(vscode.workspace.textDocuments.map(({ uri }) => uri.toString()));
  return candidates.find((uri) => open.has(uri.toString())) ?? candidates.find((uri) => vscode.workspace.getWorkspaceFolder(uri) !== undefined);
}

/** An absolute path on the machine, and in each file system that the workspace has a folder in. */
function absolutes(path: string): readonly vscode.Uri[] {
  const file = vscode.Uri.file(path);
  return [file, ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.with({ path: file.path }))];
}

async function document(uri: vscode.Uri, analyses: Analyses): Promise<Answer> {
  const shown = vscode.workspace.asRelativePath(uri);
  let opened: vscode.TextDocument;
  try {
    opened = await vscode.workspace.openTextDocument(uri);
  } catch {
    return { problem: `${shown}: cannot be opened as text` };
  }
  const { agentReport } = await loadCore();
  const read = await analyses.read(opened);
  if (read) return { text: agentReport(shown, read.analysis) };
  const language = languageOf(uri.path);
  if (!language) return { problem: `${shown}: not a JavaScript, TypeScript, html, vue, svelte or astro file or notebook` };
  // Switched off for the editor, or silent: an agent that asks is told why.
  return { text: agentReport(shown, await analyses.readText(opened.getText(), language, uri)) };
}

async function notebook(uri: vscode.Uri, analyses: Analyses): Promise<Answer> {
  const shown = vscode.workspace.asRelativePath(uri);
  try {
    if ((await vscode.workspace.fs.stat(uri)).size > MAX_BYTES) return { problem: `${shown}: too large` };
    const { agentReport } = await loadCore();
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    return { text: agentReport(shown, await analyses.readText(text, 'notebook', uri)) };
  } catch {
    return { problem: `${shown}: cannot be read` };
  }
}
