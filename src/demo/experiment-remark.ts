/** Sentences about a program's network: a template and what stands in its places, to be put into the user's language at the edge. */
export interface Remark {
  readonly template: string;
  readonly data: Readonly<Record<string, string | number>>;
}

/** A sentence. */
export function remark(template: string, data: Remark['data'] = {}): Remark {
  return { template, data };
}

/** What cannot be trained, and why. */
export interface Refused {
  readonly ok: false;
  readonly reason: Remark;
}

/** A refusal. */
export function refused(template: string, data: Remark['data'] = {}): Refused {
  return { ok: false, reason: remark(template, data) };
}

/** What a sentence calls a layer. */
export function nameOf({ className, index }: { readonly className: string | undefined; readonly index: number }): { readonly index: number; readonly layer: string } {
  return { index: index + 1, layer: className ?? '?' };
}
