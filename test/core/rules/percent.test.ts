import assert from 'node:assert/strict';
import { test } from 'node:test';
import { percent } from '../../../src/core/rules/numbers';

test('a share is said with three digits, half up, and never as all or none where it is not', () => {
  const said = { 0: '0 %', 0.125: '12.5 %', 0.12499999999999: '12.5 %', 0.0625: '6.25 %', 0.03125: '3.13 %', 0.5: '50 %', 0.9999: '99.9 %', 1: '100 %', 1.7e-9: '1.7e-7 %' };
  for (const [share, text] of Object.entries(said)) assert.equal(percent(Number(share)), text);
});
