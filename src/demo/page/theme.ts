/** The editor's colours as values, for what style sheets cannot reach: the canvases of the maps and of the charts. */

export type Rgb = readonly [number, number, number];

export interface Theme {
  readonly dark: boolean;
  readonly highContrast: boolean;
  readonly background: Rgb;
  readonly foreground: Rgb;
  /** The maps where neither class is the likelier one; in high contrast not the background, in which a map would end. */
  readonly middle: Rgb;
  /** The two classes: orange for 0, blue for 1, told apart by all common kinds of colour blindness. */
  readonly classes: readonly [Rgb, Rgb];
  /** CSS colours: muted text, lines of a grid, one per run. */
  readonly muted: string;
  readonly rule: string;
  readonly runs: readonly string[];
  readonly font: string;
}

/** Variables with the values of the editor's own defaults, for themes that leave them out. */
const runColours = [
  ['--vscode-charts-green', '#89d185', '#2f7d2a'], ['--vscode-charts-purple', '#c586e0', '#7a3aa8'], ['--vscode-charts-yellow', '#d7ba3d', '#8a6d00'],
  ['--vscode-charts-red', '#f48771', '#c72e0f'], ['--vscode-charts-blue', '#59a4f9', '#0067c0'], ['--vscode-charts-orange', '#e08e36', '#b35900'],
] as const;

/** Reads the theme that the body's classes and variables describe now. */
export function readTheme(): Theme {
  const { classList } = document.body;
  const dark = !classList.contains('vscode-light') && !classList.contains('vscode-high-contrast-light');
  const highContrast = classList.contains('vscode-high-contrast') || classList.contains('vscode-high-contrast-light');
  const style = getComputedStyle(document.body);
  const value = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const [background, foreground] = dark ? ['#1f1f1f', '#cccccc'] : ['#ffffff', '#3b3b3b'];
  const muted = highContrast ? value('--vscode-foreground', foreground) : value('--vscode-descriptionForeground', dark ? '#9d9d9d' : '#616161');
  const behind = toRgb(value('--vscode-editor-background', background));
  return {
    dark,
    highContrast,
    background: behind,
    middle: highContrast ? (dark ? [72, 72, 72] : [226, 226, 226]) : behind,
    foreground: toRgb(value('--vscode-foreground', foreground)),
    // Not the theme's own blue and orange: these two are chosen to be equally strong on this background.
    classes: dark ? [[240, 145, 50], [70, 155, 250]] : [[214, 104, 0], [0, 98, 204]],
    muted,
    // Lines that help reading must not shout: in high contrast a third of the text's strength.
    rule: highContrast ? (dark ? '#ffffff55' : '#00000055') : value('--vscode-editorIndentGuide-background1', dark ? '#404040' : '#d3d3d3'),
    runs: runColours.map(([name, onDark, onLight]) => value(name, dark ? onDark : onLight)),
    font: value('--vscode-font-family', 'sans-serif'),
  };
}

/** Calls back when the editor's theme changes; it rewrites the classes of the body and the style of the root. */
export function onThemeChange(changed: () => void): void {
  const observer = new MutationObserver(changed);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

export function prefersReducedMotion(): boolean {
  return document.body.classList.contains('vscode-reduce-motion');
}

/** Any CSS colour as red, green, blue of 0 to 255, by asking a canvas. */
function toRgb(colour: string): Rgb {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (context === null) return [128, 128, 128];
  context.fillStyle = colour;
  context.fillRect(0, 0, 1, 1);
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return [r!, g!, b!];
}
