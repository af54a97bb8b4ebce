using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <content>One step of the layer.</content>
public sealed partial class Rnn
{
    private Tensor<float> Next(Tensor<float> x, Tensor<bool> counts, Tensor<float> h) => Where(counts, Next(x, h), h);

    private Tensor<float> Next(Tensor<float> x, Tensor<float> h)
    {
        Tensor<float> sum = MatMul(x, InputKernel) + MatMul(h, RecurrentKernel) + Bias;
        return activation == RnnActivation.Relu ? Relu(sum) : Nn.Tanh(sum);
    }
}
