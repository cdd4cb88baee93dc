/**
 * The modules of a program: each is run once, when one of its names is first looked up, and its names stay bound to
 * its variables, as JavaScript has it.
 */
import { MAX_LENGTH, silenceReason } from '../syntax/gate';
import { parse } from '../syntax/tree';
import type { ParsedDocument, Script } from '../syntax/tree';
import { usesNamespace } from '../tfjs/evidence';
import { isTensorFlowModule } from '../tfjs/imports';
import { collectExports } from './exports';
import { member, orTensorFlow, TENSORFLOW, tfMember } from './members';
import type { ModuleText, Resolver } from './resolver';
import { isRelative } from './resolver';
import { runJobs } from './promises';
import type { Machine } from './state';
import { doorstep, OUT_OF_FUEL } from './state';
import type { ModuleValue, ObjectValue, Scope, Value } from './values';
import { UNDEFINED, UNKNOWN } from './values';

export interface Module {
  readonly id: string;
  readonly scope: Scope;
  /** By exported name, what gives its value now. */
  readonly exports: Map<string, () => Value>;
  /** What gives the modules of `export * from`. */
  readonly stars: (() => Value)[];
  /** `{exports: {…}}` of a CommonJS module; undefined for one with `import` or `export`. */
  commonJs: ObjectValue | undefined;
  /** It could not be run to its end: nothing is known of it. */
  broken: boolean;
  /** Runs it, the first time; what it passes on from others is there without. */
  readonly start: () => void;
}

export interface Modules {
  readonly resolver: Resolver;
  readonly byId: Map<string, Module>;
  readonly byScript: Map<Script, Module>;
  /** How many names of modules are being looked up inside each other. */
  depth: number;
  /** What code of other modules may still cost; it never uses up what the document has. */
  fuel: number;
  /** Births in modules: they lie before anything that the document makes, whenever a module is run. */
  clock: number;
}

/** So many modules take part in one analysis; the others are unknown. */
const MAX_MODULES = 64;

/** Names that are re-exported from module to module are followed so far. */
const MAX_DEPTH = 24;

/** Expressions and statements that all code of other modules may cost in one analysis, and one module or call of it. */
const FUEL = 10_000;
const FUEL_AT_ONCE = 5_000;

export function newModules(resolver: Resolver): Modules {
  return { resolver, byId: new Map(), byScript: new Map(), depth: 0, fuel: FUEL, clock: Number.MIN_SAFE_INTEGER };
}

/** Notes the scripts of a document in which an unexplained `tf` is TensorFlow.js, and gives them their global. */
export function declareGlobals(machine: Machine, document: ParsedDocument, id: string): Scope {
  const root: Scope = { parent: undefined, variables: new Map() };
  if (!document.loads.some(({ src }) => isTensorFlowModule(src)) && !usesNamespace(document.text) && !(/\btf\b/.test(document.text) && machine.modules.resolver.hasGlobalTf(id))) return root;
  root.variables.set('tf', { kind: 'binding', born: machine.modules.clock++, value: TENSORFLOW });
  for (const script of document.scripts) machine.namesTf.add(script);
  return root;
}

/** A module about to be run: what it exports is known by name. */
export function newModule(machine: Machine, document: ParsedDocument, id: string, start: () => void = () => {}): Module {
  const scope: Scope = { parent: declareGlobals(machine, document, id), variables: new Map(), holdsVar: true };
  const module: Module = { id, scope, exports: new Map(), stars: [], commonJs: undefined, broken: false, start };
  machine.modules.byId.set(id, module);
  let standard = false;
  for (const script of document.scripts) {
    machine.modules.byScript.set(script, module);
    standard = collectExports(machine, module, script.tree.statements, (specifier) => importModule(machine, specifier, id)) || standard;
  }
  if (!standard) declareCommonJs(machine, module);
  return module;
}

/** `module` and `exports`, which modules of the older kind write to. */
function declareCommonJs({ modules }: Machine, module: Module): void {
  const exports: ObjectValue = { kind: 'object', born: modules.clock++, entries: new Map(), open: false };
  module.commonJs = { kind: 'object', born: modules.clock++, entries: new Map([['exports', { value: exports }]]), open: false };
  module.scope.variables.set('module', { kind: 'binding', born: modules.clock++, value: module.commonJs });
  module.scope.variables.set('exports', { kind: 'binding', born: modules.clock++, value: exports });
}

