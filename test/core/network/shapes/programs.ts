/** Models of several layers at random: chains, branches that join, shared layers, models inside models, states. */
import type { Draw } from './draw';
import { shape } from './draw';

const sizes = (list: readonly (number | null)[]): string => `[${list.map(String).join(', ')}]`;

/** Any of the layers that a chain may have next; what fits is left to chance and to the rank. */
function link(draw: Draw, rank: number): { readonly code: string; readonly rank: number } {
  const common = [
    { code: `dense({ units: ${draw.int(1, 5)}${draw.chance(15) ? ', trainable: false' : ''} })`, rank },
    { code: 'reLU()', rank }, { code: `batchNormalization({${draw.chance(20) ? ' trainable: false ' : ''}})`, rank }, { code: 'dropout({ rate: 0.5 })', rank }, { code: 'layerNormalization()', rank }, { code: 'prelu()', rank },
  ];
  const high = [{ code: 'flatten()', rank: 2 }, { code: `timeDistributed({ layer: tf.layers.dense({ units: ${draw.int(1, 4)} }) })`, rank }];
  const own: Readonly<Record<number, readonly { readonly code: string; readonly rank: number }[]>> = {
    2: [{ code: `repeatVector({ n: ${draw.int(1, 4)} })`, rank: 3 }, { code: `reshape({ targetShape: [${draw.int(1, 3)}, -1] })`, rank: 3 }, { code: `lstm({ units: ${draw.int(1, 3)} })`, rank: 2 }],
    3: [
      { code: `lstm({ units: ${draw.int(1, 4)}, returnSequences: true })`, rank: 3 }, { code: `gru({ units: ${draw.int(1, 4)} })`, rank: 2 }, { code: `conv1d({ filters: ${draw.int(1, 4)}, kernelSize: ${draw.int(1, 3)} })`, rank: 3 },
      { code: 'maxPooling1d({})', rank: 3 }, { code: 'globalAveragePooling1d()', rank: 2 }, { code: 'permute({ dims: [2, 1] })', rank: 3 },
      { code: `bidirectional({ layer: tf.layers.simpleRNN({ units: ${draw.int(1, 3)}, returnSequences: true }), mergeMode: 'sum' })`, rank: 3 }, ...high,
    ],
    4: [
      { code: `conv2d({ filters: ${draw.int(1, 4)}, kernelSize: ${draw.int(1, 4)}, padding: '${draw.pick('same', 'valid')}' })`, rank: 4 }, { code: `maxPooling2d({ poolSize: ${draw.int(1, 3)} })`, rank: 4 },
      { code: `separableConv2d({ filters: ${draw.int(1, 3)}, kernelSize: 2 })`, rank: 4 }, { code: 'upSampling2d({})', rank: 4 }, { code: 'zeroPadding2d()', rank: 4 }, { code: 'globalMaxPooling2d({})', rank: 2 }, { code: 'cropping2D({ cropping: 1 })', rank: 4 },
      { code: `centerCrop({ height: ${draw.int(1, 4)}, width: 2 })`, rank: 4 }, ...high,
    ],
  };
  const chosen = draw.pick(...(draw.chance(70) ? (own[rank] ?? high) : common));
  return { code: `tf.layers.${chosen.code}`, rank: chosen.rank };
}

/** A chain in a sequential model; another model may stand in it, also at its beginning. */
function chain(draw: Draw): string {
  const lines = ['const model = tf.sequential();'];
  const first = shape(draw, draw.int(1, 3), 2, 8);
  let rank = first.length + 1;
  if (draw.chance(20)) lines.push(`const base = tf.sequential({ layers: [tf.layers.dense({ units: 3, inputShape: ${sizes(first)} }), tf.layers.reLU()] });`, 'model.add(base);');
  else if (draw.chance(95)) lines.push(`model.add(tf.layers.inputLayer({ inputShape: ${sizes(first)} }));`);
  for (let count = draw.int(1, 5); count > 0; count--) {
    const next = link(draw, rank);
    lines.push(`model.add(${next.code});`);
    rank = next.rank;
  }
  if (draw.chance(20)) lines.push('const head = tf.sequential({ layers: [tf.layers.dense({ units: 2, inputShape: [4] }), tf.layers.dense({ units: 1, trainable: false })] });', 'model.add(head);');
  return lines.join('\n');
}

/** Branches from one input that are joined; a layer may be shared by them. */
function graph(draw: Draw): string {
  const first = shape(draw, draw.int(1, 3), 2, 6);
  const rank = first.length + 1;
  const lines = [`const x = tf.input({ shape: ${sizes(first)} });`];
  const ends = ['x'];
  const ranks = [rank];
  if (draw.chance(50)) lines.push(`const shared = ${link(draw, rank).code};`);
  const shares = lines.length > 1;
  for (let index = 0; index < draw.int(2, 5); index++) {
    const from = draw.int(0, ends.length - 1);
    const next = shares && draw.chance(40) ? { code: 'shared', rank: ranks[from] ?? rank } : link(draw, ranks[from] ?? rank);
    lines.push(`const y${index} = ${next.code}.apply(${ends[from]});`);
    ends.push(`y${index}`);
    ranks.push(next.rank);
  }
  const [last = 'x', before = 'x'] = ends.toReversed();
  lines.push(`const z = ${draw.pick('tf.layers.add()', 'tf.layers.concatenate()', 'tf.layers.multiply()', 'tf.layers.dot({ axes: -1 })')}.apply([${last}, ${before}]);`);
  lines.push(`const w = tf.layers.dense({ units: 2 }).apply(z);`, `tf.model({ inputs: x, outputs: [w, ${ends.slice(1).join(', ')}] });`);
  return lines.join('\n');
}

