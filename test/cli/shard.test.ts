import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { partOf, shardOf } from '../../src/cli/shard';
import { cli, scratch, SOUND } from '../support/command-line';
import type { Scratch } from '../support/command-line';

describe('a run in parts', () => {
  let place: Scratch;
  before(() => { place = scratch(); });
  after(() => place.remove());

  const parts = (count: number, as: string): readonly string[] => Array.from({ length: count }, (_, index) => {
    const { out } = cli('check', 'test/fixtures/training', 'media/samples', '--format', as, '--shard', `${index + 1}/${count}`);
    return place.write(`${as}-${count}-${index + 1}.json`, out);
  });

  for (const as of ['json', 'sarif']) {
    it(`gives reports as ${as} that merge to that of the whole`, () => {
      const [folders, whole] = [['media/samples', 'test/fixtures/training'], cli('check', 'media/samples', 'test/fixtures/training', '--format', as).out];
      assert.ok(folders.every((folder) => readdirSync(folder).length > 3) && whole.length > 50_000);
      for (const count of [1, 3]) assert.deepEqual(cli('merge', ...parts(count, as)), { code: 0, out: whole, err: '' });
    });
  }

  it('has every file in one part', () => {
    const files = Array.from({ length: 23 }, (_, index) => index);
    for (const count of [1, 2, 5, 23, 40]) {
      const all = Array.from({ length: count }, (_, index) => partOf(files, { index: index + 1, count }));
      assert.deepEqual(all.flat().sort((a, b) => a - b), files);
      assert.ok(all.every((part) => part.length <= Math.ceil(files.length / count)));
    }
  });

  it('may have parts without a file', () => {
    const file = place.write('only.js', SOUND);
    assert.deepEqual(cli('check', file, '--shard', '2/2', '--format', 'json'), { code: 0, out: '{\n  "version": 1,\n  "files": []\n}', err: '' });
  });

  it('is refused where the numbers are none', () => {
    for (const text of ['0/3', '4/3', '1', '1/0', 'a/b', '-1/3']) assert.throws(() => shardOf(text), /give the number of a part and how many there are/);
    assert.equal(cli('check', '--shard', '4/3').code, 2);
  });

  it('is not merged from reports that do not belong together', () => {
    const [json, sarif] = [parts(1, 'json')[0] ?? '', parts(1, 'sarif')[0] ?? ''];
    const broken = place.write('broken.json', '{"version": 1, "files": [');
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /name the reports/], [[json, sarif], /have to be all of/], [[json, json], /is in two reports/], [[broken], /broken\.json: is not JSON$/], [[`${json}.missing`], /no such file/],
      [[place.write('other.json', '{"version": 1, "files": [1]}')], /have to be all of/],
    ];
    for (const [files, expected] of cases) {
      const { code, out, err } = cli('merge', ...files);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, expected);
    }
  });
});
