// Lets these samples be read without TensorFlow.js installed beside them.
declare module '@tensorflow/tfjs';