/** The module whose code is being run. */
export function moduleOf(machine: Machine): Module | undefined {
  return machine.modules.byScript.get(machine.script);
}

export function moduleId(machine: Machine): string {
  return moduleOf(machine)?.id ?? '';
}

/** `export default value` and `export = value`. */
export function exportDefault(machine: Machine, value: Value, equals: boolean): void {
  moduleOf(machine)?.exports.set(equals ? 'export =' : 'default', () => value);
}

const parsed = new WeakMap<ModuleText, { readonly document: ParsedDocument | undefined }>();

function parseModule(source: ModuleText): ParsedDocument | undefined {
  const known = parsed.get(source);
  if (known) return known.document;
  const json = source.language === 'json';
  const text = json ? `export default ${source.text}` : source.text;
  const reason = silenceReason(text);
  const readable = text.length <= MAX_LENGTH && (reason === undefined || reason === 'no-tfjs');
  const document = readable ? parse(text, source.language === 'json' ? 'javascript' : source.language) : undefined;
  parsed.set(source, { document });
  return document;
}

/** What of the machine belongs to the code that is being run. */
interface Running {
  readonly script: Script;
  readonly site: Machine['site'];
  readonly clock: number;
  readonly journal: Machine['journal'];
  readonly leaving: Machine['leaving'];
  readonly frame: number;
  readonly statement: Machine['statement'];
  readonly depth: number;
  readonly frozen: boolean;
  readonly target: Machine['target'];
  readonly yielding: Machine['yielding'];
  readonly calling: Machine['calling'];
  readonly generation: number;
}

/** Runs code of other modules on what is set aside for it; undefined where that is not enough. */
export function onForeignFuel<T>(machine: Machine, run: () => T): T | undefined {
  const { fuel, modules } = machine;
  const given = Math.min(modules.fuel, FUEL_AT_ONCE);
  machine.fuel = given;
  try {
    return run();
  } catch (error) {
    if (error !== OUT_OF_FUEL) throw error;
    return undefined;
  } finally {
    modules.fuel -= given - Math.max(0, machine.fuel);
    machine.fuel = fuel;
  }
}

/** Runs the scripts of a document in their order, among them those of a page that stand in files of their own. */
export function runScripts(machine: Machine, module: Module, { scripts, loads }: ParsedDocument): void {
  const scopes = new Map<number, Scope>([[0, module.scope]]);
  let loaded = 0;
  for (const [index, script] of scripts.entries()) {
    for (let load = loads[loaded]; load && load.before <= index; load = loads[++loaded]) if (!load.isModule) loadGlobalScript(machine, load.src, module);
    const scope = scopes.get(script.scope) ?? { parent: module.scope, variables: new Map(), holdsVar: true };
    scopes.set(script.scope, scope);
    machine.script = script;
    // How one script ended is nothing to the next.
    machine.leaving = undefined;
    machine.execute(script.tree.statements, scope);
  }
  machine.leaving = undefined;
}

/** Runs the statements of a module as if nothing else had run before. */
function runModule(machine: Machine, module: Module, document: ParsedDocument): void {
  const { script, site, clock, journal, leaving, frame, statement, depth, frozen, target, yielding, calling, generation } = machine;
  const before: Running = { script, site, clock, journal, leaving, frame, statement, depth, frozen, target, yielding, calling, generation };
  const stack = machine.stack.splice(0);
  const journals = machine.journals.splice(0);
  const jobs = machine.jobs.splice(0);
  const returns = machine.returns.splice(0);
  Object.assign(machine, { site: doorstep(machine), clock: machine.modules.clock, journal: undefined, leaving: undefined, frame: 0, statement: undefined, depth: 0, frozen: false, target: undefined, yielding: undefined, calling: undefined, generation: 0 });
  try {
    const ended = onForeignFuel(machine, () => {
      runScripts(machine, module, document);
      runJobs(machine, true);
      return true;
    });
    module.broken = ended === undefined;
  } finally {
    machine.modules.clock = machine.clock;
    Object.assign(machine, before);
    machine.stack.splice(0, machine.stack.length, ...stack);
    machine.journals.splice(0, machine.journals.length, ...journals);
    machine.jobs.splice(0, machine.jobs.length, ...jobs);
    machine.returns.splice(0, machine.returns.length, ...returns);
  }
}

