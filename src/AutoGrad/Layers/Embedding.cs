using System.Numerics.Tensors;

namespace AutoGrad.Layers;

/// <summary>A table of vectors of which ints choose: [time, batch] to [time, batch, width].</summary>
/// <param name="count">How many vectors there are.</param>
/// <param name="width">How many numbers each has.</param>
[Model]
public sealed partial class Embedding(int count, int width)
{
    /// <summary>The vectors, shape [count, width]; of a normal distribution with standard deviation 1 at first.</summary>
    [Parameter("count", "width", Init = Init.Normal)]
    public partial Tensor<float> Table { get; }

    /// <summary>The vectors that ints choose.</summary>
    /// <param name="x">From 0 to count - 1, shape [time, batch].</param>
    /// <returns>Shape [time, batch, width].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An int is none of them.</exception>
    [Forward]
    [return: Shape("time", "batch", "width")]
    public Tensor<float> Forward([Shape("time", "batch")] Tensor<int> x) => Nn.Gather(Table, x);
}
