/** The colours of a picture. It lies on whatever the editor shows; only its legend has a ground of its own. */
export interface Palette {
  /** The editor background that the colours are made for. */
  readonly background: string;
  /** Tick labels and legend; contrast at least 4.5 : 1. */
  readonly text: string;
  /** The lines x = 0 and y = 0. */
  readonly axis: string;
  /** Grid lines and shaded regions, drawn at low opacity: they carry nothing that text or lines do not. */
  readonly shade: string;
  /** Curves, in order; contrast at least 4.5 : 1, and told apart by dashes as well. */
  readonly series: readonly [string, string, string, string];
  /** Width of a curve in px. */
  readonly line: number;
}

export type PaletteName = 'dark' | 'light' | 'highContrast' | 'highContrastLight';

/** One palette for each kind of editor theme. The hues keep apart under the common colour vision deficiencies (blue, orange, violet, green). */
export const palettes: Readonly<Record<PaletteName, Palette>> = {
  dark: {
    background: '#1f1f1f',
    text: '#b8b8b8',
    axis: '#8a8a8a',
    shade: '#c8c8c8',
    series: ['#4fb8ff', '#ffad4d', '#d59bf6', '#5fd39b'],
    line: 2,
  },
  light: {
    background: '#ffffff',
    text: '#545454',
    axis: '#707070',
    shade: '#5a5a5a',
    series: ['#0062b8', '#b24a00', '#7a36b0', '#0b7048'],
    line: 2,
  },
  highContrast: {
    background: '#000000',
    text: '#ffffff',
    axis: '#d0d0d0',
    shade: '#ffffff',
    series: ['#66ccff', '#ffc233', '#e6a8ff', '#66f0b0'],
    line: 2.4,
  },
  highContrastLight: {
    background: '#ffffff',
    text: '#1c1c1c',
    axis: '#3c3c3c',
    shade: '#292929',
    series: ['#004a94', '#8a3600', '#5b1f8c', '#00522f'],
    line: 2.4,
  },
};
