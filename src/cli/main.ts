/** `activation-lens check | inspect | merge | explain | mcp`: the same analysis outside an editor. */
import { startServer } from './agents';
import { progressOn } from './progress';
import { run } from './run';
import { isThread, serve } from './threads';

/** Set by the build from package.json. */
declare const VERSION: string;

const output = {
  out: (text: string): void => { process.stdout.write(`${text}\n`); },
  err: (text: string): void => { process.stderr.write(`${text}\n`); },
  progress: progressOn({ isTTY: process.stderr.isTTY, write: (text) => process.stderr.write(text) }, () => performance.now()),
};

// A reader that stops early, such as `head`, is no fault of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => { if (error.code !== 'EPIPE') throw error; });

const [command, ...rest] = process.argv.slice(2);
const begin = async (): Promise<void> => { process.exitCode = await startServer(rest, output, VERSION); };
if (isThread()) serve();
else if (command === 'mcp') void begin();
else process.exitCode = run(process.argv.slice(2), output, VERSION, __filename);
