using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>A table of vectors of which ints choose: [...] to [..., width].</summary>
/// <param name="count">How many vectors there are.</param>
/// <param name="width">How many numbers each has.</param>
[Model]
public sealed partial class Embedding([Range(1, int.MaxValue)] int count, [Range(1, int.MaxValue)] int width)
{
    /// <summary>The vectors, shape [count, width]; of a normal distribution with standard deviation 1 at first.</summary>
    [Parameter("count", "width", Init = Init.Normal)]
    public partial Tensor<float> Table { get; }

    /// <summary>The vectors that ints choose.</summary>
    /// <param name="x">From 0 to count - 1, of 1 to 4 axes.</param>
    /// <returns>In the shape of x, with one more axis, [..., width].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An int is none of them.</exception>
    [Forward]
    [return: Shape("...", "width")]
    public Tensor<float> Forward([Shape("...")] Tensor<int> x) => Nn.Gather(Table, x);
}
