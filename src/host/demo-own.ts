/** The network of a program in the demo: read, never run; alone, or before and after a quick fix. */
import * as vscode from 'vscode';
import type { Network } from '../core/network/types';
import { format } from '../core/rules/format';
import type { Finding } from '../core/rules/run';
import type { Edit } from '../core/rules/types';
import type { Span } from '../core/syntax/span';
import type { Experiment } from '../demo/experiment';
import { MOST_LINES, type OwnLine, type OwnNetwork } from '../demo/own';
import type { FromWebview } from '../demo/protocol';
import type { DemoState } from '../demo/state';
import type { Analyses, Read } from './analyses';
import type { DemoPanels } from './demo-panel';
import { workspaceEdit } from './fix-all';
import { localize } from './localize';
import type { Log } from './log';
import { locationOf, offsetAt } from './sources';

/** Trains the network under the cursor; called with a network it is that one. */
export const TRAIN_NETWORK = 'activationLens.trainNetwork';
/** Trains a network before and after a fix; its arguments come from the menu of quick fixes. */
export const TRY_FIX = 'activationLens.tryFix';

/** What is being shown, and what it was read from. */
interface Session {
  readonly document: vscode.Uri;
  readonly text: string;
  readonly own: OwnNetwork;
  readonly places: { readonly layers: readonly Span[]; readonly findings: readonly Span[] };
  readonly edits: readonly Edit[];
}

/** A fix by what names it in the menu. */
export interface FixName {
  readonly rule: string;
  readonly start: number;
  readonly title: string;
}

/** A fix that is set against what it mends. */
interface ShownFix {
  readonly name: FixName;
  readonly edits: readonly Edit[];
}

/** A name of a fix from a command's arguments, which may be anything. */
function fixNameOf(value: unknown): FixName | undefined {
  const { rule, start, title } = (typeof value === 'object' && value !== null ? value : {}) as Partial<Record<keyof FixName, unknown>>;
  return typeof rule === 'string' && typeof start === 'number' && typeof title === 'string' ? { rule, start, title } : undefined;
}

/** What is remembered of what is shown, for after a restart of the window. */
interface Remembered {
  readonly document: string;
  readonly network: string;
  readonly fix: FixName | null;
  /** What was trained, as JSON: another program would give another. */
  readonly state: string;
}

const MEMORY = 'demo.own';

/** Longer text than the page takes is cut. */
const cut = (text: string): string => (text.length > 600 ? `${text.slice(0, 599)}…` : text);

function lineOf(read: Read, span: Span, text: string): OwnLine {
  return { text: cut(text), line: (locationOf(read.parts, span)?.range.start.line ?? 0) + 1 };
}

function layerText({ className, name, units, activation }: Network['layers'][number]): string {
  const own = activation?.function;
  return [className ?? '?', name, units === undefined ? undefined : String(units), own === 'linear' ? undefined : own].filter((part) => part !== undefined).join(' · ');
}

export class OwnNetworks implements vscode.Disposable {
  #session: Session | undefined;
  readonly #subscription: vscode.Disposable;

  constructor(private readonly analyses: Analyses, private readonly demo: DemoPanels, private readonly memory: vscode.Memento, private readonly log: Log) {
    this.#subscription = demo.onMessage((message) => void this.log.guard('own network', undefined, () => this.#answer(message)));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  /** Trains a network of a document: the one named, else the one under the cursor. */
  async train(document: vscode.TextDocument, named?: string, again?: Remembered): Promise<void> {
    const read = await this.analyses.read(document);
    const network = read && this.#networkIn(read, document, named);
    if (!read || !network) {
      say(vscode.l10n.t('there is no network here'));
      return;
    }
    const result = read.core.experimentOf(network);
    if (!result.ok) {
      if (again === undefined) say(format(result.reason, localize));
    } else await this.#show(read, network, result.experiment, read.core.stateOf(result.experiment), undefined, again);
  }

  /** Sets a network against what a fix makes of it. */
  async tryFix(document: vscode.TextDocument, argument: unknown, again?: Remembered): Promise<void> {
    const read = await this.analyses.read(document);
    const name = fixNameOf(argument);
    const finding = name && read?.analysis.findings.find(({ rule, span }) => rule === name.rule && span.start === name.start);
    const fix = name && finding?.fixes().find(({ title }) => format(title, localize) === name.title);
    const index = read && finding ? read.analysis.networks.findIndex(({ id }) => id === finding.network) : -1;
    const before = read?.analysis.networks[index];
    if (!read || !name || !fix || !before) {
      if (again !== undefined) return;
      say(vscode.l10n.t('the document has changed, this fix does not apply any more'));
      return;
    }
    const fixed = this.analyses.whatIf(read, fix.edits);
    const after = fixed.networks.length === read.analysis.networks.length ? fixed.networks[index] : undefined;
    const [first, second] = [read.core.experimentOf(before), after && read.core.experimentOf(after)];
    if (again !== undefined && !(first.ok && second?.ok === true)) return;
    if (!first.ok) say(format(first.reason, localize));
    else if (second === undefined) say(vscode.l10n.t('this fix leaves no network that could be set against the one before'));
    else if (!second.ok) say(vscode.l10n.t('after the fix: {0}', format(second.reason, localize)));
    else await this.#race(read, before, [first.experiment, second.experiment], { name, edits: fix.edits }, again);
  }

  async #race(read: Read, network: Network, [first, second]: readonly [Experiment, Experiment], fix: ShownFix, again: Remembered | undefined): Promise<void> {
    const state = read.core.stateOf(first, second);
    if (state === undefined) {
      say(vscode.l10n.t('after the fix the network is one for other data, so that the two cannot be set against each other'));
      return;
    }
    const names = [vscode.l10n.t('before'), vscode.l10n.t('after')];
    await this.#show(read, network, first, { ...state, runs: state.runs.map((run, i) => ({ ...run, name: (names[i] ?? '').slice(0, 40) })) }, fix, again);
  }

