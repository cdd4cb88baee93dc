/**
 * Abstract evaluation of a document: what layers, models and tensor operations its program makes.
 *
 * The program is gone through in order as an engine would, with abstract values. Nothing of it is executed. Functions
 * that nobody calls are entered at the end with unknown arguments. Fuel bounds it all: when it is used up, what has
 * been found stands and the rest is unknown.
 */
import type { Expression, Node, Statement } from 'typescript-6';
import type { ParsedDocument, Script } from '../syntax/tree';
import { assignedFields, assignedNames, forgetPrimitive } from './assigned';
import { callValue } from './calls';
import { evaluate } from './expressions';
import { callFunction, instantiate } from './functions';
import { member, setMember } from './members';
import { newModule, newModules, runScripts } from './module';
import { isConstructorDeclaration } from './nodes';
import { NO_MODULES } from './resolver';
import type { Resolver } from './resolver';
import type { Machine } from './state';
import { assign, branchBindings, OUT_OF_FUEL } from './state';
import { execute } from './statements';
import type { ClassValue, FunctionValue, LayerDraft, ModelDraft, ObjectValue, OpDraft, Scope, Value } from './values';
import { isNullish, join, UNKNOWN } from './values';

/** What a document's program makes. */
export interface Drafts {
  readonly layers: readonly LayerDraft[];
  readonly models: readonly ModelDraft[];
  readonly ops: readonly OpDraft[];
  /** False where the fuel ran out. */
  readonly finished: boolean;
}

/** Expressions and statements that one document may cost: about 50 ms. */
const FUEL = 300_000;

/** Text that a function must hold to be worth entering when nobody calls it. */
const CANDIDATE = /\b(?:layers|sequential|compile|losses|fused|input|apply|predict|fit|fitDataset|trainOnBatch|minimize|variableGrads|matMul|relu6?|leakyRelu|prelu|elu|selu|sigmoid|tanh|softmax|logSoftmax|softplus|step|logSigmoid|erf)\b/g;

function candidateOffsets({ tree: { text }, start }: Script): number[] {
  const offsets: number[] = [];
  CANDIDATE.lastIndex = 0;
  for (let match = CANDIDATE.exec(text); match; match = CANDIDATE.exec(text)) offsets.push(match.index + start);
  return offsets;
}

function holdsCandidate(offsets: readonly number[], from: number, to: number): boolean {
  let low = 0;
  let high = offsets.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const found = offsets[low];
  return found !== undefined && found < to;
}

function newMachine(scripts: readonly [Script, ...Script[]], resolver: Resolver): Machine {
  const machine: Machine = {
    script: scripts[0], home: new Set(scripts), site: undefined, namesTf: new Set(), modules: newModules(resolver), fuel: FUEL, depth: 0, clock: 0, journal: undefined, frozen: false,
    returns: [], layers: [], models: [], ops: [], classes: [], waiting: new Set(), entered: new Set(), stack: [], statement: undefined, leaving: undefined, frame: 0, tentative: new Map(), superseded: new Set(),
    evaluate: (node: Expression, scope: Scope) => evaluate(machine, node, scope),
    execute: (statements: readonly Statement[], scope: Scope) => execute(machine, statements, scope),
    call: (callee, args, self) => callValue(machine, callee, args, self),
  };
  return machine;
}

/**
 * Enters a function that nobody calls. It may run, at some time: what it assigns to outer variables becomes possible,
 * what it does to objects is taken as done.
 */
function enterWeakly(machine: Machine, fn: FunctionValue, self: Value | undefined): void {
  tentatively(machine, fn.node, () => {
    for (const [binding, value] of branchBindings(machine, () => callFunction(machine, fn, undefined, self))) {
      assign(machine, binding, isNullish(value) ? binding.value : join(value, binding.value));
    }
  });
}

/** Keeps in mind what is made while nothing is known of the arguments. */
function tentatively<T>(machine: Machine, node: Node, run: () => T): T {
  const lists: readonly (readonly object[])[] = [machine.layers, machine.models, machine.ops];
  const before = lists.map((list) => list.length);
  const result = run();
  machine.tentative.set(node, lists.flatMap((list, index) => list.slice(before[index])));
  return result;
}

/** The name of a function, its own or that of the variable it is assigned to. */
function nameOf({ node, script }: FunctionValue): string | undefined {
  const own = (node.name as { readonly escapedText?: unknown } | undefined)?.escapedText;
  return own === undefined ? /([\w$]+)\s*=\s*$/.exec(script.text.slice(Math.max(0, node.pos - 80), node.pos))?.[1] : String(own);
}

