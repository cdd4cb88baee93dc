import * as vscode from 'vscode';
import type { PaletteName } from '../core/plot/palettes';

const PALETTES: Readonly<Record<vscode.ColorThemeKind, PaletteName>> = {
  [vscode.ColorThemeKind.Light]: 'light',
  [vscode.ColorThemeKind.Dark]: 'dark',
  [vscode.ColorThemeKind.HighContrast]: 'highContrast',
  [vscode.ColorThemeKind.HighContrastLight]: 'highContrastLight',
};

/** The palette for the theme of this moment: a picture knows nothing of the editor's colours once it is made. */
export function currentPalette(): PaletteName {
  return PALETTES[vscode.window.activeColorTheme.kind];
}

/** The palettes of light and dark themes, between which VS Code itself chooses for decorations. */
export function decorationPalettes(): { readonly light: PaletteName; readonly dark: PaletteName } {
  const name = currentPalette();
  return name === 'light' || name === 'dark' ? { light: 'light', dark: 'dark' } : { light: 'highContrastLight', dark: 'highContrast' };
}
