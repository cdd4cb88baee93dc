/** Findings that say that the program throws, with what TensorFlow.js then says. */
import type { Finding } from '../../src/core/rules/run';

/** By rule: what its message holds where the program throws, and the error. */
const THROWS: Readonly<Record<string, readonly (readonly [says: RegExp, error: RegExp])[]>> = {
  'unknown-activation-name': [[/throws/, /Unknown activation/]],
  'activation-not-a-name': [[/throws/, /Improper config format/]],
  'softmax-axis': [[/./, /Softmax along a non-last dimension is not yet supported/]],
  'missing-learning-rate': [[/tfjs throws/, /learningRate for RMSPropOptimizer must be defined/]],
  'no-gradient-op': [[/throws “gradient function not found for \{kernel/, /gradient function not found/]],
  'leaky-slope-pitfall': [[/throws/, /Non-default alpha value \(.*\) is not supported by the ELU layer yet/]],
  'fused-leaky-without-alpha': [[/throw\b/, /has not been implemented for the CPU backend/]],
  'log-sigmoid-breaks-backprop': [[/./, /Cannot read properties of undefined \(reading 'backend'\)/]],
  'activation-on-symbolic-tensor': [[/./, /got 'SymbolicTensor'|is not a function/]],
  'ignored-argument': [[/throws/, /Expected units to be a positive integer|Cannot use 'in' operator|Cannot create property/]],
  'integer-input': [[/throws at their shape/, /target expected a batch of elements/], [/throws “|tfjs throws/, /must be float32 tensor, but got int32 tensor/]],
  'custom-activation-unregistered': [[/when it is made/, /Cannot read properties of undefined \(reading 'replace'\)/]],
  'custom-gradient-mismatch': [[/disposed of/, /Tensor is disposed|Cannot read properties of undefined \(reading 'backend'\)/], [/tfjs throws/, /returns the same number of tensors as inputs/]],
  'unknown-identifier': [[/is not a function/, /is not a function/], [/./, /Unknown (?:loss|metric|Optimizer|initializer)/]],
};

/** The error that the first finding of this kind announces; undefined where the program runs. */
export function errorOf(findings: readonly Finding[]): RegExp | undefined {
  for (const { rule, say } of findings) {
    const found = THROWS[rule]?.find(([says]) => says.test(say.template));
    if (found) return found[1];
  }
  return undefined;
}
