/** The tools that agents are given, in the editor and over MCP: what they are for, what they take, and what those answer that read no file. */
import { rules, ruleIds } from '../rules/registry.gen';
import { severityWords } from '../rules/severity-words';
import { nearest } from '../rules/spelling';
import { UNUSED_DISABLE, UNUSED_SEVERITY } from '../rules/unused-name';
import { unusedDocs } from '../rules/unused-disable';
import { activationText, findActivation, noActivation } from './explain';
import { rulePage } from './pages';

/** What a tool takes, as JSON schema. */
interface InputSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, { readonly type: 'string'; readonly description: string; readonly enum?: readonly string[] }>>;
  readonly required?: readonly string[];
  readonly additionalProperties: false;
}

export interface AgentTool {
  readonly title: string;
  /** For people, in one sentence. */
  readonly summary: string;
  /** For models: what it does and when to use it. */
  readonly description: string;
  readonly inputSchema: InputSchema;
}

/** Languages of a text that comes without a path. */
export const TEXT_LANGUAGES = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact', 'html', 'vue', 'svelte', 'astro', 'notebook'] as const;

export const agentTools = {
  analyze_file: {
    title: 'Analyse TensorFlow.js code',
    summary: 'Networks, numbers, findings and fixes of a file with TensorFlow.js code.',
    description: 'Reads the neural networks out of TensorFlow.js code without running it. Gives, as JSON: each network with its layers, shapes, parameters and compile call; its signal before training (variances, gradients relative to the last layer, shares of inactive and saturated units); every activation with its role; findings about activations, losses and initialisers that will not train, each with fixes as edits. Use it before and after changing a model, and to find out why one does not learn. Give a path, or a text with its language; a path and a text for a file that has not been saved.',
    inputSchema: {
      type: 'object',
      properties: {
        path: { type: 'string', description: 'A JavaScript, TypeScript, html, Vue, Svelte or Astro file or a notebook.' },
        text: { type: 'string', description: 'The code itself, in place of what the file holds.' },
        language: { type: 'string', description: 'The language of a text that comes without a path.', enum: TEXT_LANGUAGES },
      },
      additionalProperties: false,
    },
  },
  explain_activation: {
    title: 'Explain an activation function',
    summary: 'Formula, derivative, range and pitfalls of an activation function of TensorFlow.js.',
    description: 'Explains an activation function as TensorFlow.js 4.22 has it: formula, first and second derivative, range, where its gradient is zero or tiny, parameters with defaults for each way to write it, the initialiser that suits it, pitfalls, sources.',
    inputSchema: { type: 'object', properties: { name: { type: 'string', description: 'Its name in any spelling, e.g. relu, leakyReLU, SiLU.' } }, required: ['name'], additionalProperties: false },
  },
  list_rules: {
    title: 'List the rules',
    summary: 'All rules of Activation Lens with their severity.',
    description: 'Lists the rules that findings come from: id, severity and what each finds, a line each.',
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  },
  explain_rule: {
    title: 'Explain a rule',
    summary: 'Why a rule speaks, when to leave it, a faulty and a sound program.',
    description: 'Explains a rule by its id: what it finds and why that hurts, when to leave the code as it is, a faulty and a sound program, sources. Use it when a finding is not clear from its message.',
    inputSchema: { type: 'object', properties: { id: { type: 'string', description: 'Its id, e.g. softmax-between-hidden-layers.' } }, required: ['id'], additionalProperties: false },
  },
} as const satisfies Readonly<Record<string, AgentTool>>;

export type AgentToolName = keyof typeof agentTools;

/** What a tool answers, or what was wrong with the call. */
export type Answer = { readonly text: string } | { readonly problem: string };

/** True for the name of a tool. */
export function isAgentTool(name: string): name is AgentToolName {
  return Object.hasOwn(agentTools, name);
}

/** What is wrong with what a tool was given; undefined where nothing is. */
export function inputProblem(name: AgentToolName, input: unknown): string | undefined {
  const { properties, required = [] }: InputSchema = agentTools[name].inputSchema;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return `${name}: give an object`;
  for (const [key, value] of Object.entries(input)) {
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (!property) return `${name}: there is no ${key}; there ${Object.keys(properties).length === 0 ? 'is nothing to give' : `are ${Object.keys(properties).join(', ')}`}`;
    if (typeof value !== 'string') return `${name}: ${key} has to be a string`;
    if (property.enum && !property.enum.includes(value)) return `${name}: ${key} is none of ${property.enum.join(', ')}`;
  }
  const missing = required.find((key) => !Object.hasOwn(input, key));
  return missing === undefined ? undefined : `${name}: ${missing} is missing`;
}

/** A word of somebody else, short enough to be repeated. */
function short(word: string): string {
  return word.length > 80 ? `${word.slice(0, 80)}…` : word;
}

function ruleList(): string {
  const line = (id: string, severity: string, summary: string): string => `${id} (${severity}): ${summary}`;
  return [...Object.values(rules).map((rule) => line(rule.id, severityWords(rule), rule.docs.summary)), line(UNUSED_DISABLE, UNUSED_SEVERITY, unusedDocs.summary)].join('\n');
}

function explainedRule(id: string): Answer {
  const page = rulePage(id);
  if (page !== undefined) return { text: page };
  const near = nearest(id, ruleIds, Infinity);
  return { problem: `there is no rule ${short(id)}; did you mean ${near}? list_rules has all of them` };
}

/** The answers that need no file. The input has been found to be right. */
export function documentationAnswer(name: Exclude<AgentToolName, 'analyze_file'>, input: Readonly<Record<string, string>>): Answer {
  switch (name) {
    case 'list_rules': return { text: ruleList() };
    case 'explain_rule': return explainedRule(input['id'] ?? '');
    case 'explain_activation': {
      const activation = findActivation(input['name'] ?? '');
      return activation ? { text: activationText(activation) } : { problem: noActivation(short(input['name'] ?? '')) };
    }
  }
}
