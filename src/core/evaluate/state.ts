/** The machine's state: scopes, fuel, the drafts found so far, and the journal that makes branches join. */
import { NodeFlags } from 'typescript-6';
import type { Expression, Node, Statement, VariableDeclarationList } from 'typescript-6';
import type { Script } from '../syntax/tree';
import type { Modules } from './module';
import type { ArrayValue, Binding, ClassValue, Entry, FunctionValue, LayerDraft, ModelDraft, ObjectValue, OpDraft, Scope, Site, Step, Value } from './values';
import { join, MAX_ITEMS, UNKNOWN } from './values';

/** How a statement ended. */
export type Completion = 'normal' | 'return' | 'break' | 'continue' | 'throw';

/** The ways out of a piece of code that a branch may have taken. */
export type Leaving = 'continue' | 'break' | 'return';

/** Everything that a branch may change. */
type Mutable = Binding | ArrayValue | ObjectValue | ModelDraft;

type Content =
  | { readonly of: 'binding'; readonly value: Value }
  | { readonly of: 'array'; readonly items: readonly Value[]; readonly open: boolean }
  | { readonly of: 'object'; readonly entries: ReadonlyMap<string, Entry>; readonly open: boolean }
  | { readonly of: 'model'; readonly steps: readonly Step[]; readonly complete: boolean; readonly compile: ModelDraft['compile'] };

interface Journal {
  /** Objects born later belong to the branch alone. */
  readonly since: number;
  readonly saved: Map<Mutable, Content>;
}

/** Thrown when the evaluation has used up what it was given; caught where it was started. */
class OutOfFuel extends Error {}

/** Made once: an error with its stack costs too much to be made at every keystroke. */
export const OUT_OF_FUEL = new OutOfFuel('out of fuel');

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
  depth: number;
  /** Counts births, to tell what a branch made itself. */
  clock: number;
  journal: Journal | undefined;
  /** Values returned by the function that is being run, outermost first. */
  readonly returns: Value[][];
  readonly layers: LayerDraft[];
  readonly models: ModelDraft[];
  readonly ops: OpDraft[];
  /** Functions made and not yet entered; those left at the end are entered with unknown arguments. */
  readonly waiting: Set<FunctionValue>;
  readonly entered: Set<Node>;
  readonly stack: Node[];
  /** How the code being run may have been left already, the farthest way; then what follows may not run. */
  leaving: Leaving | undefined;
  /** The clock when the function being run was entered: what is born later goes with it. */
  frame: number;
  /** The statement of a block that is being run. */
  statement: Statement | undefined;
  /** What functions made when they were entered without a caller; a call that comes later knows better. */
  readonly tentative: Map<Node, readonly object[]>;
  readonly superseded: Set<object>;
  /** True while code is looked at that does not run: nothing is mutated. */
  frozen: boolean;
  readonly classes: ClassValue[];
  readonly evaluate: (node: Expression, scope: Scope) => Value;
  readonly execute: (statements: readonly Statement[], scope: Scope) => Completion;
  readonly call: (callee: Value, args: readonly Value[], self: Value | undefined) => Value;
}

export function childScope(parent: Scope, self?: Value): Scope {
  return self === undefined ? { parent, variables: new Map() } : { parent, variables: new Map(), self };
}

/** The scope of a function that is being entered. */
export function functionScope(parent: Scope, self: Value | undefined): Scope {
  return self === undefined ? { parent, variables: new Map(), holdsVar: true } : { parent, variables: new Map(), self, holdsVar: true };
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

function capture(thing: Mutable): Content {
  switch (thing.kind) {
    case 'binding': return { of: 'binding', value: thing.value };
    case 'array': return { of: 'array', items: [...thing.items], open: thing.open };
    case 'object': return { of: 'object', entries: new Map(thing.entries), open: thing.open };
    case 'model': return { of: 'model', steps: [...thing.steps], complete: thing.complete, compile: thing.compile };
  }
}

function restore(thing: Mutable, content: Content): void {
  if (thing.kind === 'binding' && content.of === 'binding') thing.value = content.value;
  else if (thing.kind === 'array' && content.of === 'array') {
    thing.items = [...content.items];
    thing.open = content.open;
  } else if (thing.kind === 'object' && content.of === 'object') {
    thing.entries = new Map(content.entries);
    thing.open = content.open;
  } else if (thing.kind === 'model' && content.of === 'model') {
    thing.steps = [...content.steps];
    thing.complete = content.complete;
    thing.compile = content.compile;
  }
}

function joinEntries(a: ReadonlyMap<string, Entry>, b: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const joined = new Map<string, Entry>();
  for (const [key, entry] of a) {
    const other = b.get(key);
    joined.set(key, other === entry ? entry : { value: other ? join(entry.value, other.value) : UNKNOWN });
  }
  for (const key of b.keys()) if (!a.has(key)) joined.set(key, { value: UNKNOWN });
  return joined;
}

function joinSteps(a: readonly Step[], b: readonly Step[]): Step[] {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  const optional = (step: Step): Step => (step.optional ? step : { ...step, optional: true });
  return [...a.slice(0, shared), ...a.slice(shared).map(optional), ...b.slice(shared).map(optional)];
}

function joinContents(a: Content, b: Content): Content {
  if (a.of === 'binding' && b.of === 'binding') return { of: 'binding', value: join(a.value, b.value) };
  if (a.of === 'array' && b.of === 'array') {
    const items = a.items.slice(0, Math.min(a.items.length, b.items.length)).map((item, index) => join(item, b.items[index] ?? UNKNOWN));
    return { of: 'array', items, open: a.open || b.open || a.items.length !== b.items.length };
  }
  if (a.of === 'object' && b.of === 'object') return { of: 'object', entries: joinEntries(a.entries, b.entries), open: a.open || b.open };
  if (a.of === 'model' && b.of === 'model') {
    const compile = a.compile === b.compile ? a.compile : (a.compile ?? b.compile);
    return {
      of: 'model', steps: joinSteps(a.steps, b.steps), complete: a.complete && b.complete,
      compile: compile && a.compile !== b.compile ? { ...compile, certain: false } : compile,
    };
  }
  return a;
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
    runs.push({ after, completion });
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
  return live.length > 0 ? 'normal' : (nearest ?? 'normal');
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

/** Runs code and gives the outer variables that it changed, with what they were before. */
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
  for (const [thing, content] of journal.saved) if (thing.kind === 'binding' && content.of === 'binding') changed.push([thing, content.value]);
  return changed;
}
