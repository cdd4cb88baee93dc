/** What the gallery says of each preset, in English: its name, and two lines of what to look at. */
import type { GalleryText } from './gallery-text';

export const englishGallery: GalleryText = {
  claims: {
    C1: 'ReLU is max(0, x)', C2: 'Its slope is 0 or 1', C3: 'Sigmoid and tanh pass less gradient', C4: 'Twice is not once more', C5: 'Units die, and what helps', C6: 'Softmax between layers',
    C7: 'Softmax is for the output', C8: 'Convolutions need ReLU too', C9: 'ReLU is a switch', C10: 'Fixed filters can learn', C11: 'A step has no gradient', C12: 'Linear layers collapse',
  },
  presets: {
    'relu-alone': { title: 'Straight pieces', look: ['Every unit bends the curve at one place, where its sum crosses zero.', 'Four units give at most four bends; sixteen come closer to the wave.'] },
    'two-slopes': { title: 'ReLU against Mish', look: ['Both learn the circle. Every slope of ReLU is 0 or 1 and costs a comparison.', 'Mish needs an exponential and a logarithm for each value; see the steps a second of each alone.'] },
    'vanishing-depth': { title: 'Six layers deep', look: ['Compare the gradient of the first layer with that of the output: sigmoid’s shrinks to a hundred-thousandth.', 'Tanh and ReLU reach the first layer and learn; sigmoid still guesses.'] },
    'depth-rescued': { title: 'Batch normalisation rescues sigmoid', look: ['The same six sigmoids, with each sum brought back to where the slope is largest.', 'The first layer’s gradient is no longer tiny, and the circle is learnt.'] },
    'relu-twice': { title: 'ReLU of ReLU', look: ['relu(relu(x)) = relu(x): the two networks agree to the last bit at every step.', 'The second ReLU can go.'] },
    'squash-again': { title: 'Sigmoid of sigmoid of sigmoid', look: ['The steepest slope is 0.25, then 0.059, then 0.013: the first layer’s gradient falls each time.', 'One sigmoid learns the moons; two and three lag behind. The curve below shows why.'] },
    'dead-by-rate': { title: 'Killed by a burst', look: ['Sixty steps at rate 4, then 0.3. ReLU units are pushed below zero for every point and never return.', 'Leaky ReLU recovers completely. ELU does not: far below zero its slope vanishes too.'] },
    'dead-by-bias': { title: 'Born dead, four remedies', look: ['Every bias starts at −0.5: most ReLU units are dead before the first step.', 'ELU and a leak of 0.2 recover; a leak of 0.01 is too small to matter in time.'] },
    'one-unit': { title: 'One ReLU unit (tfjs issue 918)', look: ['The task is a straight line, and one unit in two starts with a weight that is negative: dead for good.', 'Eight units have others to spare; PReLU has a slope on both sides.'] },
    'softmax-between': { title: 'Softmax in the middle', look: ['Same seed, same data. Softmax forces the units of a layer to share a sum of 1.', 'ReLU learns the circle in seconds; softmax stays at 0.69, the loss of guessing.'] },
    'relu-of-softmax': { title: 'relu(softmax(x)): is that right?', look: ['Softmax is never negative, so ReLU after it changes nothing: both runs are identical.', 'Neither learns: the ReLU does not undo the softmax.'] },
    'softmax-output': { title: 'Where softmax belongs', look: ['At the output it turns logits into a distribution over classes; with two classes it is a sigmoid.', 'Both outputs learn the moons.'] },
    'softmax-twice': { title: 'Softmax before a loss that has one', look: ['The loss applies softmax itself. Given probabilities, it cannot fall below log(1 + 1/e) = 0.313.', 'The picture is right and the loss says otherwise: its floor hides the progress.'] },
    'small-cnn': { title: 'Conv, ReLU, pool, twice, softmax', look: ['Lying, standing and slanting strokes of 8 × 8 pixels; the bar under each is the probability of its class.', 'Some fifty steps suffice, and images it has never seen are right as well.'] },
    'linear-cnn': { title: 'The same without ReLU', look: ['Convolution and mean pooling are linear: without ReLU between them all is one affine map.', 'A stroke may lie anywhere, which no affine map can tell.'] },
    switches: { title: 'One map for each pattern', look: ['Click a map: the units that are on make the network one affine map there.', 'Cross a switch line and the map jumps, the output does not. Tanh changes everywhere.'] },
    'walsh-hadamard': { title: 'Walsh–Hadamard and PReLU', look: ['The kernels of three layers are fixed ±1/√n; only slopes, biases and the output learn.', 'That is enough for the circle. With linear units the same filters learn nothing.'] },
    step: { title: 'Step and straight-through', look: ['The step’s gradient is exactly 0: of the whole network only the output layer moves.', 'Straight-through keeps the step and passes the gradient as if it were the identity: the layers learn.'] },
    'linear-collapse': { title: 'Three linear layers on spirals', look: ['Three layers without a non-linearity are one: the border stays a straight line.', 'ReLU between them winds around the spirals.'] },
  },
};
