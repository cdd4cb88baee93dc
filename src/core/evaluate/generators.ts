/**
 * Generators: the body of one runs when somebody goes through its values, and between two of them the code that does
 * so runs, as in JavaScript.
 */
import type { Items } from './iterate';
import type { Machine } from './state';
import { optionally } from './state';
import type { GeneratorValue, Value } from './values';
import { UNKNOWN } from './values';

/** Runs the body of a generator that nobody has asked for values yet; false where that cannot be said. */
function start(machine: Machine, generator: GeneratorValue): boolean {
  const { state } = generator;
  // In a branch it may have been used up, or not.
  if (!machine.frozen) generator.state = machine.journal && generator.born < machine.journal.since ? 'unknown' : 'used';
  return state === 'new';
}

/**
 * Gives each value to `take` when it is yielded; once that says that it wants no more, the rest of the body does not
 * run. False where it is not known which values there are.
 */
export function eachYielded(machine: Machine, generator: GeneratorValue, take: (value: Value) => boolean): boolean {
  if (generator.state === 'used') return true;
  if (!start(machine, generator)) return false;
  const outer = contextOf(machine);
  let wanted = true;
  const yielded = (value: Value): void => {
    if (!wanted) return;
    const inner = contextOf(machine);
    enter(machine, outer);
    try {
      wanted = take(value);
    } finally {
      enter(machine, inner);
    }
    if (!wanted) machine.frozen = true;
  };
  const { frozen } = machine;
  try {
    machine.call(generator.fn, generator.args, generator.self, yielded);
  } finally {
    machine.frozen = frozen;
  }
  return true;
}

type Context = Pick<Machine, 'frame' | 'yielding' | 'leaving' | 'returns' | 'script'> & { readonly stack: readonly Machine['stack'][number][]; readonly journals: readonly Machine['journals'][number][] };

function contextOf(machine: Machine): Context {
  const { stack, journals, returns, frame, yielding, leaving, script } = machine;
  return { stack: [...stack], journals: [...journals], returns, frame, yielding, leaving, script };
}

/** Puts the machine into the place of the code that goes through the values, or back into the generator's. */
function enter(machine: Machine, context: Context): void {
  machine.stack.splice(0, machine.stack.length, ...context.stack);
  machine.journals.splice(0, machine.journals.length, ...context.journals);
  machine.returns = context.returns;
  machine.script = context.script;
  machine.frame = context.frame;
  machine.yielding = context.yielding;
  machine.leaving = context.leaving;
}

/** The first values that a generator yields. */
export function runGenerator(machine: Machine, generator: GeneratorValue, limit: number): Items | undefined {
  const items: Value[] = [];
  const { journal } = machine;
  let certain = true;
  const complete = eachYielded(machine, generator, (value) => {
    // A value that is yielded in a branch may not be there.
    if (machine.journal !== journal) certain = false;
    if (certain) items.push(value);
    return items.length < limit;
  });
  return complete ? { items, open: !certain } : undefined;
}

/** Somebody asks for single values: how much of the body runs depends on how often. */
export function useGenerator(machine: Machine, generator: GeneratorValue): Value {
  const { state } = generator;
  generator.state = 'unknown';
  if (state !== 'used') {
    optionally(machine, () => {
      machine.call(generator.fn, generator.args, generator.self, () => undefined);
      return 'normal';
    });
  }
  return UNKNOWN;
}
