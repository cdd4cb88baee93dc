/** Reads the standard input to its end. */
import { readSync } from 'node:fs';

/** How long to wait where nothing has come yet, in ms. */
const PAUSE = 10;

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** The text on the standard input, which may come slowly. */
export function standardInput(): string {
  const chunks: Buffer[] = [];
  const buffer = Buffer.alloc(65_536);
  for (;;) {
    try {
      const length = readSync(0, buffer);
      if (length === 0) break;
      chunks.push(Buffer.from(buffer.subarray(0, length)));
    } catch (error) {
      // Windows has an error for the end.
      if (isCode(error, 'EOF')) break;
      if (!isCode(error, 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}
