/** The machine's state: scopes, fuel, the drafts found so far, and the journal that makes branches join. */
import { NodeFlags } from 'typescript-6';
import type { Expression, Node, Statement, VariableDeclarationList } from 'typescript-6';
import type { Script } from '../syntax/tree';
import { capture, joinContents, restore } from './journal';
import type { Content, Journal, Mutable } from './journal';
import type { Modules } from './module';
import type { Call } from './tensors';
import type { CallDraft, LayerDraft, ModelDraft, OpDraft, Site } from './drafts';
import type { ArrayValue, Binding, ClassValue, FunctionValue, ObjectValue, Scope, SymbolicValue, Value } from './values';
import { MAX_ITEMS } from './values';

/** How a statement ended. */
export type Completion = 'normal' | 'return' | 'break' | 'continue' | 'throw';

/** The ways out of a piece of code that a branch may have taken. */
export type Leaving = 'continue' | 'break' | 'return';

/** Something that runs once the code that is being run has come to its end, or waits. */
export interface Job {
  readonly run: () => void;
  /** So many jobs led to it, each putting off the next. */
  readonly generation: number;
  /** The branch in which it was put off: only there it is certain to run. */
  readonly journal: Journal | undefined;
}

/** Thrown when the evaluation has used up what it was given; caught where it was started. */
class OutOfFuel extends Error {}

/** Made once: an error with its stack costs too much to be made at every keystroke. */
export const OUT_OF_FUEL = new OutOfFuel('out of fuel');

/** Thrown when whoever asked for the analysis does not want to wait any longer. */
class Abandoned extends Error {}

export const ABANDONED = new Abandoned('abandoned');

/** Looks at the time now and then, and throws {@link ABANDONED} when it is over. */
export type Watch = () => void;

export interface Machine {
  /** Where the code stands that is being run. */
  script: Script;
  /** The scripts of the document itself: only of these are positions kept. */
  readonly home: ReadonlySet<Script>;
  /** The call of the document through which code of another module is being run. */
  site: Site | undefined;
  /** Scripts in which a name `tf` that nothing explains is TensorFlow.js. */
  readonly namesTf: Set<Script>;
  readonly modules: Modules;
  fuel: number;
  readonly watch: Watch;
  depth: number;
  /** Counts births, to tell what a branch made itself. */
  clock: number;
  journal: Journal | undefined;
  /** Values returned by the function that is being run, outermost first. */
  returns: Value[][];
  readonly layers: LayerDraft[];
  readonly models: ModelDraft[];
  readonly ops: OpDraft[];
  readonly calls: CallDraft[];
  /** Functions made and not yet entered; those left at the end are entered with unknown arguments. */
  readonly waiting: Set<FunctionValue>;
  readonly entered: Set<Node>;
  /** By class what the program makes of it; undefined where there are several. */
  readonly instances: Map<Node, ObjectValue | undefined>;
  readonly stack: Node[];
  /** For each function on the stack the branch in which it was called. */
  readonly journals: (Journal | undefined)[];
  /** How the code being run may have been left already, the farthest way; then what follows may not run. */
  leaving: Leaving | undefined;
  /** The clock when the function being run was entered: what is born later goes with it. */
  frame: number;
  /** The statement of a block that is being run. */
  statement: Statement | undefined;
  /** Where `break` or `continue` with a label leads to, while the code is being left for it. */
  target: string | undefined;
  /** Takes what the generator that is being run yields. */
  yielding: ((value: Value) => void) | undefined;
  /** The call that is being run, for what is made by a function that was given away. */
  calling: Call | undefined;
  /** The shape of a symbolic tensor as a value, once the layers' rules are there. */
  readonly shapeOf: ((machine: Machine, tensor: SymbolicValue) => Value) | undefined;
  /** What promises wait for, in order. */
  readonly jobs: Job[];
  /** The generation of the job that is being run. */
  generation: number;
  /** Models of a topology stand within each other so deep. */
  nesting: number;
  /** Calls of functions that are already being run are followed so often. */
  recursions: number;
  /** False where something was left out because it was too deep. */
  whole: boolean;
  /** What functions made when they were entered without a caller; a call that comes later knows better. */
  readonly tentative: Map<Node, readonly object[]>;
  readonly superseded: Set<object>;
  /** True while code is looked at that does not run: nothing is mutated. */
  frozen: boolean;
  /** The clock when a function that nobody calls was entered: what is older may have been through other functions first. */
  weakSince: number | undefined;
  /** A field was read that holds nothing yet, and that another method may have filled. */
  doubtful: boolean;
  readonly classes: ClassValue[];
  readonly evaluate: (node: Expression, scope: Scope) => Value;
  readonly execute: (statements: readonly Statement[], scope: Scope, from?: number, to?: number) => Completion;
  /** Calls a function; `yielding` takes what it yields, where it is a generator's. */
  readonly call: (callee: Value, args: readonly Value[], self: Value | undefined, yielding?: (value: Value) => void) => Value;
}

