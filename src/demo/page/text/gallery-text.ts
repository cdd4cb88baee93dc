/** The words of the gallery, in one shape per language. */
import type { Claim, PresetId } from '../../presets';

export interface GalleryText {
  /** A claim in a few words. */
  readonly claims: Readonly<Record<Claim, string>>;
  readonly presets: Readonly<Record<PresetId, { readonly title: string; readonly look: readonly [string, string] }>>;
}
