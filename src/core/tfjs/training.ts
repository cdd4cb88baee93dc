/** Losses and optimizers of tfjs 4.22 as `model.compile` and `tf.train` know them. */

/** What a loss wants from the network's last layer. */
export type LossInput = 'probabilities' | 'logits' | 'any' | 'signed' | 'positive';

/** `compile({loss: '<key>'})`. */
export const lossStrings: Readonly<Record<string, LossInput>> = {
  meanSquaredError: 'any', meanAbsoluteError: 'any', meanAbsolutePercentageError: 'any', meanSquaredLogarithmicError: 'any',
  squaredHinge: 'signed', hinge: 'signed', categoricalHinge: 'any', logcosh: 'any',
  categoricalCrossentropy: 'probabilities', sparseCategoricalCrossentropy: 'probabilities', binaryCrossentropy: 'probabilities',
  kullbackLeiblerDivergence: 'probabilities', poisson: 'positive', cosineProximity: 'any',
};

/** `tf.losses.<key>(labels, predictions)`. */
export const lossFunctions: Readonly<Record<string, LossInput>> = {
  absoluteDifference: 'any', computeWeightedLoss: 'any', cosineDistance: 'any', hingeLoss: 'any', huberLoss: 'any',
  logLoss: 'probabilities', meanSquaredError: 'any', sigmoidCrossEntropy: 'logits', softmaxCrossEntropy: 'logits',
};

/** Of `tf.losses`: no loss by itself, it weighs and sums up what another has computed. */
export const compositeLosses: ReadonlySet<string> = new Set(['computeWeightedLoss']);

/** `tf.metrics.<key>(labels, predictions)` that can be trained on; the others have no gradient. */
export const metricFunctions: Readonly<Record<string, LossInput>> = {
  binaryCrossentropy: 'probabilities', categoricalCrossentropy: 'probabilities', cosineProximity: 'any', meanAbsoluteError: 'any', meanAbsolutePercentageError: 'any', meanSquaredError: 'any',
  MSE: 'any', mse: 'any', MAPE: 'any', mape: 'any',
};

/** Learning rate that `compile({optimizer: '<key>'})` stands for; adadelta's really is 1. */
export const optimizerStrings: Readonly<Record<string, number>> = {
  adam: 0.001, adamax: 0.002, sgd: 0.01, rmsprop: 0.001, adagrad: 0.01, adadelta: 1,
};

/** Spellings besides the lower-case ones that tfjs accepts as optimizer strings. */
export const optimizerAliases: Readonly<Record<string, string>> = {
  Adam: 'adam', Adamax: 'adamax', SGD: 'sgd', RMSProp: 'rmsprop', Adagrad: 'adagrad', Adadelta: 'adadelta',
};

/** Default rate of `tf.train.<key>()`; null where the rate is required. */
export const optimizerFactories: Readonly<Record<string, number | null>> = {
  sgd: null, momentum: null, adam: 0.001, adamax: 0.002, rmsprop: null, adagrad: null, adadelta: 0.001,
};

/** `new tf.<key>(rate, …)`, by the name of the factory that makes the same. */
export const optimizerClasses: Readonly<Record<string, string>> = {
  SGDOptimizer: 'sgd', MomentumOptimizer: 'momentum', AdamOptimizer: 'adam', AdamaxOptimizer: 'adamax', RMSPropOptimizer: 'rmsprop', AdagradOptimizer: 'adagrad', AdadeltaOptimizer: 'adadelta',
};
