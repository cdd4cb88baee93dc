/** Input layers, `tf.input` too, whose keys have other names (`engine/input_layer.ts` of tfjs-layers). */
import { isSet } from '../config';
import type { Kind } from './kind';
import { wrongOption } from './options';

/** Exactly one shape is to be given, and no batch beside a shape that has one. */
export const inputLayer: Kind = {
  made: (layer) => {
    const set = (key: string): boolean | undefined => isSet(layer, key);
    const shapes = ['inputShape', 'batchInputShape', 'shape', 'batchShape'];
    if (shapes.every((key) => set(key) === false)) return { kind: 'option', key: 'inputShape', value: undefined };
    if (set('inputShape') && set('batchInputShape')) return wrongOption(layer, 'inputShape');
    if (set('shape') && set('batchShape')) return wrongOption(layer, 'shape');
    return set('batchInputShape') && set('batchSize') ? wrongOption(layer, 'batchSize') : undefined;
  },
};
