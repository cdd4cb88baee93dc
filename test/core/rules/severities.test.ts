/** What the documentation says of severities is what findings have. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { analyze } from '../../../src/core/analyze';
import { rulePage } from '../../../src/core/insight/pages';
import { rules } from '../../../src/core/rules/registry.gen';
import { severityWords } from '../../../src/core/rules/severity-words';
import { fixturesIn } from '../../support/fixtures';

for (const rule of Object.values(rules)) {
  test(`${rule.id} says things as severely as its documentation tells`, () => {
    const findings = fixturesIn(`test/fixtures/rules/${rule.id}`).flatMap(({ text, language }) => analyze(text, language).findings.filter((one) => one.rule === rule.id));
    const found = new Set(findings.map(({ severity }) => severity));
    if (rule.default !== 'off') assert.deepEqual([...found].sort(), [rule.severity, ...(rule.sometimes ?? [])].sort());
    const words = severityWords(rule);
    for (const severity of found) assert.ok(words.includes(severity));
    assert.ok(readFileSync(`docs/rules/${rule.id}.md`, 'utf8').includes(`\nSeverity: ${words}\n`));
    assert.ok(rulePage(rule.id)?.includes(`Severity: ${words}. `));
    assert.ok(readFileSync('README.md', 'utf8').includes(`(docs/rules/${rule.id}.md) | ${words} |`));
  });

  test(`the pages of ${rule.id} ${rule.default === 'off' ? 'tell how to switch it on' : 'do not say that it is off'}`, () => {
    for (const page of [rulePage(rule.id), readFileSync(`docs/rules/${rule.id}.md`, 'utf8')]) {
      assert.equal(page?.includes('off by default\n') || page?.includes('off by default. '), rule.default === 'off');
      assert.equal(page?.includes(`"activationLens.rules": { "${rule.id}": "${rule.severity}" }`), rule.default === 'off');
    }
  });
}
