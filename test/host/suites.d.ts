/** Made by the bundler of the tests (scripts/lib/bundle-tests.mjs): every `test/host/*.test.ts`, by file name. */
declare module 'host-suites' {
  export const suites: readonly { readonly file: string; readonly load: () => Promise<unknown> }[];
}