export function childScope(parent: Scope, self?: Value): Scope {
  return self === undefined ? { parent, variables: new Map() } : { parent, variables: new Map(), self };
}

/** The scope of a function that is being entered. */
export function functionScope(parent: Scope, self: Value | undefined, home?: ClassValue): Scope {
  const variables = new Map<string, Binding>();
  if (home) return { parent, variables, holdsVar: true, home, ...(self ? { self } : {}) };
  return self === undefined ? { parent, variables, holdsVar: true } : { parent, variables, self, holdsVar: true };
}

/** A scope in which `this` and `super` mean something. */
export function memberScope(parent: Scope, self: Value | undefined, home: ClassValue | undefined): Scope {
  return home === undefined ? childScope(parent, self) : { ...childScope(parent, self), home };
}

/** The class whose method the scope stands in. */
export function homeOf(scope: Scope): ClassValue | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.home) return at.home;
  return undefined;
}

/** `let`, `const` and `using`, not `var`. */
export function isBlockScoped(list: VariableDeclarationList): boolean {
  return (list.flags & NodeFlags.BlockScoped) !== 0;
}

/** The scope in which a list of declarations declares its names. */
export function declaringScope(list: VariableDeclarationList, scope: Scope): Scope {
  if (isBlockScoped(list)) return scope;
  let at = scope;
  while (!at.holdsVar && at.parent) at = at.parent;
  return at;
}

export function lookup(scope: Scope, name: string): Binding | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.variables.get(name);
    if (!found) continue;
    if (found.late) found.value = found.late();
    return found;
  }
  return undefined;
}

/** True while code of the document itself is run, not that of a module it imports. */
export function atHome(machine: Machine): boolean {
  return machine.home.has(machine.script);
}

/** Where in the document something is made: here, or for the code of another module at the call that led there. */
export function siteOf(machine: Machine, node: Node): Site {
  if (atHome(machine)) return { script: machine.script, node };
  return machine.site ?? nowhere(machine);
}

/** The whole document, for what no part of it can be held responsible for. */
function nowhere(machine: Machine): Site {
  const [script = machine.script] = machine.home;
  return { script, node: script.tree };
}

/** The place in the document where the code of another module is about to be run. */
export function doorstep(machine: Machine): Site {
  if (!atHome(machine)) return machine.site ?? nowhere(machine);
  return machine.statement ? { script: machine.script, node: machine.statement } : nowhere(machine);
}

/** Runs a call; code of other modules that it leads to is charged to it if it stands in the document. */
export function atCall<T>(machine: Machine, node: Node, run: () => T): T {
  if (!atHome(machine)) return run();
  const before = machine.site;
  machine.site = { script: machine.script, node };
  try {
    return run();
  } finally {
    machine.site = before;
  }
}

/** Runs code that may run at any later time. */
export function atSomeTime(machine: Machine, run: () => void): void {
  const { weakSince } = machine;
  machine.weakSince = machine.clock;
  run();
  machine.weakSince = weakSince;
}

/** Runs code that stands in another script. */
export function inScript<T>(machine: Machine, script: Script, run: () => T): T {
  const before = machine.script;
  machine.script = script;
  try {
    return run();
  } finally {
    machine.script = before;
  }
}

/** `this` where the scope stands. */
export function selfOf(scope: Scope): Value | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) if (at.self) return at.self;
  return undefined;
}

export function declare(machine: Machine, scope: Scope, name: string, value: Value): void {
  const existing = scope.variables.get(name);
  if (existing) assign(machine, existing, value);
  else scope.variables.set(name, { kind: 'binding', born: machine.clock++, value });
}

export function assign(machine: Machine, binding: Binding, value: Value): void {
  if (machine.frozen) return;
  touch(machine, binding);
  binding.value = value;
}

/** An array of some items; of very many the first ones. */
export function newArray(machine: Machine, items: Value[], open = false): ArrayValue {
  machine.fuel -= items.length >> 3;
  const array: ArrayValue = { kind: 'array', born: machine.clock++, items, open };
  if (items.length > MAX_ITEMS) append(array, []);
  return array;
}

/** Puts items at the end of an array, as far as their places are known. */
export function append(array: ArrayValue, items: readonly Value[]): void {
  if (array.open) return;
  // One by one: a call takes only so many arguments.
  for (const item of items) array.items.push(item);
  if (array.items.length > MAX_ITEMS) {
    array.items.length = MAX_ITEMS;
    array.open = true;
  }
}

