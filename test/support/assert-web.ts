/**
 * What the host suites use of `node:assert/strict`, for the web-worker extension host, which has no Node modules. The
 * bundler puts this module in its place there; a function that is missing here fails the test that calls it.
 */

function fail(message: string | Error | undefined, fallback: string): never {
  throw message instanceof Error ? message : new Error(message ?? fallback);
}

const show = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value, undefined, 2) ?? String(value)));

function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (a instanceof Map || a instanceof Set) return isDeepEqual([...a], [...(b as Iterable<unknown>)]);
  const keys = Reflect.ownKeys(a);
  return keys.length === Reflect.ownKeys(b).length && keys.every((key) => Object.hasOwn(b, key) && isDeepEqual(Reflect.get(a, key), Reflect.get(b, key)));
}

/** Does an error fit what was expected of it? */
function fits(error: unknown, expected: RegExp | undefined): boolean {
  return expected === undefined || expected.test(String(error));
}

function ok(value: unknown, message?: string | Error): asserts value {
  if (!value) fail(message, `${show(value)} is not truthy`);
}

const assert = Object.assign(ok, {
  ok,
  fail: (message?: string | Error): never => fail(message, 'Failed'),
  equal(actual: unknown, expected: unknown, message?: string | Error): void {
    if (!Object.is(actual, expected)) fail(message, `Expected ${show(expected)}, got ${show(actual)}`);
  },
  notEqual(actual: unknown, expected: unknown, message?: string | Error): void {
    if (Object.is(actual, expected)) fail(message, `Expected something other than ${show(expected)}`);
  },
  deepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
    if (!isDeepEqual(actual, expected)) fail(message, `Expected ${show(expected)}\ngot ${show(actual)}`);
  },
  notDeepEqual(actual: unknown, expected: unknown, message?: string | Error): void {
    if (isDeepEqual(actual, expected)) fail(message, `Expected something other than ${show(expected)}`);
  },
  match(actual: string, expected: RegExp, message?: string | Error): void {
    if (!expected.test(actual)) fail(message, `${show(actual)} does not match ${expected}`);
  },
  doesNotMatch(actual: string, expected: RegExp, message?: string | Error): void {
    if (expected.test(actual)) fail(message, `${show(actual)} matches ${expected}`);
  },
  throws(action: () => unknown, expected?: RegExp): void {
    let error: unknown;
    try {
      action();
    } catch (caught) {
      error = caught;
      if (fits(error, expected)) return;
    }
    fail(undefined, error === undefined ? 'Expected an exception' : `${String(error)} is not the exception that was expected`);
  },
  async rejects(action: Promise<unknown> | (() => Promise<unknown>), expected?: RegExp): Promise<void> {
    let error: unknown;
    try {
      await (typeof action === 'function' ? action() : action);
    } catch (caught) {
      error = caught;
      if (fits(error, expected)) return;
    }
    fail(undefined, error === undefined ? 'Expected a rejection' : `${String(error)} is not the rejection that was expected`);
  },
});

// The default export stands in for that of `node:assert/strict`.
// oxlint-disable-next-line import/no-default-export
export default assert;
