/**
 * The cpu backend of TensorFlow.js cut down to what the demo trains with: these kernels and gradients and no others.
 * A missing one fails loudly (`Kernel '…' not registered`), and a test runs every activation through the bundle.
 */
import { registerBackend, registerGradient, registerKernel, setBackend } from '@tensorflow/tfjs-core';
import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu/dist/backend_cpu';
import { addConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Add';
import { batchMatMulConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/BatchMatMul';
import { castConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Cast';
import { eluConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Elu';
import { eluGradConfig as eluGradKernelConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/EluGrad';
import { erfConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Erf';
import { expConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Exp';
import { greaterConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Greater';
import { identityConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Identity';
import { leakyReluConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/LeakyRelu';
import { meanConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Mean';
import { multiplyConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Multiply';
import { negConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Neg';
import { onesLikeConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/OnesLike';
import { realDivConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/RealDiv';
import { reluConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Relu';
import { reshapeConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Reshape';
import { selectConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Select';
import { seluConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Selu';
import { sigmoidConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Sigmoid';
import { softmaxConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Softmax';
import { softplusConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Softplus';
import { squareConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Square';
import { stepConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Step';
import { subConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Sub';
import { sumConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Sum';
import { tanhConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/Tanh';
import { zerosLikeConfig } from '@tensorflow/tfjs-backend-cpu/dist/kernels/ZerosLike';
import { addGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Add_grad';
import { batchMatMulGradConfig } from '@tensorflow/tfjs-core/dist/gradients/BatchMatMul_grad';
import { castGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Cast_grad';
import { eluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Elu_grad';
import { erfGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Erf_grad';
import { identityGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Identity_grad';
import { leakyReluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/LeakyRelu_grad';
import { meanGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Mean_grad';
import { multiplyGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Multiply_grad';
import { negGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Neg_grad';
import { divGradConfig } from '@tensorflow/tfjs-core/dist/gradients/RealDiv_grad';
import { reluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Relu_grad';
import { reshapeGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Reshape_grad';
import { seluGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Selu_grad';
import { sigmoidGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sigmoid_grad';
import { softmaxGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Softmax_grad';
import { softplusGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Softplus_grad';
import { stepGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Step_grad';
import { subGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sub_grad';
import { sumGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Sum_grad';
import { tanhGradConfig } from '@tensorflow/tfjs-core/dist/gradients/Tanh_grad';

/** Registers the backend with its kernels and gradients, and puts it in use. */
export function useCpuBackend(): void {
  registerBackend('cpu', () => new MathBackendCPU(), 1);
  for (const kernel of [
    addConfig, batchMatMulConfig, castConfig, eluConfig, eluGradKernelConfig, erfConfig, expConfig, greaterConfig,
    identityConfig, leakyReluConfig, meanConfig, multiplyConfig, negConfig, onesLikeConfig, realDivConfig, reluConfig,
    reshapeConfig, selectConfig, seluConfig, sigmoidConfig, softmaxConfig, softplusConfig, squareConfig, stepConfig,
    subConfig, sumConfig, tanhConfig, zerosLikeConfig,
  ]) registerKernel(kernel);
  for (const gradient of [
    addGradConfig, batchMatMulGradConfig, castGradConfig, eluGradConfig, erfGradConfig, identityGradConfig,
    leakyReluGradConfig, meanGradConfig, multiplyGradConfig, negGradConfig, divGradConfig, reluGradConfig,
    reshapeGradConfig, seluGradConfig, sigmoidGradConfig, softmaxGradConfig, softplusGradConfig, stepGradConfig,
    subGradConfig, sumGradConfig, tanhGradConfig,
  ]) registerGradient(gradient);
  // Settles at once on this backend; nothing is computed before the first message.
  void setBackend('cpu');
}