  #networkIn(read: Read, document: vscode.TextDocument, named: string | undefined): Network | undefined {
    if (named !== undefined) return read.analysis.networks.find(({ id }) => id === named);
    const editor = vscode.window.visibleTextEditors.find((one) => one.document === document);
    return read.core.networkAt(read.analysis, editor ? offsetAt(read.part, editor.selection.active) : 0);
  }

  async #show(read: Read, network: Network, experiment: Experiment, state: DemoState | undefined, fix: ShownFix | undefined, again: Remembered | undefined): Promise<void> {
    // The program has changed while the window was closed: what goes on in the panel is no network of it any more.
    if (again !== undefined && again.state !== JSON.stringify(state)) return;
    const findings: readonly Finding[] = read.analysis.findings.filter((finding) => finding.network === network.id).slice(0, MOST_LINES);
    const layers = network.layers.slice(0, MOST_LINES);
    const { document } = read.part;
    const file = document.uri.path.slice(document.uri.path.lastIndexOf('/') + 1);
    this.#session = {
      document: document.uri, text: read.analysis.text, edits: fix?.edits ?? [],
      places: { layers: layers.map(({ span }) => span), findings: findings.map(({ span }) => span) },
      own: {
        place: cut(vscode.l10n.t('{0}, line {1}', file, lineOf(read, network.span, '').line)),
        layers: layers.map((layer) => lineOf(read, layer.span, layerText(layer))),
        findings: findings.map((finding) => ({ ...lineOf(read, finding.span, format(finding.say, localize)), severity: finding.severity })),
        notes: experiment.notes.slice(0, MOST_LINES).map((note) => cut(format(note, localize))),
        fix: fix ? cut(fix.name.title) : null,
      },
    };
    if (state && again === undefined) {
      const remembered: Remembered = { document: document.uri.toString(), network: network.id, fix: fix?.name ?? null, state: JSON.stringify(state) };
      await this.memory.update(MEMORY, remembered);
      await this.demo.show(state);
    }
    await this.#tell();
  }

  async #tell(): Promise<void> {
    if (this.#session) await this.demo.send({ v: 1, type: 'own', own: this.#session.own });
  }

  async #answer(message: FromWebview): Promise<void> {
    if (message.type === 'ready' && !this.#session && this.demo.revived) return this.#remember();
    const session = this.#session;
    if (!session) return;
    if (message.type === 'ready') await this.#tell();
    else if (message.type === 'source') await this.#reveal(session, session.places[message.list][message.index]);
    else if (message.type === 'applyFix') {
      const done = await this.#apply(session);
      const text = done ? vscode.l10n.t('The fix has been applied.') : vscode.l10n.t('The file has changed since; the fix has not been applied.');
      await this.demo.send({ v: 1, type: 'applied', done, text });
    }
  }

  /** After a restart of the window the panel goes on by itself; what belongs beside it is read anew. */
  async #remember(): Promise<void> {
    const again = this.memory.get<Remembered>(MEMORY);
    if (again === undefined) return;
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(again.document));
    if (again.fix) await this.tryFix(document, again.fix, again);
    else if ((await this.analyses.read(document))?.analysis.networks.some(({ id }) => id === again.network) === true) await this.train(document, again.network, again);
  }

  /** Spans hold for the text that was read: afterwards the file alone is shown. */
  async #reveal({ document, text }: Session, span: Span | undefined): Promise<void> {
    const read = await this.analyses.read(await vscode.workspace.openTextDocument(document));
    const place = span && read?.analysis.text === text ? locationOf(read.parts, span) : undefined;
    if (place) await vscode.commands.executeCommand('vscode.open', place.uri, { selection: place.range, viewColumn: vscode.ViewColumn.One });
    else await vscode.commands.executeCommand('vscode.open', document, { viewColumn: vscode.ViewColumn.One });
  }

  async #apply({ document, text, edits }: Session): Promise<boolean> {
    const read = await this.analyses.read(await vscode.workspace.openTextDocument(document));
    return edits.length > 0 && read?.analysis.text === text && vscode.workspace.applyEdit(workspaceEdit(read.parts, edits));
  }
}

function say(text: string): void {
  void vscode.window.showInformationMessage(`Activation Lens: ${text}`);
}
