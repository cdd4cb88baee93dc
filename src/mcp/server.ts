/** `activation-lens mcp`: the analysis as tools of a Model Context Protocol server on standard input and output. */
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { agentTools, documentationAnswer, inputProblem, isAgentTool } from '../core/insight/agent-tools';
import type { AgentTool, Answer } from '../core/insight/agent-tools';
import { analyzeFile } from './analyze-file';
import { fenceOf } from './fence';
import type { Fence } from './fence';

function answer(name: string, input: unknown, fence: Fence): Answer {
  if (!isAgentTool(name)) return { problem: `there is no tool ${name.slice(0, 80)}; there are ${Object.keys(agentTools).join(', ')}` };
  const problem = inputProblem(name, input);
  if (problem !== undefined) return { problem };
  const given = input as Readonly<Record<string, string>>;
  return name === 'analyze_file' ? analyzeFile(given, fence) : documentationAnswer(name, given);
}

/** Serves until the standard input ends. */
export async function serveTools(folders: readonly string[], version: string): Promise<void> {
  const fence = fenceOf(folders);
  const server = new Server({ name: 'activation-lens', title: 'Activation Lens', version }, {
    capabilities: { tools: {} },
    instructions: 'Activation Lens reads TensorFlow.js models out of source code. Start with analyze_file; explain_rule and explain_activation say more about what it finds. Nothing is run, and nothing is written.',
  });
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: Object.entries(agentTools).map(([name, tool]: readonly [string, AgentTool]) => ({
      name, title: tool.title, description: tool.description, inputSchema: { ...tool.inputSchema, required: [...(tool.inputSchema.required ?? [])] },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }) => {
    let said: Answer;
    try {
      said = answer(params.name, params.arguments ?? {}, fence);
    } catch (error) {
      said = { problem: `this failed: ${(error instanceof Error ? error.message : String(error)).slice(0, 300)}` };
    }
    return 'problem' in said ? { content: [{ type: 'text', text: said.problem }], isError: true } : { content: [{ type: 'text', text: said.text }] };
  });
  await server.connect(new StdioServerTransport());
}
