using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>A fully connected layer, <c>y = x Kernel + Bias</c>: [n, inputs] to [n, units].</summary>
/// <param name="inputs">How many numbers each row of the input has.</param>
/// <param name="units">How many numbers each row of the output has.</param>
[Model]
public sealed partial class Dense(int inputs, int units)
{
    /// <summary>The weights, shape [inputs, units]; Glorot's uniform distribution at first.</summary>
    [Parameter("inputs", "units")]
    public partial Tensor<float> Kernel { get; }

    /// <summary>What is added to each row, shape [units]; zeros at first.</summary>
    [Parameter("units")]
    public partial Tensor<float> Bias { get; }

    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is fused.</summary>
    /// <param name="x">Shape [n, inputs].</param>
    /// <returns>Shape [n, units].</returns>
    [Forward]
    [return: Shape("n", "units")]
    public Tensor<float> Forward([Shape("n", "inputs")] Tensor<float> x) => Nn.MatMul(x, Kernel) + Bias;
}
