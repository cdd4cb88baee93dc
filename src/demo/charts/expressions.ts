/** Runs the expressions of the charts without making code: from the table of the build, else by interpreting them. */
import { expressionInterpreter } from 'vega-interpreter';
import { type CompiledExpression, expressions } from './compiled';

type Functions = object;
type Signals = unknown;
interface Expression {
  readonly code: string;
  readonly ast: unknown;
}
interface Context {
  readonly functions: Functions;
}
interface Item extends Record<string, unknown> {
  readonly datum?: unknown;
}
interface Encode {
  readonly marktype: string;
  readonly channels: Readonly<Record<string, Expression>>;
}
interface VegaEvent {
  readonly item?: Item;
}
/** What a Vega runtime asks of an expression evaluator. */
interface Evaluator {
  operator(context: Context, expression: Expression): (_: Signals) => unknown;
  parameter(context: Context, expression: Expression): (datum: unknown, _: Signals) => unknown;
  event(context: Context, expression: Expression): (event: unknown) => unknown;
  handler(context: Context, expression: Expression): (_: Signals, event: VegaEvent) => unknown;
  encode(context: Context, encode: Encode): (item: Item, _: Signals) => number;
}

const interpreter = expressionInterpreter as Evaluator;

/** Expressions that were not in the table and are interpreted; a test holds it at 0, so that a new Vega is noticed. */
let misses = 0;
export const interpretedExpressions = (): number => misses;

function lookUp({ code }: Expression): CompiledExpression | undefined {
  if (Object.hasOwn(expressions, code)) return expressions[code];
  misses += 1;
  return undefined;
}

/** Rectangles may be given by two opposite corners or a centre; the scenegraph wants x, y, width and height. */
function settle(item: Item, channels: Encode['channels'], swap: boolean): void {
  for (const [start, end, centre, size] of [['x', 'x2', 'xc', 'width'], ['y', 'y2', 'yc', 'height']] as const) {
    const at = (name: string): number => Number(item[name] ?? 0);
    if (end in channels) {
      if (start in channels) {
        if (swap && at(start) > at(end)) [item[start], item[end]] = [item[end], item[start]];
        item[size] = at(end) - at(start);
      } else item[start] = at(end) - at(size);
    }
    if (centre in channels) item[start] = at(centre) - at(size) / 2;
  }
}

/** For `new View(…, { expr })`. */
export const compiledExpressions: Evaluator = {
  operator(context, expression) {
    const run = lookUp(expression);
    if (run === undefined) return interpreter.operator(context, expression);
    const self = context.functions;
    return (_) => run.call(self, _, undefined, undefined, undefined);
  },
  parameter(context, expression) {
    const run = lookUp(expression);
    if (run === undefined) return interpreter.parameter(context, expression);
    const self = context.functions;
    return (datum, _) => run.call(self, _, datum, undefined, undefined);
  },
  event(context, expression) {
    const run = lookUp(expression);
    if (run === undefined) return interpreter.event(context, expression);
    const self = context.functions;
    return (event) => run.call(self, undefined, undefined, event, undefined);
  },
  handler(context, expression) {
    const run = lookUp(expression);
    if (run === undefined) return interpreter.handler(context, expression);
    const self = context.functions;
    return (_, event) => run.call(self, _, event.item?.datum, event, undefined);
  },
  encode(context, encode) {
    const { channels, marktype } = encode;
    const found = Object.entries(channels).map(([name, expression]) => [name, lookUp(expression)] as const);
    const known = found.flatMap(([name, run]) => (run === undefined ? [] : [[name, run] as const]));
    if (known.length < found.length) return interpreter.encode(context, encode);
    const self = context.functions;
    const swap = marktype === 'group' || marktype === 'image' || marktype === 'rect';
    const spatial = marktype !== 'rule' && ['x2', 'y2', 'xc', 'yc'].some((name) => name in channels);
    return (item, _) => {
      let changed = 0;
      for (const [name, run] of known) {
        const value = run.call(self, _, item.datum, undefined, item);
        if (item[name] === value) continue;
        item[name] = value;
        changed = 1;
      }
      if (spatial) settle(item, channels, swap);
      return changed;
    };
  },
};
