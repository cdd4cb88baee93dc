/** Small readers for JSON that came from elsewhere: each gives the value in its type, or says what is wrong and where. */

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string };
export type Reader<T> = (value: unknown) => Parsed<T>;

/** A refusal; the reason continues a sentence that begins with the name of the value. */
export function refuse(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

/** A number, brought into [lo, hi]; NaN and non-numbers are refused. */
export function clamped([lo, hi]: readonly [number, number]): Reader<number> {
  return (value) => (typeof value === 'number' && !Number.isNaN(value) ? { ok: true, value: Math.min(hi, Math.max(lo, value)) } : refuse('must be a number'));
}

/** A whole number, rounded and brought into [lo, hi]. */
export function integer(bounds: readonly [number, number]): Reader<number> {
  const read = clamped(bounds);
  return (value) => {
    const parsed = read(value);
    return parsed.ok ? { ok: true, value: Math.round(parsed.value) } : parsed;
  };
}

export const boolean: Reader<boolean> = (value) => (typeof value === 'boolean' ? { ok: true, value } : refuse('must be true or false'));

/** A string of at most `length` characters. */
export function text(length: number): Reader<string> {
  return (value) => (typeof value === 'string' && value.length <= length ? { ok: true, value } : refuse(`must be a string of at most ${length} characters`));
}

/** One of the strings given. */
export function choice<T extends string>(options: readonly T[]): Reader<T> {
  return (value) => {
    const found = options.find((option) => option === value);
    return found === undefined ? refuse(`must be one of ${options.join(', ')}`) : { ok: true, value: found };
  };
}

/** What is absent reads as the fallback: states that were kept before there was such a property have none. */
export function optional<T>(read: Reader<T>, fallback: T): Reader<T> {
  return (value) => (value === undefined ? { ok: true, value: fallback } : read(value));
}

export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return (value) => (value === null ? { ok: true, value: null } : read(value));
}

/** An array whose length lies within the bounds. */
export function list<T>(read: Reader<T>, [shortest, longest]: readonly [number, number]): Reader<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) return refuse('must be a list');
    if (value.length < shortest || value.length > longest) return refuse(`must have ${shortest} to ${longest} entries`);
    const items: T[] = [];
    for (const [index, entry] of value.entries()) {
      const parsed = read(entry);
      if (!parsed.ok) return refuse(`[${index}] ${parsed.reason}`);
      items.push(parsed.value);
    }
    return { ok: true, value: items };
  };
}

/** An object with these properties; others are dropped, so that a stranger's keys never travel on. */
export function record<T extends object>(readers: { readonly [K in keyof T]: Reader<T[K]> }): Reader<T> {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('must be an object');
    const result: Partial<T> = {};
    for (const key of Object.keys(readers) as (keyof T & string)[]) {
      const parsed = readers[key](Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined);
      if (!parsed.ok) return refuse(`${key} ${parsed.reason}`);
      result[key] = parsed.value;
    }
    return { ok: true, value: result as T };
  };
}
