/**
 * Abstract evaluation of a document: what layers, models and tensor operations its program makes.
 *
 * The program is gone through in order as an engine would, with abstract values. Nothing of it is executed. Functions
 * that nobody calls are entered at the end with unknown arguments. Fuel bounds it all: when it is used up, what has
 * been found stands and the rest is unknown.
 */
import type { Expression, Statement } from 'typescript-6';
import type { ParsedDocument, Script } from '../syntax/tree';
import { assignedFields, assignedNames, forgetPrimitive } from './assigned';
import { callValue } from './calls';
import { evaluate } from './expressions';
import { instantiate } from './classes';
import { callFunction } from './functions';
import { setMember } from './members';
import { newModule, newModules, runScripts } from './module';
import { hasModifier, isConstructorDeclaration, SyntaxKind, textOf } from './nodes';
import { runJobs } from './promises';
import { NO_MODULES } from './resolver';
import type { Resolver } from './resolver';
import type { Machine, Watch } from './state';
import { assign, atSomeTime, branchBindings, OUT_OF_FUEL } from './state';
import { execute } from './statements';
import { tentatively } from './tentative';
import type { CallDraft, LayerDraft, ModelDraft, OpDraft } from './drafts';
import type { ClassValue, FunctionValue, ObjectValue, Scope, Value } from './values';
import { isNullish, join, UNKNOWN } from './values';

/** What a document's program makes. */
export interface Drafts {
  readonly layers: readonly LayerDraft[];
  readonly models: readonly ModelDraft[];
  readonly ops: readonly OpDraft[];
  readonly calls: readonly CallDraft[];
  /** False where the fuel ran out. */
  readonly finished: boolean;
}

/** Expressions and statements that one document may cost: about 50 ms. */
const FUEL = 160_000;

/** Calls of a function within itself that one document may make, beyond the first ones. */
const MAX_RECURSIONS = 1_000;

/** Text that a function must hold to be worth entering when nobody calls it. */
const CANDIDATE = /\b(?:layers|sequential|loadLayersModel|save|modelFromJSON|compile|losses|fused|input|apply|predict|fit|fitDataset|trainOnBatch|minimize|variableGrads|customGrad|matMul|relu6?|leakyRelu|prelu|elu|selu|sigmoid|tanh|softmax|logSoftmax|softplus|step|logSigmoid|erf|exp)\b/g;

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

function newMachine(scripts: readonly [Script, ...Script[]], resolver: Resolver, shapeOf: Machine['shapeOf'], watch: Watch): Machine {
  const machine: Machine = {
    script: scripts[0], home: new Set(scripts), site: undefined, namesTf: new Set(), modules: newModules(resolver), fuel: FUEL, watch, depth: 0, clock: 0, journal: undefined, frozen: false, weakSince: undefined, doubtful: false,
    target: undefined, yielding: undefined, jobs: [], generation: 0, recursions: MAX_RECURSIONS, nesting: 0, whole: true, journals: [], calling: undefined, shapeOf,
    returns: [], layers: [], models: [], ops: [], calls: [], classes: [], waiting: new Set(), entered: new Set(), instances: new Map(), stack: [], statement: undefined, leaving: undefined, frame: 0, tentative: new Map(), superseded: new Set(),
    evaluate: (node: Expression, scope: Scope) => evaluate(machine, node, scope),
    execute: (statements: readonly Statement[], scope: Scope, from?: number, to?: number) => execute(machine, statements, scope, from, to),
    call: (callee, args, self, yielding) => (yielding && callee.kind === 'function' ? callFunction(machine, callee, args, self, yielding) : callValue(machine, callee, args, self)),
  };
  return machine;
}

/**
 * Enters a function that nobody calls. It may run, at some time: what it assigns to outer variables becomes possible,
 * what it does to objects is taken as done.
 */
