/** Icons of 16 × 16 pixels, drawn for this page. */
import { svg } from '../dom';

export const ICONS = {
  play: 'M4 2.5v11l9-5.5z', pause: 'M3.5 2.5h3v11h-3zM9.5 2.5h3v11h-3z', step: 'M3 2.5v11l7.5-5.5zM11.5 2.5h2v11h-2z',
  reset: 'M8 2.2a5.8 5.8 0 1 0 5.6 7.3l-1.6-.4A4.15 4.15 0 1 1 8 3.85c1 0 1.95.37 2.67 1L8.8 6.7h5V1.7l-1.95 1.95A5.8 5.8 0 0 0 8 2.2z',
  good: 'M6.4 11.9 2.6 8.1l1.1-1.1 2.7 2.7 5.9-5.9 1.1 1.1z', bad: 'M8 1.6 15 14H1zM7.3 6v4h1.4V6zm0 5v1.5h1.4V11z',
  previous: 'M10.6 2.6 5.2 8l5.4 5.4 1.1-1.1L7.4 8l4.3-4.3z', next: 'M5.4 2.6 10.8 8l-5.4 5.4-1.1-1.1L8.6 8 4.3 3.7z',
} as const;

export function icon(name: keyof typeof ICONS): SVGElement {
  return svg('svg', { class: `icon icon-${name}`, viewBox: '0 0 16 16', width: 16, height: 16, 'aria-hidden': 'true' }, svg('path', { d: ICONS[name], 'fill-rule': 'evenodd' }));
}
