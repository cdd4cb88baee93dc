/** `activation-lens mcp`: starts the server for agents, which is in a file of its own that nobody else has to load. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { statOf, UsageError } from './files';
import { parseOptions } from './options';
import type { Output } from './output';
import { HELP } from './run';

interface Server {
  readonly serveTools: (folders: readonly string[], version: string) => Promise<void>;
}

/** Gives the exit code of a call that is wrong; of one that is right, 0 as soon as the server listens. */
export async function startServer(args: readonly string[], output: Output, version: string): Promise<number> {
  try {
    const { rest, help } = parseOptions('mcp', args, {});
    if (help) {
      output.out(HELP);
      return 0;
    }
    const missing = rest.find((folder) => statOf(folder)?.isDirectory() !== true);
    if (missing !== undefined) throw new UsageError(`mcp: ${missing}: no such folder`);
    const { serveTools } = (await import(pathToFileURL(path.join(__dirname, 'mcp.js')).href)) as Server;
    await serveTools(rest.length > 0 ? rest : ['.'], version);
    return 0;
  } catch (error) {
    output.err(`activation-lens: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}