/** A call of a waiting function by its name. */
interface NamedCall {
  readonly name: string;
  readonly at: number;
}

/** Where functions worth entering are called: what calls them is worth entering too. */
function namedCalls(machine: Machine, offsets: readonly number[]): readonly NamedCall[] {
  const names = new Set<string>();
  for (const fn of machine.waiting) if (holdsCandidate(offsets, fn.node.pos, fn.node.end)) names.add(nameOf(fn) ?? '');
  names.delete('');
  if (names.size === 0 || names.size > 100) return [];
  const pattern = new RegExp(`(?<![\\w$.])(${[...names].map((name) => name.replaceAll('$', '\\$')).join('|')})\\s*\\(`, 'g');
  return [...machine.script.text.matchAll(pattern)].map((match) => ({ name: match[1] ?? '', at: match.index }));
}

/** Any method may have run before the one that is entered: plain fields that one of them writes are not known. */
function forgetFields(machine: Machine, type: ClassValue, instance: ObjectValue): void {
  for (const element of type.node.members) {
    if (isConstructorDeclaration(element) || !('body' in element)) continue;
    for (const [name, plain] of assignedFields(element)) {
      const value = instance.entries.get(name)?.value;
      // What holds nothing yet stays empty until a model is put there, but not if it will be a name or a number.
      if (value?.kind === 'known' && (plain || !isNullish(value))) setMember(machine, instance, name, UNKNOWN, element);
    }
  }
}

function enterWaiting(machine: Machine, candidates: readonly number[]): void {
  const named = namedCalls(machine, candidates);
  const calls = named.map(({ at }) => at);
  const worthwhile = ({ pos, end }: { readonly pos: number; readonly end: number }): boolean => holdsCandidate(candidates, pos, end) || holdsCandidate(calls, pos, end);
  // An event handler may have run before the function that reads what it writes.
  for (const fn of machine.waiting) for (const name of assignedNames(fn.node)) forgetPrimitive(machine, fn.scope, name);
  for (const type of machine.classes) {
    if (!worthwhile(type.node)) continue;
    const instance = machine.entered.has(type.node) ? undefined : tentatively(machine, type.node, () => instantiate(machine, type, undefined));
    if (instance) forgetFields(machine, type, instance);
    for (const element of type.node.members) {
      if (!('body' in element) || machine.entered.has(element) || !worthwhile(element)) continue;
      const name = (element.name as { readonly escapedText?: unknown } | undefined)?.escapedText;
      const method = instance && name !== undefined ? member(machine, instance, String(name)) : UNKNOWN;
      const fn = method.kind === 'function' ? method : { kind: 'function' as const, node: element as never, script: type.script, scope: type.scope };
      enterWeakly(machine, fn, instance);
    }
  }
  // What is called from elsewhere waits until its callers have been entered, and is then known by its calls.
  const later: FunctionValue[] = [];
  const enter = (fn: FunctionValue): void => {
    machine.waiting.delete(fn);
    if (!machine.entered.has(fn.node) && worthwhile(fn.node)) enterWeakly(machine, fn, undefined);
  };
  for (const fn of machine.waiting) {
    const name = named.length > 0 ? nameOf(fn) : undefined;
    if (name !== undefined && named.some((call) => call.name === name && (call.at < fn.node.pos || call.at >= fn.node.end))) later.push(fn);
    else enter(fn);
  }
  for (const fn of later) enter(fn);
}

/** Evaluates all scripts of a document in the order in which they run; those of one scope share their top-level names. */
export function evaluateDocument(document: ParsedDocument, id = '', resolver: Resolver = NO_MODULES): Drafts {
  const [first, ...others] = document.scripts;
  if (!first) return { layers: [], models: [], ops: [], finished: true };
  const machine = newMachine([first, ...others], resolver);
  const module = newModule(machine, document, id);
  let finished = true;
  try {
    runScripts(machine, module, document);
    enterWaiting(machine, document.scripts.flatMap(candidateOffsets).sort((a, b) => a - b));
  } catch (error) {
    if (error !== OUT_OF_FUEL) throw error;
    finished = false;
  }
  const valid = (draft: object): boolean => !machine.superseded.has(draft);
  return { layers: machine.layers.filter(valid), models: machine.models.filter(valid), ops: machine.ops.filter(valid), finished };
}
