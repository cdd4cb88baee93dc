import type { Op } from '../network/types';
import { activationOps } from '../tfjs/ops';
import { removeStatement } from './edits';
import { defineRule, none, say } from './types';

const messages = {
  lost: '{name} leaves {operand} as it is: it gives a new tensor, which nothing takes here.',
  lostHere: '{name} gives a new tensor, which nothing takes here.',
  assign: 'Assign the result to {operand}',
  remove: 'Remove the call',
};

const OPS: ReadonlySet<string> = new Set(activationOps);

/** Programs that call something for its time, its memory or its error, and not for its result. */
const MEASURES = /\b(?:performance\s*\.\s*now|Date\s*\.\s*now|console\s*\.\s*time|hrtime|expect|assert\w*|describe|bench\w*|warm\w*)\b|\.\s*(?:time|profile)\s*\(/i;

/** The statement is over: nobody is about to write a dot behind it. */
const ENDED = /^[ \t]*(?:;|\r?\n\s*\S)/;

/** A name that can be assigned to. */
function variableOf(op: Op, text: string): string | undefined {
  const operand = op.operandSpan && text.slice(op.operandSpan.start, op.operandSpan.end);
  return operand !== undefined && /^[A-Za-z_$][\w$]*$/.test(operand) ? operand : undefined;
}

function isConstant(text: string, name: string): boolean {
  return new RegExp(`\\b(?:const|import)\\s[^;\\n]*(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text);
}

export const rule = defineRule<Op>({
  id: 'discarded-activation-result',
  severity: 'error',
  messages,
  docs: {
    summary: 'An activation is called, and nothing takes its result.',
    why: 'Tensors never change: x.relu() and tf.relu(x) leave x as it is and give a new tensor. As a statement of its own such a call does nothing, and the tensor that it made takes up memory until something disposes of it.',
    ignore: 'Where the call is made for its time or its error, as in a benchmark; programs that measure time are not looked at.',
    bad: `const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
export function classify(input = tf.zeros([1, 4])) {
  let output = model.predict(input);
  output.softmax();
  return output;
}`,
    good: `const model = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: [4] })] });
export function classify(input = tf.zeros([1, 4])) {
  let output = model.predict(input);
  output = output.softmax();
  return output;
}`,
    sources: ['tfjs-core/src/tensor.ts'],
  },
  *find({ ops, text }) {
    if (MEASURES.test(text)) return;
    for (const op of ops) {
      if (!OPS.has(op.name) || !op.discarded || !op.certain || op.foreign || op.form === 'fused') continue;
      const operand = variableOf(op, text);
      // What is made only to be given to it may be made to warm up a backend, and a plain number is no tensor that could be meant to change.
      if (op.form === 'op' && (operand === undefined || typeof op.inputs[0] !== 'object')) continue;
      if (text[op.span.end - 1] !== ')' || !ENDED.test(text.slice(op.span.end, op.span.end + 200))) continue;
      yield { at: op.nameSpan, say: operand === undefined ? say(messages.lostHere, { name: op.name }) : say(messages.lost, { name: op.name, operand }), subject: op };
    }
  },
  mend: {
    safe: none,
    suggest: (op, { text }) => {
      const operand = variableOf(op, text);
      return [
        ...(operand === undefined ? [] : [{ title: say(messages.assign, { operand }), edits: isConstant(text, operand) ? undefined : [{ start: op.span.start, end: op.span.start, text: `${operand} = ` }] }]),
        { title: say(messages.remove), edits: removeStatement(text, op.span) },
      ];
    },
  },
});