/** The module that a specifier means in another: it is run when a value of its own is asked for. */
function loadModule(machine: Machine, specifier: string, from: string): Module | undefined {
  const source = machine.modules.resolver.resolve(specifier, from);
  if (!source) return undefined;
  const known = machine.modules.byId.get(source.id);
  if (known) return known;
  const document = machine.modules.byId.size < MAX_MODULES ? parseModule(source) : undefined;
  if (!document) return undefined;
  let waiting = true;
  const module: Module = newModule(machine, document, source.id, () => {
    if (!waiting) return;
    waiting = false;
    runModule(machine, module, document);
  });
  return module;
}

/** Runs a script that shares the globals of a page or a worker. */
export function loadGlobalScript(machine: Machine, specifier: string, { id, scope }: Module): void {
  if (isTensorFlowModule(specifier)) {
    scope.variables.set('tf', { kind: 'binding', born: machine.modules.clock++, value: TENSORFLOW });
    return;
  }
  // `src="model.js"` is a file beside the page.
  const path = isRelative(specifier) || /^(?:\/|[a-z][\w+.-]*:)/i.test(specifier) ? specifier : `./${specifier}`;
  const source = machine.modules.resolver.resolve(path, id);
  const document = source && !machine.modules.byId.has(source.id) && machine.modules.byId.size < MAX_MODULES ? parseModule(source) : undefined;
  if (!source || !document) return;
  const module: Module = { id: source.id, scope, exports: new Map(), stars: [], commonJs: undefined, broken: false, start: () => {} };
  machine.modules.byId.set(source.id, module);
  for (const script of document.scripts) machine.modules.byScript.set(script, module);
  runModule(machine, module, document);
}

/** Where TensorFlow.js is imported from: for some deep paths not the whole of it. */
function tensorFlowModule(specifier: string): Value | undefined {
  if (!isTensorFlowModule(specifier)) return undefined;
  return /\/(?:exports_layers|layers\/[\w/]+)(?:\.js)?$/.test(specifier) ? tfMember(TENSORFLOW, 'layers') : TENSORFLOW;
}

/** What a name of a module stands for now. */
function exportOf(machine: Machine, module: Module, name: string): Value {
  const { modules } = machine;
  if (module.broken || modules.depth >= MAX_DEPTH) return UNKNOWN;
  modules.depth++;
  try {
    // A module of the older kind makes its exports as it runs, and so does `export default`.
    if (module.commonJs || name === 'default') module.start();
    const found = module.exports.get(name)?.();
    if (module.broken) return UNKNOWN;
    if (found) return found;
    if (module.commonJs) {
      const all = member(machine, module.commonJs, 'exports');
      return name === 'default' ? all : member(machine, all, name);
    }
    const candidates = name === 'default' ? [] : module.stars.map((star) => member(machine, star(), name)).filter((value) => value !== UNDEFINED);
    const [first, ...others] = candidates;
    // The packages of TensorFlow.js may be passed on one by one.
    return first && others.every((other) => first.kind === 'tf' && other.kind === 'tf') ? first : UNKNOWN;
  } finally {
    modules.depth--;
  }
}

/** A module as a value: TensorFlow.js, another module of the program, or unknown. Nothing is run before it is asked for. */
export function importModule(machine: Machine, specifier: string, from: string): Value {
  const tensorFlow = tensorFlowModule(specifier);
  if (tensorFlow) return tensorFlow;
  let module: Module | null | undefined;
  const exported = (name: string): Value => {
    module ??= loadModule(machine, specifier, from) ?? null;
    if (module) return exportOf(machine, module, name);
    // What a package has under this name is TensorFlow.js (danfojs, ml5); what a file has, only if it is read.
    return isRelative(specifier) ? UNKNOWN : orTensorFlow(machine, name, UNKNOWN);
  };
  return { kind: 'module', exported } satisfies ModuleValue;
}

/** What `require` gives: for a module of the older kind what it assigned to `module.exports`. */
export function requireModule(machine: Machine, specifier: string, from: string): Value {
  const tensorFlow = tensorFlowModule(specifier);
  if (tensorFlow) return tensorFlow;
  const module = loadModule(machine, specifier, from);
  module?.start();
  if (!module || module.broken) return UNKNOWN;
  if (module.commonJs) return member(machine, module.commonJs, 'exports');
  return module.exports.get('export =')?.() ?? importModule(machine, specifier, from);
}
