import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeEditors, eventually, hoverAt, openText, openWorkspaceFile, positionOf, resetSettings, set } from './support';

const THEMES: readonly (readonly [string, vscode.ColorThemeKind])[] = [
  ['Default Light Modern', vscode.ColorThemeKind.Light], ['Default Dark Modern', vscode.ColorThemeKind.Dark],
  ['Default High Contrast', vscode.ColorThemeKind.HighContrast], ['Default High Contrast Light', vscode.ColorThemeKind.HighContrastLight],
];

function pictureIn(markdown: string): string {
  return /<img src="(data:image\/svg\+xml;base64,[\w+/=]+)"/.exec(markdown)?.[1] ?? '';
}

describe('The hover', () => {
  afterEach(async () => {
    await resetSettings();
    await closeEditors();
  });

  it('shows the curve of the activation, small enough to be drawn', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    const hover = await hoverAt(document, positionOf(document, "'relu'"));
    assert.ok(hover);
    assert.ok(hover.value.length < 90_000);
    assert.notEqual(pictureIn(hover.value), '');
    assert.match(hover.value, /\*\*ReLU\*\*/);
    assert.equal(hover.supportHtml, true);
  });

  it('stands on the token alone, not on the rest of its line', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    for (const text of ['activation: ', 'units: 10', 'dense({ units: 10', 'inputShape']) {
      assert.equal(await hoverAt(document, positionOf(document, text)), undefined, text);
    }
  });

  it('trusts its own commands and no others', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    const hover = await hoverAt(document, positionOf(document, "'softmax'"));
    const trusted = hover?.isTrusted;
    assert.ok(typeof trusted === 'object');
    assert.deepEqual([...trusted.enabledCommands].sort(), ['activationLens.openDemo', 'activationLens.showRule', 'activationLens.trainNetwork']);
  });

  it('draws in the colours of the theme', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    const pictures = new Set<string>();
    for (const [theme, kind] of THEMES) {
      await set('workbench.colorTheme', theme);
      await eventually(theme, () => (vscode.window.activeColorTheme.kind === kind ? true : undefined));
      pictures.add(pictureIn((await hoverAt(document, positionOf(document, "'relu'")))?.value ?? ''));
    }
    assert.equal(pictures.size, THEMES.length);
    assert.equal(pictures.has(''), false);
  });

  it('shows a composition as one curve', async () => {
    const { document } = await openText("import * as tf from '@tensorflow/tfjs';\nexport const f = (x: tf.Tensor) => tf.relu(tf.softmax(x));\n");
    const hover = await hoverAt(document, positionOf(document, 'relu('));
    assert.match(hover?.value ?? '', /relu\(softmax\(x\)\)/);
  });

  it('never turns text of the program into a link, a command, an icon or markup', async () => {
    const names = [
      '[x](command:workbench.action.quit)', '`](command:workbench.action.quit)', '<a href="command:workbench.action.quit">x</a>', '![i](https://example.com/i.png)', '$(trash) <b>x</b>', '``` [x](command:workbench.action.quit)',
    ];
    const quote = (name: string): string => JSON.stringify(name);
    const lines = names.map((name) => `model.add(tf.layers.dense({ units: 4, inputShape: [4], name: ${quote(name)}, activation: 'tanh' }));`);
    const { document } = await openText(`import * as tf from '@tensorflow/tfjs';\nconst model = tf.sequential();\n${lines.join('\n')}\n`);
    for (const [index, name] of names.entries()) {
      const hover = await hoverAt(document, positionOf(document, "'tanh'", index));
      assert.ok(hover, name);
      const html = await vscode.commands.executeCommand<string>('markdown.api.render', hover.value);
      const links = [...html.matchAll(/\b(?:href|src)="([^"]*)"/g)].map((match) => match[1] ?? '');
      assert.deepEqual(links.filter((link) => !/^(?:command:activationLens\.(?:openDemo|showRule|trainNetwork)\b|data:image\/svg)/.test(link)), [], name);
      assert.doesNotMatch(html, /<b>x/, name);
    }
  });

  it('is silent where it is switched off, and back as soon as it is switched on', async () => {
    const { document } = await openWorkspaceFile('iris.ts');
    const at = positionOf(document, "'relu'");
    await set('activationLens.hover.enabled', false);
    assert.equal(await hoverAt(document, at), undefined);
    await set('activationLens.hover.enabled', true);
    assert.ok(await hoverAt(document, at));
    await set('activationLens.enable', false);
    assert.equal(await hoverAt(document, at), undefined);
  });

  it('reads untitled documents and scripts in html', async () => {
    const { document } = await openText("const tf = require('@tensorflow/tfjs');\ntf.layers.dense({ units: 1, activation: 'swish' });\n", 'javascript');
    assert.ok(await hoverAt(document, positionOf(document, "'swish'")));
    const page = (await openWorkspaceFile('page.html')).document;
    assert.ok(await hoverAt(page, positionOf(page, "'tanh'")));
    assert.equal(await hoverAt(page, positionOf(page, "'relu'")), undefined);
  });
});
