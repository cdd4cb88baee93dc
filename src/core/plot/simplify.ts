/** A point in px. */
export type Point = readonly [x: number, y: number];

/** Drops points that lie within the tolerance (px) of the line between those that stay (Ramer 1972; Douglas & Peucker 1973). */
export function simplify(points: readonly Point[], tolerance: number): Point[] {
  const keep = new Uint8Array(points.length);
  const stack: number[] = [0, points.length - 1];
  keep[0] = 1;
  keep[points.length - 1] = 1;
  while (stack.length > 0) {
    const last = stack.pop() ?? 0;
    const first = stack.pop() ?? 0;
    const [a, b] = [points[first], points[last]];
    if (a === undefined || b === undefined || last - first < 2) continue;
    const dx = b[0] - a[0];
    const dy = b[1] - a[1];
    const length = Math.hypot(dx, dy);
    let far = 0;
    let at = first;
    for (let i = first + 1; i < last; i++) {
      const p = points[i] ?? a;
      const away = length === 0 ? Math.hypot(p[0] - a[0], p[1] - a[1]) : Math.abs(dy * (p[0] - a[0]) - dx * (p[1] - a[1])) / length;
      if (away > far) {
        far = away;
        at = i;
      }
    }
    if (far <= tolerance) continue;
    keep[at] = 1;
    stack.push(first, at, at, last);
  }
  return points.filter((_, i) => keep[i] === 1);
}
