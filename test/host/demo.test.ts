import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { chainOf, type RunState } from '../../src/demo/layers';
import type { FromWebview } from '../../src/demo/protocol';
import { type DemoState, initialState } from '../../src/demo/state';
import { stateFor } from '../../src/host/demo-panel';
import { copy, DemoLinks, linkTo } from '../../src/host/demo-sharing';
import type { Log } from '../../src/host/log';
import { api, closeEditors, eventually } from './support';

type State = Extract<FromWebview, { type: 'state' }>;

/** Collects what the page of the demo says. */
async function listen(): Promise<{ readonly messages: FromWebview[]; readonly states: () => State[]; readonly stop: () => void }> {
  const messages: FromWebview[] = [];
  const subscription = (await api()).demo.onMessage((message) => messages.push(message));
  return { messages, states: () => messages.filter((message): message is State => message.type === 'state'), stop: () => subscription.dispose() };
}

/** The first activation of a network's first layer. */
function firstActivation(run: RunState | undefined): string | undefined {
  const layer = run?.layers[0];
  return layer && chainOf(layer)?.[0]?.id;
}

const demoTabs = (): vscode.Tab[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('activationLens.demo'));

describe('The demo', () => {
  afterEach(closeEditors);

  it('opens in a panel, listens, trains and obeys', async () => {
    const heard = await listen();
    const { demo } = await api();
    await vscode.commands.executeCommand('activationLens.openDemo');
    await eventually('the page', () => heard.messages.find(({ type }) => type === 'ready'), 60_000);
    assert.equal(demoTabs().length, 1);
    await demo.send({ v: 1, type: 'command', command: 'play' });
    const trained = await eventually('training', () => heard.states().find(({ step }) => step > 20), 60_000);
    assert.equal(trained.state.runs.length, 2);
    await demo.send({ v: 1, type: 'command', command: 'pause' });
    await eventually('the pause', () => (heard.states().at(-1)?.playing === false ? true : undefined), 60_000);
    assert.deepEqual(heard.messages.filter(({ type }) => type === 'error'), []);
    heard.stop();
  }).timeout(200_000);

  it('takes over the panel that a restart of the window has left, and trains there', async () => {
    const heard = await listen();
    const { demo } = await api();
    const left = vscode.window.createWebviewPanel('activationLens.demo', 'left', vscode.ViewColumn.One);
    await demo.revive(left);
    await eventually('the page', () => heard.messages.find(({ type }) => type === 'ready'), 60_000);
    await demo.send({ v: 1, type: 'command', command: 'play' });
    await eventually('training', () => heard.states().find(({ step }) => step > 20), 60_000);
    await vscode.commands.executeCommand('activationLens.openDemo');
    assert.equal(demoTabs().length, 1, 'it is the one that is shown');
    assert.deepEqual(heard.messages.filter(({ type }) => type === 'error'), []);
    heard.stop();
  }).timeout(200_000);

  it('is set up for an activation, in the same panel if there is one', async () => {
    const heard = await listen();
    await vscode.commands.executeCommand('activationLens.openDemo', { activation: 'tanh' });
    const activationOf = (state: State | undefined): string | undefined => firstActivation(state?.state.runs[0]);
    await eventually('tanh', () => heard.states().find((state) => activationOf(state) === 'tanh'), 60_000);
    await vscode.commands.executeCommand('activationLens.openDemo', { activation: 'elu' });
    await eventually('elu', () => heard.states().find((state) => activationOf(state) === 'elu'), 60_000);
    assert.equal(demoTabs().length, 1);
    heard.stop();
  }).timeout(200_000);

  it('opens as it is for what it does not know', async () => {
    const heard = await listen();
    for (const argument of [{ activation: '__proto__' }, { activation: 7 }, 'relu', null]) await vscode.commands.executeCommand('activationLens.openDemo', argument);
    await eventually('the page', () => heard.messages.find(({ type }) => type === 'ready'), 60_000);
    assert.equal(demoTabs().length, 1);
    heard.stop();
  }).timeout(100_000);

  it('puts an activation against another', () => {
    const names = (id: string): readonly (string | undefined)[] | undefined => stateFor(id)?.runs.map(firstActivation);
    assert.deepEqual(names('relu'), ['relu', 'softmax']);
    assert.deepEqual(names('sigmoid'), ['sigmoid', 'relu']);
    assert.equal(stateFor('sine'), undefined);
    assert.equal(stateFor(undefined), undefined);
  });

  it('opens what a link holds, and nothing for one that is damaged', async () => {
    const shown: DemoState[] = [];
    const warnings: string[] = [];
    const log = { guard: (_what: string, _nothing: unknown, body: () => unknown) => body(), warn: (message: string) => warnings.push(message) } as unknown as Log;
    const links = new DemoLinks(async (state) => void shown.push(state), log);
    const state = { ...initialState, seed: 77 };
    const link = linkTo(state);
    assert.equal(link.authority, (await api()) && vscode.extensions.all.find(({ id }) => id === link.authority)?.id);
    await links.handleUri(vscode.Uri.parse(link.toString(true)));
    for (const path of ['/demo', '/other']) await links.handleUri(link.with({ path, query: 'state=oops' }));
    assert.deepEqual(shown, [state]);
    assert.deepEqual(warnings.length, 2);
  });

  it('puts a link into the clipboard, and a run as a program into an editor', async () => {
    await copy({ v: 1, type: 'copy', what: 'link', state: initialState, run: 0, steps: 0 });
    assert.equal(await vscode.env.clipboard.readText(), linkTo(initialState).toString(true));
    await copy({ v: 1, type: 'copy', what: 'program', state: initialState, run: 1, steps: 250 });
    const { document } = vscode.window.activeTextEditor!;
    assert.equal(document.languageId, 'javascript');
    assert.match(document.getText(), /tf\.layers\.dense\(\{ units: 8, activation: 'softmax' \}\)/);
  });
});
