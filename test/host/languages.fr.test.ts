import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { localize } from '../../src/host/localize';
import { closeEditors, eventually, extension, findingsOf, hoverAt, lensesIn, openText, positionOf, untilRules } from './support';

const PROGRAM = "import * as tf from '@tensorflow/tfjs';\nconst m = tf.sequential();\nm.add(tf.layers.dense({ units: 1, activation: 'softmax', inputShape: [1200] }));\n";

describe('In a French window', () => {
  afterEach(closeEditors);

  it('the manifest says everything in French', () => {
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string; title: string | { value: string } }[]; configuration: { properties: Record<string, { markdownDescription: string; properties?: Record<string, { markdownDescription: string }> }> }[] } };
    const title = contributes.commands.find(({ command }) => command === 'activationLens.openDemo')?.title;
    // Beside the translation VS Code keeps the English title, by which commands can be found too.
    assert.equal(typeof title === 'object' ? title.value : title, 'Ouvrir la démo');
    assert.doesNotMatch(JSON.stringify(contributes), /"%[\w.-]+%"/);
    const rules = contributes.configuration.flatMap(({ properties }) => Object.entries(properties['activationLens.rules']?.properties ?? {}));
    assert.equal(rules.find(([id]) => id === 'softmax-single-unit')?.[1].markdownDescription, 'Softmax sur une unité est la constante 1 et n’a pas de gradient.');
  });

  it('the editor has the bundle and fills its templates by name', async () => {
    await extension().activate();
    assert.equal(vscode.env.language, 'fr');
    assert.ok(Object.keys(vscode.l10n.bundle ?? {}).length > 600);
    assert.equal(localize('{role}, layer {index} of {count}', { role: 'x', index: 1, count: 2 }), 'x, couche 1 sur 2');
  });

  it('findings, hovers, lenses, fixes and the status are French', async () => {
    const { document } = await openText(PROGRAM);
    await untilRules(document, 'softmax-single-unit');
    const [finding] = findingsOf(document);
    assert.match(finding?.message ?? '', /^Softmax sur une seule unité est la constante 1\u202F:/);
    const hover = await hoverAt(document, positionOf(document, "'softmax'"));
    assert.match(hover?.value ?? '', /en sortie.*Ouvrir la démo.*En savoir plus/s);
    const [lens] = await lensesIn(document);
    assert.match(lens?.command?.title ?? '', /^1 couche · 1\u202F201 paramètres · .*1 constat$/);
    // VS Code does not wait for a provider that is slow for once.
    const titles = await eventually('our fixes', async () => {
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, finding?.range);
      const found = actions.map(({ title }) => title);
      return found.some((title) => title.includes('softmax-single-unit')) ? found : undefined;
    });
    for (const title of ['Utiliser une sigmoïde, la probabilité d’une classe', 'Désactiver softmax-single-unit pour ce fichier', 'Afficher la documentation de softmax-single-unit']) assert.ok(titles.includes(title), titles.join('\n'));
  });
});
