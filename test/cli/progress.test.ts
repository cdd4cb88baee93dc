import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { progressOn } from '../../src/cli/progress';

describe('the progress of a run', () => {
  const shown = (isTTY: boolean, milliseconds: number, total = 400): string[] => {
    const written: string[] = [];
    let time = 0;
    const progress = progressOn({ isTTY, write: (text) => written.push(text) }, () => time);
    for (let done = 1; done <= total; done++) {
      time += milliseconds;
      progress?.(done, total);
    }
    return written;
  };

  it('is shown on a terminal where it takes long, and is gone at the end', () => {
    const written = shown(true, 10);
    assert.deepEqual([written[0], written.at(-1)], ['\r\u001B[K100 of 400 files', '\r\u001B[K']);
    assert.ok(written.length < 40, String(written.length));
  });

  it('is not shown for a short run, nor in a pipe', () => {
    assert.deepEqual([shown(true, 2), shown(false, 1000)], [[], []]);
    const { stdout, stderr } = spawnSync(process.execPath, ['dist/cli.js', 'check', 'test/fixtures/rules', '--threads', '2'], { encoding: 'utf8' });
    assert.match(stdout, /files checked/);
    assert.ok(!stderr.includes('\r') && !stdout.includes('\r'));
  });
});
