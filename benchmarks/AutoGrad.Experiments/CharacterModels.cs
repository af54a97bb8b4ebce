using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Experiments;

/// <summary>min-char-rnn: 100 units, 25 characters a step, weights N(0, 0.01), the state carried on; each element of the gradient clipped to 5.</summary>
[Model, ClipValue(5f)]
internal sealed partial class ClippedCharacters
{
    [State(1, 100)] public partial Tensor<float> Hidden { get; set; }
    [Parameter(80, 100, Init = Init.Normal, Scale = 0.01f)] public partial Tensor<float> Wx { get; }
    [Parameter(100, 100, Init = Init.Normal, Scale = 0.01f)] public partial Tensor<float> Wh { get; }
    [Parameter(100)] public partial Tensor<float> B { get; }
    [Parameter(100, 80, Init = Init.Normal, Scale = 0.01f)] public partial Tensor<float> Wo { get; }
    [Parameter(80)] public partial Tensor<float> Bo { get; }

    [Loss]
    public float Loss([Shape(25)] Tensor<int> x, [Shape(25)] Tensor<int> y)
    {
        Tensor<float> inputs = Gather(Wx, x), h = Hidden;
        var states = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            h = Tanh(Reshape(At(inputs, t), 1, 100) + MatMul(h, Wh) + B);
            states[t] = h;
        }

        Hidden = h;
        return 25 * SoftmaxCrossEntropy(MatMul(Concat(0, states), Wo) + Bo, y);
    }
}

/// <summary>The same without a clip.</summary>
[Model]
internal sealed partial class FreeCharacters
{
    [State(1, 100)] public partial Tensor<float> Hidden { get; set; }
    [Parameter(80, 100, Init = Init.Normal, Scale = 0.01f)] public partial Tensor<float> Wx { get; }
    [Parameter(100, 100, Init = Init.Normal, Scale = 0.01f)] public partial Tensor<float> Wh { get; }
    [Parameter(100)] public partial Tensor<float> B { get; }
    [Parameter(100, 80, Init = Init.Normal, Scale = 0.01f)] public partial Tensor<float> Wo { get; }
    [Parameter(80)] public partial Tensor<float> Bo { get; }

    [Loss]
    public float Loss([Shape(25)] Tensor<int> x, [Shape(25)] Tensor<int> y)
    {
        Tensor<float> inputs = Gather(Wx, x), h = Hidden;
        var states = new Tensor<float>[x.Lengths[0]];
        for (int t = 0; t < x.Lengths[0]; t++)
        {
            h = Tanh(Reshape(At(inputs, t), 1, 100) + MatMul(h, Wh) + B);
            states[t] = h;
        }

        Hidden = h;
        return 25 * SoftmaxCrossEntropy(MatMul(Concat(0, states), Wo) + Bo, y);
    }
}
