/** Members that `tf.layers` and `tf.train` do not have, called as if they had. */
import type { TfCall } from '../network/types';
import { activationStrings } from '../tfjs/activation-names';
import { layerFactories } from '../tfjs/layers';
import { optimizerStrings } from '../tfjs/training';
import { replace } from './edits';
import type { Edit } from './types';

/** A call that throws, and what was meant. */
export interface UnknownMember {
  readonly call: TfCall;
  /** As it is written: `tf.layers.LeakyReLU`. */
  readonly written: string;
  /** What `tf.layers` or `tf.train` has instead. */
  readonly meant: string;
}

/** Classes that are there, though nobody can call them as a function. */
const CLASSES: ReadonlySet<string> = new Set(['Layer', 'RNN', 'RNNCell']);

const folded = (name: string): string => name.toLowerCase().replaceAll('_', '');

/** Another spelling of what there is; undefined where it may be anything. */
function meantMember(home: string, name: string): string | undefined {
  const same = (known: string): boolean => folded(known) === folded(name);
  if (home === 'train') return Object.keys(optimizerStrings).find((known) => same(known) || `${folded(known)}optimizer` === folded(name));
  const layer = Object.keys(layerFactories).find(same);
  const activation = activationStrings.find(same);
  return layer ?? (activation === undefined ? undefined : `activation({ activation: '${activation}' })`);
}

/** The calls of a program that throw because there is no such function. */
export function* unknownMembers(text: string, calls: readonly TfCall[]): Iterable<UnknownMember> {
  for (const call of calls) {
    const { path, span, nameSpan } = call;
    const [home = '', name = '', ...more] = path.split('.');
    if ((home !== 'layers' && home !== 'train') || more.length > 0 || CLASSES.has(name) || text.slice(nameSpan.start, nameSpan.end) !== name) continue;
    // A call that is still being typed, one under another name, or a member that the program looks for or puts there itself.
    if (text[nameSpan.start - 1] !== '.' || text[span.end - 1] !== ')') continue;
    const meant = meantMember(home, name);
    if (meant === undefined || meant === name || new RegExp(`\\.\\s*${name.replaceAll('$', '\\$')}(?![\\w$])(?!\\s*\\()`).test(text)) continue;
    yield { call, written: text.slice(span.start, nameSpan.end).replaceAll(/\s+/g, ''), meant };
  }
}

/** Calls what there is instead. */
export function callMeant(text: string, { call: { span, nameSpan }, meant }: UnknownMember): readonly Edit[] | undefined {
  if (!meant.includes('(')) return replace(nameSpan, meant);
  return /^\s*\(\s*\)$/.test(text.slice(nameSpan.end, span.end)) ? replace({ start: nameSpan.start, end: span.end }, meant) : undefined;
}