function enterWeakly(machine: Machine, fn: FunctionValue, self: Value | undefined): void {
  atSomeTime(machine, () => tentatively(machine, fn.node, () => {
    for (const [binding, value] of branchBindings(machine, () => {
      callFunction(machine, fn, undefined, self);
      runJobs(machine);
    })) {
      assign(machine, binding, isNullish(value) ? binding.value : join(value, binding.value));
    }
  }));
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

/** Names are looked for so often: what calls what calls something worth entering. */
const MAX_ROUNDS = 3;

/** Where functions and classes worth entering are called: what calls them is worth entering too. */
function namedCalls(machine: Machine, offsets: readonly number[]): readonly NamedCall[] {
  const found: NamedCall[] = [];
  const done = new Set<string>(['']);
  let inside = offsets;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const names = new Set<string>();
    const note = ({ pos, end }: { readonly pos: number; readonly end: number }, name: string | undefined): void => {
      if (name !== undefined && !done.has(name) && holdsCandidate(inside, pos, end)) names.add(name);
    };
    for (const fn of machine.waiting) note(fn.node, nameOf(fn));
    for (const { node } of machine.classes) note(node, node.name && textOf(node.name));
    if (names.size === 0 || names.size > 100) break;
    for (const name of names) done.add(name);
    const pattern = new RegExp(`(?<![\\w$.])(${[...names].map((name) => name.replaceAll('$', '\\$')).join('|')})\\s*\\(`, 'g');
    const calls = [...machine.script.text.matchAll(pattern)].map((match) => ({ name: match[1] ?? '', at: match.index }));
    found.push(...calls);
    inside = calls.map(({ at }) => at);
  }
  return found.sort((a, b) => a.at - b.at);
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

function enterClasses(machine: Machine, worthwhile: (node: { readonly pos: number; readonly end: number }) => boolean): void {
  for (const type of machine.classes) {
    if (!worthwhile(type.node)) continue;
    // Methods that nobody calls belong to the only instance, if the program makes one.
    const instance = machine.entered.has(type.node) ? machine.instances.get(type.node) : tentatively(machine, type.node, () => instantiate(machine, type, undefined));
    if (instance) forgetFields(machine, type, instance);
    for (const element of type.node.members) {
      if (!('body' in element) || element.kind === SyntaxKind.ClassStaticBlockDeclaration || machine.entered.has(element) || !worthwhile(element)) continue;
      const fn: FunctionValue = { kind: 'function', node: element as never, script: type.script, scope: type.scope, home: type };
      const self = hasModifier(element as never, SyntaxKind.StaticKeyword) ? type : instance;
      enterWeakly(machine, fn, self);
    }
  }
}

function enterWaiting(machine: Machine, candidates: readonly number[]): void {
  const named = namedCalls(machine, candidates);
  const calls = named.map(({ at }) => at);
  const worthwhile = ({ pos, end }: { readonly pos: number; readonly end: number }): boolean => holdsCandidate(candidates, pos, end) || holdsCandidate(calls, pos, end);
  // An event handler may have run before the function that reads what it writes.
  for (const fn of machine.waiting) for (const name of assignedNames(fn.node)) forgetPrimitive(machine, fn.scope, name);
  // What is called from elsewhere waits until its callers have been entered, and is then known by its calls.
  const later: FunctionValue[] = [];
  const enter = (fn: FunctionValue): void => {
    machine.waiting.delete(fn);
    if (!machine.entered.has(fn.node) && worthwhile(fn.node)) enterWeakly(machine, fn, undefined);
  };
  const enterUncalled = (): void => {
    for (const fn of machine.waiting) {
      const name = named.length > 0 ? nameOf(fn) : undefined;
      if (later.includes(fn)) continue;
      if (name !== undefined && named.some((call) => call.name === name && (call.at < fn.node.pos || call.at >= fn.node.end))) later.push(fn);
      else enter(fn);
    }
  };
  enterUncalled();
  enterClasses(machine, worthwhile);
  // What instances have in fields: `build = () => {…}`.
  enterUncalled();
  for (const fn of later) enter(fn);
}

/** Evaluates all scripts of a document in the order in which they run; those of one scope share their top-level names. */
export function evaluateDocument(document: ParsedDocument, id = '', resolver: Resolver = NO_MODULES, shapeOf?: Machine['shapeOf'], watch: Watch = () => undefined): Drafts {
  const [first, ...others] = document.scripts;
  if (!first) return { layers: [], models: [], ops: [], calls: [], finished: true };
  const machine = newMachine([first, ...others], resolver, shapeOf, watch);
  const module = newModule(machine, document, id);
  let finished = true;
  try {
    runScripts(machine, module, document);
    runJobs(machine, true);
    enterWaiting(machine, document.scripts.flatMap(candidateOffsets).sort((a, b) => a - b));
    runJobs(machine, true);
  } catch (error) {
    if (error !== OUT_OF_FUEL) throw error;
    finished = false;
  }
  const valid = (draft: object): boolean => !machine.superseded.has(draft);
  return { layers: machine.layers.filter(valid), models: machine.models.filter(valid), ops: machine.ops.filter(valid), calls: machine.calls.filter(valid), finished: finished && machine.whole };
}
