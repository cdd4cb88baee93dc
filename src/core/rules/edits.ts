/**
 * Edits that keep a file's habits: its quotes, indentation and comments.
 *
 * Each gives undefined where it cannot be done without losing something, a comment above all.
 */
import type { ActivationRef, ActivationUse, Layer } from '../network/types';
import type { Span } from '../syntax/span';
import type { Edit } from './types';

const COMMENT = /\/\/|\/\*|<!--/;

/** The quote that a string literal uses. */
function quoteOf(text: string, span: Span): string {
  const quote = text[span.start];
  return quote === '"' || quote === '`' ? quote : "'";
}

/** The quote that the file prefers, for strings where none stood. */
export function preferredQuote(text: string): string {
  return text.split('"').length > text.split("'").length ? '"' : "'";
}

/** Replaces the string that names an activation, or the constant that stands for it. */
export function renameActivation(text: string, ref: ActivationRef | undefined, name: string): readonly Edit[] | undefined {
  if (!ref?.span || !(ref.literal || isConstant(text, ref.span))) return undefined;
  const quote = ref.literal ? quoteOf(text, ref.span) : preferredQuote(text);
  return [{ start: ref.span.start, end: ref.span.end, text: `${quote}${name}${quote}` }];
}

/** Replaces any string by another one, where it is written there or a constant stands for it. */
export function renameString(text: string, span: Span | undefined, name: string): readonly Edit[] | undefined {
  if (!span) return undefined;
  const literal = /["'`]/.test(text[span.start] ?? '');
  if (!literal && !isConstant(text, span)) return undefined;
  const quote = literal ? quoteOf(text, span) : preferredQuote(text);
  return [{ start: span.start, end: span.end, text: `${quote}${name}${quote}` }];
}

/** `activation: NAME` with `const NAME = '…'`: a name that other callers do not give. */
function isConstant(text: string, span: Span): boolean {
  const name = text.slice(span.start, span.end);
  return /^[\w$]+$/.test(name) && /:\s*$/.test(text.slice(0, span.start)) && new RegExp(`\\bconst\\s+${name.replaceAll('$', '\\$')}\\s*(?::[^=]*)?=\\s*['"\`]`).test(text);
}

/** Removes a stretch unless a comment stands in it. */
export function remove(text: string, span: Span): Edit | undefined {
  return COMMENT.test(text.slice(span.start, span.end)) ? undefined : { start: span.start, end: span.end, text: '' };
}

function skipBlank(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/.test(text[at] ?? '')) at++;
  return at;
}