/** Must be called before a mutable thing changes. */
export function touch(machine: Machine, thing: Mutable): void {
  const { journal } = machine;
  if (journal && thing.born < journal.since && !journal.saved.has(thing)) journal.saved.set(thing, capture(thing));
}

const STRENGTH: Readonly<Record<Completion, number>> = { normal: 0, continue: 1, break: 2, return: 3, throw: 4 };

/** The farther of two ways out. */
function farther(a: Leaving | undefined, b: Leaving | undefined): Leaving | undefined {
  return !a || (b && STRENGTH[b] > STRENGTH[a]) ? b : a;
}

/** Notes that the code may have been left already: what follows may not run. */
export function mayLeave(machine: Machine, how: Leaving | undefined): void {
  machine.leaving = farther(machine.leaving, how);
}

interface Run {
  readonly after: ReadonlyMap<Mutable, Content>;
  readonly completion: Completion;
  /** The label that it leads to. */
  readonly target: string | undefined;
}

/** What an arm that leaves did still counts where it is left for, except in variables that go with the function. */
function counts(machine: Machine, { completion }: Run, thing: Mutable): boolean {
  if (completion === 'throw') return false;
  return completion !== 'return' || thing.kind !== 'binding' || thing.born < machine.frame;
}

/** Runs each arm from the same state and leaves what is true after any of them. */
export function branch(machine: Machine, arms: readonly (() => Completion)[]): Completion {
  const outer = machine.journal;
  const runs: Run[] = [];
  const before = new Map<Mutable, Content>();
  let { leaving } = machine;
  for (const arm of arms) {
    const journal: Journal = { since: machine.clock, saved: new Map() };
    machine.journal = journal;
    machine.leaving = undefined;
    let completion: Completion;
    try {
      completion = arm();
    } catch (error) {
      // Whoever goes on from here finds everything as it was.
      for (const [thing, content] of journal.saved) restore(thing, content);
      throw error;
    } finally {
      machine.journal = outer;
    }
    leaving = farther(leaving, machine.leaving);
    const after = new Map<Mutable, Content>();
    for (const [thing, content] of journal.saved) {
      after.set(thing, capture(thing));
      restore(thing, content);
      if (!before.has(thing)) before.set(thing, content);
    }
    runs.push({ after, completion, target: machine.target });
    machine.target = undefined;
  }
  const live = runs.filter((run) => run.completion === 'normal');
  for (const [thing, original] of before) {
    touch(machine, thing);
    const relevant = runs.filter((run) => counts(machine, run, thing));
    const [first, ...rest] = (relevant.length > 0 ? relevant : runs).map((run) => run.after.get(thing) ?? original);
    if (first) restore(thing, rest.reduce(joinContents, first));
  }
  // The nearest way out is the one that is certain; the others are possible.
  let nearest: Completion | undefined;
  for (const { completion } of runs) if (nearest === undefined || STRENGTH[completion] < STRENGTH[nearest]) nearest = completion;
  for (const { completion } of runs) if (completion !== nearest && completion !== 'normal' && completion !== 'throw') leaving = farther(leaving, completion);
  machine.leaving = leaving;
  const completion = live.length > 0 ? 'normal' : (nearest ?? 'normal');
  const [{ target } = { target: undefined }] = runs;
  if (runs.every((run) => run.target === target && (target === undefined || run.completion === completion))) machine.target = target;
  // Arms that lead to different places, and a label may be far away: nothing behind them is certain.
  else mayLeave(machine, 'return');
  return completion;
}

/** Runs code that may not be reached: its effects become possible. Gives how the code itself ended. */
export function optionally(machine: Machine, run: () => Completion): Completion {
  let completion: Completion = 'normal';
  const { leaving } = machine;
  machine.leaving = undefined;
  branch(machine, [() => {
    completion = run();
    return 'normal';
  }, () => 'normal']);
  machine.leaving = farther(leaving, machine.leaving);
  return completion;
}

/**
 * Runs code that may run at some time, or never, and gives the outer variables that it changed, with what they were
 * before. What it put into models that were there before it is possible only.
 */
export function branchBindings(machine: Machine, run: () => void): [Binding, Value][] {
  const outer = machine.journal;
  const journal: Journal = { since: machine.clock, saved: new Map() };
  machine.journal = journal;
  try {
    run();
  } finally {
    machine.journal = outer;
  }
  const changed: [Binding, Value][] = [];
  for (const [thing, content] of journal.saved) {
    if (thing.kind === 'binding' && content.of === 'binding') changed.push([thing, content.value]);
    else if (thing.kind === 'model') restore(thing, joinContents(content, capture(thing)));
  }
  return changed;
}
