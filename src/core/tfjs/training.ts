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