function skipBlankBack(text: string, from: number): number {
  let at = from;
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

/** An item of a comma-separated list with the comma that goes with it. */
function listItem(text: string, span: Span): Span {
  const after = skipBlank(text, span.end);
  if (text[after] === ',') {
    const next = skipBlank(text, after + 1);
    const closes = text[next] === '}' || text[next] === ']' || text[next] === ')';
    // Behind the last item's trailing comma stands the bracket: take the blank before the item instead.
    if (!closes) return { start: span.start, end: next };
    return { start: skipBlankBack(text, span.start), end: after + 1 };
  }
  const before = skipBlankBack(text, span.start);
  if (text[before - 1] === ',') return { start: before - 1, end: span.end };
  return span;
}

/** Removes `key: value` from a layer's options. */
export function removeKey(text: string, layer: Layer, key: string): readonly Edit[] | undefined {
  const property = layer.config.get(key)?.property;
  const edit = property && remove(text, listItem(text, property));
  return edit && [edit];
}

/** A whole statement with its line, when nothing else stands on it. */
function statementSpan(text: string, span: Span): Span | undefined {
  let end = span.end;
  const semicolon = skipBlank(text, end);
  if (text[semicolon] === ';' && !text.slice(end, semicolon).includes('\n')) end = semicolon + 1;
  let start = span.start;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  const startsLine = start === 0 || text[start - 1] === '\n' || text[start - 1] === '\r';
  let lineEnd = end;
  while (text[lineEnd] === ' ' || text[lineEnd] === '\t') lineEnd++;
  const endsLine = lineEnd >= text.length || text[lineEnd] === '\n' || text[lineEnd] === '\r';
  if (!startsLine && text[end - 1] !== ';') return undefined;
  // With what shares the line the blank between goes as well.
  if (!endsLine) return { start: span.start, end: lineEnd };
  if (!startsLine) return { start, end };
  if (text[lineEnd] === '\r') lineEnd++;
  if (text[lineEnd] === '\n') lineEnd++;
  return { start, end: lineEnd };
}

/** Removes a statement that stands between others. */
export function removeStatement(text: string, span: Span): readonly Edit[] | undefined {
  const before = text[skipBlankBack(text, span.start) - 1];
  // Anything else may be the head of a loop or a condition, whose body it is.
  const whole = before === undefined || /[;{}]/.test(before) ? statementSpan(text, span) : undefined;
  const edit = whole && remove(text, whole);
  return edit && [edit];
}

/** `x = x;` says nothing: where only that is left of an assignment, the statement goes. */
function unlessItself(text: string, span: Span, edits: readonly Edit[] | undefined): readonly Edit[] | undefined {
  const target = /([\w$.]+)\s*=\s*$/.exec(text.slice(Math.max(0, span.start - 100), span.start));
  if (!edits || !target) return edits;
  const left = applyEdits(text.slice(span.start, span.end), edits.map((edit) => ({ ...edit, start: edit.start - span.start, end: edit.end - span.start })));
  return left === target[1] ? (removeStatement(text, { start: span.start - target[0].length, end: span.end }) ?? edits) : edits;
}

/** Takes a layer out of its model: the `add` statement, the array element, or the link of an `apply` chain. */
export function removeLayer(text: string, layer: Layer): readonly Edit[] | undefined {
  if (layer.step === 'element') {
    const edit = remove(text, listItem(text, layer.stepSpan));
    return edit && [edit];
  }
  if (layer.step === 'none') return undefined;
  if (layer.step === 'add') {
    if (!layer.statement) return undefined;
    const span = statementSpan(text, layer.stepSpan);
    const edit = span && remove(text, span);
    return edit && [edit];
  }
  // `tf.layers.reLU().apply(x)` becomes `x`; a layer kept in a variable may be used elsewhere.
  if (layer.stepSpan.start !== layer.span.start) return undefined;
  const open = text.indexOf('(', layer.span.end);
  if (open < 0 || open > layer.stepSpan.end || !/^\s*\.\s*apply\s*$/.test(text.slice(layer.span.end, open))) return undefined;
  const head = remove(text, { start: layer.stepSpan.start, end: open + 1 });
  const tail = text[layer.stepSpan.end - 1] === ')' ? { start: layer.stepSpan.end - 1, end: layer.stepSpan.end, text: '' } : undefined;
  return unlessItself(text, layer.stepSpan, head && tail && [head, tail]);
}

function indentation(text: string, offset: number): string {
  let start = offset;
  while (start > 0 && text[start - 1] !== '\n' && text[start - 1] !== '\r') start--;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

/** The line break that the text uses. */
export function lineBreak(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The expression in front of `.dense`, e.g. `tf.layers.` or nothing for a destructured factory. */
export function layersPrefix(text: string, layer: Layer): string | undefined {
  const prefix = text.slice(layer.span.start, layer.nameSpan.start);
  return /^[\w$.\s]+\.$/.test(prefix) ? prefix.replaceAll(/\s+/g, '') : undefined;
}

/** Names, dots, numbers and balanced brackets: an argument that can be told without reading it as a program. */
const PLAIN_ARGUMENT = /^(?:[\w$.,\s]|\([\w$.,\s]*\)|\[[\w$.,\s]*\])*$/;

/** Where `.apply(…)` directly behind a layer's call ends; undefined where that is not plain to see. */
function endOfApply(text: string, layer: Layer): number | undefined {
  const call = /^\s*\.\s*apply\s*\(/.exec(text.slice(layer.span.end));
  if (!call) return undefined;
  const start = layer.span.end + call[0].length;
  for (let at = start, depth = 0; at < text.length; at++) {
    if (text[at] === '(') depth++;
    if (text[at] !== ')' || depth-- > 0) continue;
    return PLAIN_ARGUMENT.test(text.slice(start, at)) ? at + 1 : undefined;
  }
  return undefined;
}

/** Puts another layer directly behind one. `code` is what follows `tf.layers.`. */
export function insertLayerAfter(text: string, layer: Layer, code: string): readonly Edit[] | undefined {
  const prefix = layersPrefix(text, layer);
  if (prefix === undefined) return undefined;
  const made = `${prefix}${code}`;
  if (layer.step === 'none') {
    // In no model that is seen, but applied on the spot.
    const end = layer.foreign ? undefined : endOfApply(text, layer);
    return end === undefined ? undefined : [{ start: layer.span.start, end: layer.span.start, text: `${made}.apply(` }, { start: end, end, text: ')' }];
  }
  if (layer.step === 'apply') {
    return layer.stepSpan.start === layer.span.start ? [{ start: layer.stepSpan.start, end: layer.stepSpan.start, text: `${made}.apply(` }, { start: layer.stepSpan.end, end: layer.stepSpan.end, text: ')' }] : undefined;
  }
  const multiline = text.slice(0, layer.stepSpan.start).trimEnd().length < layer.stepSpan.start && /[\n\r]/.test(text.slice(skipBlankBack(text, layer.stepSpan.start), layer.stepSpan.start));
  const separator = multiline ? `${lineBreak(text)}${indentation(text, layer.stepSpan.start)}` : ' ';
  if (layer.step === 'element') return [{ start: layer.stepSpan.end, end: layer.stepSpan.end, text: `,${separator}${made}` }];
  if (!layer.statement) return undefined;
  const call = text.slice(layer.stepSpan.start, layer.span.start);
  if (!/^[\w$.\s]+\.\s*add\s*\(\s*$/.test(call)) return undefined;
  const receiver = call.slice(0, call.indexOf('(') + 1).replaceAll(/\s+/g, '');
  const after = skipBlank(text, layer.stepSpan.end);
  const semicolon = text[after] === ';';
  const at = semicolon ? after + 1 : layer.stepSpan.end;
  return [{ start: at, end: at, text: `${separator}${receiver}${made})${semicolon ? ';' : ''}` }];
}

/** Drops a layer's `activation` option and puts an activation layer behind it: for what has no string. */
export function moveActivationToLayer(text: string, layer: Layer, code: string): readonly Edit[] | undefined {
  const removed = removeKey(text, layer, 'activation');
  const inserted = insertLayerAfter(text, layer, code);
  return removed && inserted && [...removed, ...inserted];
}

/** What an op is given besides the tensor does something of its own when it is worked out. */
export function hasBusyArguments(text: string, { form, span, callSpan, operandSpan }: ActivationUse): boolean {
  if (!callSpan || !operandSpan) return true;
  const rest = form === 'op' ? text.slice(operandSpan.end, callSpan.end - 1) : text.slice(span.end, callSpan.end).replace(/^\s*\(|\)$/g, '');
  return /[(`=]|\+\+|--|\bawait\b/.test(rest);
}

/** Unwraps an op: `tf.relu(tf.softmax(x))` and `tf.softmax(x).relu()` become `tf.softmax(x)`. */
export function unwrapOp(text: string, use: ActivationUse): readonly Edit[] | undefined {
  const { callSpan, operandSpan, direct } = use;
  // What starts with a bracket could join the line before, and anything but a call or a name could bind otherwise.
  const operand = operandSpan && text.slice(operandSpan.start, operandSpan.end);
  if (!callSpan || !operandSpan || operand === undefined || !(direct ? /^[\w$]/.test(operand) : /^[\w$]+(?:\.[\w$]+)*$/.test(operand))) return undefined;
  const head = remove(text, { start: callSpan.start, end: operandSpan.start });
  const tail = remove(text, { start: operandSpan.end, end: callSpan.end });
  return unlessItself(text, callSpan, head && tail && [head, tail].filter((edit) => edit.end > edit.start));
}

/** Calls a method on an expression: `x` becomes `x.div(255)`. */
export function callMethodOn(text: string, span: Span | undefined, call: string): readonly Edit[] | undefined {
  if (!span) return undefined;
  const written = text.slice(span.start, span.end);
  // A name or a chain of calls; anything else could bind otherwise.
  const isPlain = /^(?!(?:await|new|async)\b)[A-Za-z_$][\w$.]*(?:\(.*\))?$/s.test(written);
  return replace(span, isPlain ? `${written}.${call}` : `(${written}).${call}`);
}

/** Replaces what stands at a span. */
export function replace(span: Span | undefined, text: string): readonly Edit[] | undefined {
  return span && [{ start: span.start, end: span.end, text }];
}

/**
 * All edits of several steps, or undefined where one of them cannot be done. Layers that share a config are changed
 * at one place, once.
 */
export function together(...steps: readonly (readonly Edit[] | undefined)[]): readonly Edit[] | undefined {
  const edits: Edit[] = [];
  for (const step of steps) {
    if (!step) return undefined;
    for (const edit of step) if (!edits.some((one) => one.start === edit.start && one.end === edit.end && one.text === edit.text)) edits.push(edit);
  }
  const ordered = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return ordered.every(({ start }, index) => start >= (ordered[index - 1]?.end ?? 0)) ? edits : undefined;
}

/** Applies edits that do not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += text.slice(at, edit.start) + edit.text;
    at = Math.max(at, edit.end);
  }
  return result + text.slice(at);
}
