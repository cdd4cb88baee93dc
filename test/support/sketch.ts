import type { Analysis } from '../../src/core/analyze';

/** Each network as the sizes of its layers: `~` where a layer may be absent, `?` where it is not seen, `…` where some may be missing. */
export function sketch({ networks }: Analysis): readonly string[] {
  return networks.map(({ layers, complete }) => `${layers.map((layer) => `${layer.className === undefined ? '?' : (layer.units ?? layer.className)}${layer.optional ? '~' : ''}`).join(' ')}${complete ? '' : ' …'}`);
}
