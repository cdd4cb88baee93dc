import type { CustomGradient, LostTensor } from '../network/custom-gradients';
import type { Span } from '../syntax/span';
import { callMethodOn, lineBreak, together } from './edits';
import { defineRule, none, say } from './types';
import type { Edit } from './types';

interface Subject {
  readonly gradient: CustomGradient;
  readonly lost: LostTensor | undefined;
  readonly ignoresDy: boolean;
}

const messages = {
  lost: '{name} is disposed of when the forward pass is over, and is not given to save: where a gradient is asked for, this throws.',
  kept: '{name} is disposed of when the forward pass is over; what save kept of it is in the second argument of gradFunc. Where a gradient is asked for, this throws “Tensor is disposed”.',
  count: 'gradFunc has to give one gradient for each tensor that the function takes. It takes {inputs} and gives {gradients}: where a gradient is asked for, tfjs throws.',
  dy: 'Nothing of {dy} goes into this gradient: it is the derivative of the function alone, and what is computed of its result does not count. By the chain rule it has to be multiplied by {dy}.',
  made: 'Here it is computed.',
  save: 'Keep {name} with save',
  multiply: 'Multiply by {dy}',
};

/** Puts one more parameter behind the others. */
function addParameter(span: Span | undefined, count: number, parameter: string): readonly Edit[] | undefined {
  return span && [{ start: span.end, end: span.end, text: `${count > 0 ? ', ' : ''}${parameter}` }];
}

/** What gradFunc is given back of `save`, with its type where dy has one. */
function takeBack(text: string, { gradParameters }: CustomGradient, name: string): readonly Edit[] | undefined {
  const type = gradParameters && /:\s*([\w$.]*Tensor)\w*\s*$/.exec(text.slice(gradParameters.start, gradParameters.end))?.[1];
  return addParameter(gradParameters, 1, type === undefined ? `[${name}]` : `[${name}]: ${type}[]`);
}

/** `save([y])` before the result, and `[y]` as what gradFunc is given back. */
function saveTensor(text: string, gradient: CustomGradient, { name, saved }: LostTensor): readonly Edit[] | undefined {
  const { save, parameters, gradParameterCount, inputs, result } = gradient;
  if (!result || !parameters || gradParameterCount !== 1) return undefined;
  const before = text.slice(parameters.end, result.start);
  const calls = save === undefined ? [] : [...before.matchAll(new RegExp(`(?<![\\w$.])${save.replaceAll('$', '\\$')}\\s*\\(\\s*\\[?\\s*([\\w$]*)\\s*(\\]\\s*\\))?`, 'g'))];
  // Where something else is kept already, its order is somebody else's.
  if (saved) return calls.length === 1 && calls[0]?.[1] === name && calls[0][2] !== undefined ? takeBack(text, gradient, name) : undefined;
  // A parameter that is new to a function with types would need one.
  if (calls.length > 0 || (save === undefined && text.slice(parameters.start, parameters.end).includes(':'))) return undefined;
  const indent = /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, result.start))?.[1];
  const statement = { start: result.start, end: result.start, text: `${save ?? 'save'}([${name}]);${indent === undefined ? ' ' : `${lineBreak(text)}${indent}`}` };
  return together(save === undefined ? addParameter(parameters, inputs ?? 1, 'save') : [], [statement], takeBack(text, gradient, name));
}

export const rule = defineRule<Subject>({
  id: 'custom-gradient-mismatch',
  severity: 'error',
  sometimes: ['warning'],
  messages,
  docs: {
    summary: 'The gradient function of a tf.customGrad uses tensors that are gone, gives too few or too many gradients, or leaves out dy.',
    why: 'What is computed in the function given to tf.customGrad is disposed of as soon as its value is there, before the gradient is computed. A tensor that the gradient needs has to be given to save, and is taken from the second argument of gradFunc; used from outside it throws “Tensor is disposed” or “Cannot read properties of undefined (reading ‘backend’)”. gradFunc gives one gradient for each tensor that the function takes: another number throws. And it is given dy, the gradient of the loss by the value: the gradient by the input is dy · f′(x). Where dy is left out nothing throws, and everything before the function learns by a wrong gradient.',
    ignore: 'Where the gradient is meant not to depend on what comes after: then say so with a comment.',
    bad: `const exponential = tf.customGrad((x) => {
  const y = x.exp();
  return { value: y.sub(1), gradFunc: (dy) => dy.mul(y) };
});
const slope = tf.grad((x) => exponential(x).sum())(tf.tensor1d([0, 1]));
const model = tf.sequential();
model.add(tf.layers.dense({ units: 1, inputShape: [2] }));`,
    good: `const exponential = tf.customGrad((x, save) => {
  const y = x.exp();
  save([y]);
  return { value: y.sub(1), gradFunc: (dy, [y]) => dy.mul(y) };
});
const slope = tf.grad((x) => exponential(x).sum())(tf.tensor1d([0, 1]));
const model = tf.sequential();
model.add(tf.layers.dense({ units: 1, inputShape: [2] }));`,
    sources: ['tfjs-core/src/gradients.ts', 'tfjs-core/src/engine.ts'],
  },
  *find({ gradients }) {
    for (const gradient of gradients) {
      const { inputs, lost, returned, ignoresDy, dy } = gradient;
      for (const one of lost) {
        yield { at: one.used, say: say(one.saved ? messages.kept : messages.lost, { name: one.name }), subject: { gradient, lost: one, ignoresDy: false }, related: [{ span: one.declared, say: say(messages.made) }] };
      }
      if (inputs !== undefined && inputs > 0 && gradient.gradients !== undefined && gradient.gradients !== inputs) {
        yield { at: returned, say: say(messages.count, { gradients: gradient.gradients, inputs }), subject: { gradient, lost: undefined, ignoresDy: false } };
      } else if (ignoresDy) yield { at: returned, severity: 'warning', say: say(messages.dy, { dy: dy ?? 'dy' }), subject: { gradient, lost: undefined, ignoresDy } };
    }
  },
  mend: {
    safe: none,
    suggest: ({ gradient, lost, ignoresDy }, { text }) => {
      if (lost) return [{ title: say(messages.save, { name: lost.name }), edits: saveTensor(text, gradient, lost) }];
      if (!ignoresDy || gradient.gradients !== 1 || text[gradient.returned.start] === '[') return [];
      const { dy, returned, gradParameters, gradParameterCount } = gradient;
      const name = dy ?? 'dy';
      const parameter = dy === undefined && gradParameterCount === 0 ? addParameter(gradParameters, 0, name) : [];
      return [{ title: say(messages.multiply, { dy: name }), edits: dy === undefined && gradParameterCount > 0 ? undefined : together(callMethodOn(text, returned, `mul(${name})`), parameter) }];
    },
  },
});
