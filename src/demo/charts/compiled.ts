/** What the build makes of `specs.ts`; it puts the contents here (scripts/build/demo-charts.mjs), this is their shape. */
import type { Spec } from 'vega';
import type { ChartName } from './names';

/** An expression of a chart as a function of Vega's parameters, the row, the event and the item. */
export type CompiledExpression = (this: unknown, _: unknown, datum: unknown, event: unknown, item: unknown) => unknown;

/** Vega specifications by chart name. */
export const charts: Readonly<Partial<Record<ChartName, Spec>>> = {};

/**
 * Every expression of these charts as a function, by its own code: a policy without `unsafe-eval` forbids making
 * functions at run time, and interpreting them takes two to four times as long.
 */
export const expressions: Readonly<Record<string, CompiledExpression>> = {};
