/** Shapes of symbolic tensors while the program is still being read: `x.shape[3]`, `model.outputs[0].shape.slice(1)`. */
import type { Machine } from '../evaluate/state';
import { newArray } from '../evaluate/state';
import type { ApplicationDraft, ModelDraft, Value } from '../evaluate/values';
import { known, UNKNOWN } from '../evaluate/values';
import { shapeAfter } from './build';
import { layerFacts } from './layers';
import type { Shape } from './types';

const shapes = new WeakMap<ApplicationDraft, { readonly shape: Shape }>();

/** What a nested model gives for an input. */
function modelShape(model: ModelDraft, input: Shape): Shape {
  if (model.form === 'functional') return model.outputs?.kind === 'symbolic' && !model.outputs.output ? shapeOf(model.outputs.application) : undefined;
  if (model.form !== 'sequential' || !model.complete || model.steps.some(({ optional }) => optional)) return undefined;
  return model.steps.reduce<Shape>((shape, { layer }) => {
    if (layer.kind === 'layer') {
      const facts = layerFacts(layer.layer);
      return facts.className === 'InputLayer' ? shape : shapeAfter(facts, [shape]);
    }
    return layer.kind === 'model' ? modelShape(layer.model, shape) : undefined;
  }, input);
}

function inputsOf({ inputs }: ApplicationDraft): readonly (ApplicationDraft | undefined)[] {
  return inputs.map((input) => (input.kind === 'symbolic' && !input.output ? input.application : undefined));
}

/** The shape of what an application gives. A list instead of recursion: a chain may be thousands of layers long. */
function shapeOf(application: ApplicationDraft): Shape {
  const open = [application];
  for (let top = open.at(-1); top; top = open.at(-1)) {
    const inputs = inputsOf(top);
    const missing = inputs.filter((input): input is ApplicationDraft => input !== undefined && !shapes.has(input));
    if (missing.length > 0) {
      open.push(...missing);
      continue;
    }
    open.pop();
    if (shapes.has(top)) continue;
    const given = inputs.map((input) => input && shapes.get(input)?.shape);
    const { layer } = top;
    shapes.set(top, { shape: !layer ? undefined : 'factory' in layer ? shapeAfter(layerFacts(layer), given) : modelShape(layer, given[0]) });
  }
  return shapes.get(application)?.shape;
}

/** The shape as the program sees it, an array of numbers and null. */
export function shapeValue(machine: Machine, application: ApplicationDraft): Value {
  const shape = shapeOf(application);
  return shape ? newArray(machine, shape.map((size) => (size === undefined ? UNKNOWN : known(size)))) : UNKNOWN;
}
