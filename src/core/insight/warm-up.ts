/**
 * A program whose hovers nobody sees: once they are made the first one that somebody waits for finds its code compiled
 * and the tables of the signal flow computed.
 */
export const WARM_UP = "tf.sequential({ layers: [tf.layers.dense({ units: 4, activation: 'relu', inputShape: [4] }), tf.layers.dense({ units: 4, activation: 'tanh' })] }); tf.tanh(tf.sigmoid(x));";
