/** Shapes of symbolic tensors while the program is still being read: `x.shape[3]`, `model.outputs[0].shape.slice(1)`. */
import type { Machine } from '../evaluate/state';
import { newArray } from '../evaluate/state';
import type { LayerDraft, ModelDraft } from '../evaluate/drafts';
import type { SymbolicValue, Value } from '../evaluate/values';
import { known, UNKNOWN } from '../evaluate/values';
import { graphOf } from './graph';
import { inferModel, newInference, shapeNow } from './infer';
import { layerFacts } from './layers';

/** The shape as the program sees it, an array of numbers and null: that of a model which ends with the tensor. */
export function shapeValue(machine: Machine, tensor: SymbolicValue): Value {
  const model: ModelDraft = {
    kind: 'model', born: 0, form: 'functional', node: undefined, script: machine.script, steps: [], complete: true, escaped: false, compile: undefined, calls: [], fits: [], saves: [], chain: [], outputs: tensor,
  };
  const graphs = new Map<ModelDraft, ReturnType<typeof graphOf>>();
  const inference = newInference({
    factsOf: (draft: LayerDraft) => layerFacts(draft),
    graphOf: (one) => {
      const found = graphs.get(one) ?? graphOf(one);
      graphs.set(one, found);
      return found;
    },
    finished: true,
  });
  const [exit] = inference.graphOf(model).exits ?? [];
  const nodes = inferModel(inference, model);
  machine.fuel -= nodes?.length ?? 0;
  const shape = exit && shapeNow(inference, nodes?.[exit.node]?.outputs[exit.application]?.[exit.output]);
  return shape ? newArray(machine, shape.map((size) => (size === undefined ? UNKNOWN : known(size)))) : UNKNOWN;
}
