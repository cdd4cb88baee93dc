/** What a branch changes: kept as it was before, put back, and joined with what other branches make of it. */
import type { ModelDraft, Step } from './drafts';
import type { ArrayValue, Binding, CollectionValue, Entry, ObjectValue, Value } from './values';
import { join, same, UNKNOWN, unknownOf } from './values';

/** Everything that a branch may change. */
export type Mutable = Binding | ArrayValue | ObjectValue | CollectionValue | ModelDraft;

/** What one of them holds. */
export type Content =
  | { readonly of: 'binding'; readonly value: Value }
  | { readonly of: 'array'; readonly items: readonly Value[]; readonly open: boolean }
  | { readonly of: 'object'; readonly entries: ReadonlyMap<string, Entry>; readonly open: boolean }
  | { readonly of: 'collection'; readonly items: readonly (readonly [Value, Value])[]; readonly open: boolean }
  | { readonly of: 'model'; readonly steps: readonly Step[]; readonly complete: boolean; readonly compile: ModelDraft['compile'] };

/** What a branch has changed, as it was before. */
export interface Journal {
  /** Objects born later belong to the branch alone. */
  readonly since: number;
  readonly saved: Map<Mutable, Content>;
}

/** What a thing holds now. */
export function capture(thing: Mutable): Content {
  switch (thing.kind) {
    case 'binding': return { of: 'binding', value: thing.value };
    case 'array': return { of: 'array', items: [...thing.items], open: thing.open };
    case 'object': return { of: 'object', entries: new Map(thing.entries), open: thing.open };
    case 'collection': return { of: 'collection', items: [...thing.items], open: thing.open };
    case 'model': return { of: 'model', steps: [...thing.steps], complete: thing.complete, compile: thing.compile };
  }
}

/** Makes a thing hold what it held. */
export function restore(thing: Mutable, content: Content): void {
  if (thing.kind === 'binding' && content.of === 'binding') thing.value = content.value;
  else if (thing.kind === 'array' && content.of === 'array') {
    thing.items = [...content.items];
    thing.open = content.open;
  } else if (thing.kind === 'object' && content.of === 'object') {
    thing.entries = new Map(content.entries);
    thing.open = content.open;
  } else if (thing.kind === 'collection' && content.of === 'collection') {
    thing.items = [...content.items];
    thing.open = content.open;
  } else if (thing.kind === 'model' && content.of === 'model') {
    thing.steps = [...content.steps];
    thing.complete = content.complete;
    thing.compile = content.compile;
  }
}

const MAYBE = { optional: true } as const;

function joinEntries(a: ReadonlyMap<string, Entry>, b: ReadonlyMap<string, Entry>): Map<string, Entry> {
  const joined = new Map<string, Entry>();
  for (const [key, entry] of a) {
    const other = b.get(key);
    if (other === entry) joined.set(key, entry);
    else joined.set(key, other && !other.getter && !entry.getter ? { value: join(entry.value, other.value), ...(entry.optional || other.optional ? MAYBE : {}) } : { value: unknownOf([entry.value]), ...MAYBE });
  }
  for (const [key, { value }] of b) if (!a.has(key)) joined.set(key, { value: unknownOf([value]), ...MAYBE });
  return joined;
}

function joinSteps(a: readonly Step[], b: readonly Step[]): Step[] {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  const optional = (step: Step): Step => (step.optional ? step : { ...step, optional: true });
  return [...a.slice(0, shared), ...a.slice(shared).map(optional), ...b.slice(shared).map(optional)];
}

type CollectionContent = Content & { readonly of: 'collection' };

/** What both have at the same place under the same key; behind that nothing is known. */
function joinCollections(a: CollectionContent, b: CollectionContent): CollectionContent {
  const items: (readonly [Value, Value])[] = [];
  for (const [index, [key, value]] of a.items.entries()) {
    const other = b.items[index];
    if (!other || !same(other[0], key)) break;
    items.push([key, join(value, other[1])]);
  }
  return { of: 'collection', items, open: a.open || b.open || items.length !== a.items.length || items.length !== b.items.length };
}

/** What is true of both. */
export function joinContents(a: Content, b: Content): Content {
  if (a.of === 'binding' && b.of === 'binding') return { of: 'binding', value: join(a.value, b.value) };
  if (a.of === 'array' && b.of === 'array') {
    const items = a.items.slice(0, Math.min(a.items.length, b.items.length)).map((item, index) => join(item, b.items[index] ?? UNKNOWN));
    return { of: 'array', items, open: a.open || b.open || a.items.length !== b.items.length };
  }
  if (a.of === 'collection' && b.of === 'collection') return joinCollections(a, b);
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
