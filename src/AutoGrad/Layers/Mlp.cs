using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>A perceptron with one hidden layer of rectifiers, <c>y = Output(relu(Hidden(x)))</c>: [n, inputs] to [n, units].</summary>
/// <param name="inputs">How many numbers each row of the input has.</param>
/// <param name="hidden">How many rectifiers there are.</param>
/// <param name="units">How many numbers each row of the output has.</param>
[Model]
public sealed partial class Mlp(int inputs, int hidden, int units)
{
    /// <summary>From the input to the rectifiers.</summary>
    [Layer("inputs", "hidden")]
    public partial Dense Hidden { get; }

    /// <summary>From the rectifiers to the output.</summary>
    [Layer("hidden", "units")]
    public partial Dense Output { get; }

    /// <summary>Computes the layer, operation by operation; in the forward pass of a model it is fused.</summary>
    /// <param name="x">Shape [n, inputs].</param>
    /// <returns>Shape [n, units].</returns>
    [Forward]
    [return: Shape("n", "units")]
    public Tensor<float> Forward([Shape("n", "inputs")] Tensor<float> x) => Output.Forward(Nn.Relu(Hidden.Forward(x)));
}
