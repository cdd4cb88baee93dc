import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { fenceOf } from '../../src/mcp/fence';
import { scratch } from '../support/command-line';

test('a path is that of the first folder that has the file', () => {
  const place = scratch();
  try {
    place.write('one/only.ts', '');
    place.write('two/model.ts', '');
    const { find } = fenceOf([path.join(place.folder, 'one'), path.join(place.folder, 'two')]);
    const shown = (given: string): string | undefined => find(given)?.replace(place.folder, '').replaceAll('\\', '/');
    assert.deepEqual(['only.ts', 'model.ts', 'new.ts', '../three.ts'].map(shown), ['/one/only.ts', '/two/model.ts', '/one/new.ts', undefined]);
  } finally {
    place.remove();
  }
});
