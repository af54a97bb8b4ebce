using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// Adds to each step what tells its position (Vaswani et al. 2017): <c>sin(t / 10000^(2i / width))</c> in column 2i and the cosine of the same in
/// column 2i + 1. It has no parameters, and knows positions of any length: [n, time, width] to [n, time, width].
/// </summary>
/// <param name="width">How many numbers each step has.</param>
[Model]
public sealed partial class SinusoidalPositions(int width)
{
    /// <summary>Adds the positions.</summary>
    /// <param name="x">Shape [n, time, width].</param>
    /// <returns>Shape [n, time, width].</returns>
    [Forward]
    [return: Shape("n", "time", "width")]
    public Tensor<float> Forward([Shape("n", "time", "width")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var frequencies = new Tensor<float>[x.Lengths[2]];
        var phases = new Tensor<float>[x.Lengths[2]];
        for (int j = 0; j < x.Lengths[2]; j++)
        {
            frequencies[j] = Full(MathF.Exp(-(j - (j % 2)) * MathF.Log(10000) / x.Lengths[2]), 1);
            // The cosine is a sine, a quarter of a turn ahead.
            phases[j] = Full(j % 2 * (MathF.PI / 2), 1);
        }

        Tensor<float> frequency = Reshape(Stack(0, frequencies), width), phase = Reshape(Stack(0, phases), width);
        var positions = new Tensor<float>[x.Lengths[1]];
        for (int t = 0; t < x.Lengths[1]; t++)
            positions[t] = Sin((frequency * t) + phase);
        return x + Stack(0, positions);
    }
}
