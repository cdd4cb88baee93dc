/** What the Node and the web-worker extension host both have, and the language's own library does not declare. */
declare function setTimeout(handler: () => void, milliseconds?: number): number;
declare function clearTimeout(timer: number | undefined): void;
declare const performance: { now(): number };
declare const crypto: { getRandomValues(array: Uint8Array): Uint8Array };
declare class TextDecoder {
  decode(bytes: Uint8Array): string;
}
declare class TextEncoder {
  encode(text: string): Uint8Array;
}
declare function atob(base64: string): string;
declare class URLSearchParams {
  constructor(query: string);
  get(name: string): string | null;
}