/** States from one recurrent layer into another, and outputs taken apart. */
function states(draw: Draw): string {
  const units = draw.int(1, 3);
  const kind = draw.pick('lstm', 'gru', 'simpleRNN');
  const names = kind === 'lstm' ? ['seq', 'h', 'c'] : ['seq', 'h'];
  const inner = `tf.layers.${kind}({ units: ${units}, returnState: true, returnSequences: ${draw.chance(50)} })`;
  const lines = ['const x = tf.input({ shape: [5, 3] });'];
  const form = draw.pick('one', 'one', 'options', 'both', 'rest', 'cells', 'apart');
  const decoder = `tf.layers.${draw.chance(90) ? kind : 'lstm'}({ units: ${draw.chance(80) ? units : units + 1}, returnSequences: true })`;
  if (form === 'both') {
    lines.push(`const outputs = tf.layers.bidirectional({ layer: ${inner}, mergeMode: ${draw.pick("'concat'", "'sum'", 'null')} }).apply(x);`, 'tf.model({ inputs: x, outputs });');
  } else if (form === 'apart') {
    lines.push(`const [there, back] = tf.layers.bidirectional({ layer: tf.layers.${kind}({ units: ${units} }), mergeMode: null }).apply(x);`, 'const y = tf.layers.concatenate().apply([there, back]);', 'tf.model({ inputs: x, outputs: y });');
  } else if (form === 'cells') {
    lines.push(`const [y, ...rest] = tf.layers.rnn({ cell: [tf.layers.gruCell({ units: ${units} }), tf.layers.lstmCell({ units: 4 })], returnState: true }).apply(x);`, 'tf.model({ inputs: x, outputs: [tf.layers.dense({ units: 2 }).apply(y), ...rest] });');
  } else {
    lines.push(form === 'rest' ? `const [seq, ...state] = ${inner}.apply(x);` : `const [${names.join(', ')}] = ${inner}.apply(x);`);
    const given = form === 'rest' ? '...state' : names.slice(1).join(', ');
    lines.push(form === 'options' ? `const y = ${decoder}.apply(x, { initialState: [${given}] });` : `const y = ${decoder}.apply([x, ${given}]);`, `tf.model({ inputs: x, outputs: ${draw.chance(50) ? 'y' : '[seq, y]'} });`);
  }
  return lines.join('\n');
}

/** A model used as a layer: with several outputs or inputs, for other shapes than its own, or inside a wrapper. */
function nested(draw: Draw): string {
  const width = draw.int(1, 4);
  const lines = [
    `const a = tf.input({ shape: [${width}] });`, `const b = tf.input({ shape: [${draw.chance(80) ? width : width + 1}] });`,
    `const left = tf.layers.dense({ units: ${draw.int(1, 3)} }).apply(a);`, 'const right = tf.layers.dropout({ rate: 0.1 }).apply(a);',
  ];
  switch (draw.pick('outputs', 'inputs', 'time', 'shared', 'other')) {
    case 'outputs': lines.push('const inner = tf.model({ inputs: a, outputs: [left, right] });', 'const [p, q] = inner.apply(b);', 'tf.model({ inputs: b, outputs: tf.layers.concatenate().apply([p, q]) });'); break;
    case 'inputs': lines.push('const inner = tf.model({ inputs: [a, b], outputs: tf.layers.add().apply([a, b]) });', 'const c = tf.input({ batchShape: [2, 4] });', 'const d = tf.input({ shape: [3] });', `const r = inner.apply(${draw.pick('[c, c]', '[c, d]', '[d, d]', 'c')});`, 'tf.model({ inputs: [c, d], outputs: [r, c, d] });'); break;
    case 'time': lines.push('const inner = tf.model({ inputs: a, outputs: left });', `const t = tf.input({ shape: [6, ${width}] });`, 'tf.model({ inputs: t, outputs: tf.layers.timeDistributed({ layer: inner }).apply(t) });'); break;
    case 'shared': lines.push('const inner = tf.model({ inputs: a, outputs: left });', 'const c = tf.input({ shape: [4] });', 'tf.model({ inputs: [b, c], outputs: tf.layers.add().apply([inner.apply(b), inner.apply(c)]) });'); break;
    default: lines.push('const inner = tf.model({ inputs: a, outputs: left });', `const c = tf.input({ batchShape: [3, ${draw.int(1, 5)}] });`, 'tf.model({ inputs: c, outputs: tf.layers.reLU().apply(inner.apply(c)) });'); break;
  }
  return lines.join('\n');
}

export const forms: Readonly<Record<string, (draw: Draw) => string>> = { chain, graph, states, nested };
