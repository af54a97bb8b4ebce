using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>
    /// Each pair of neighbours along the last axis as a point of the plane, turned by a right angle: y[2i] = -x[2i + 1] and y[2i + 1] = x[2i]. So
    /// <c>x * Cos(angles) + RotatePairs(x) * Sin(angles)</c> turns them by any angles, as rotary positions do (Su et al. 2021).
    /// </summary>
    /// <exception cref="ArgumentException">The last axis has an odd length.</exception>
    public static Tensor<T> RotatePairs<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        if (x.Rank == 0 || x.Lengths[^1] % 2 != 0)
            throw new ArgumentException($"The last axis of x must be one of pairs, but x has lengths {Axes.Text(x.Lengths)}.", nameof(x));
        var values = new T[source.Length];
        for (int i = 0; i < values.Length; i += 2)
            (values[i], values[i + 1]) = (-source[i + 1], source[i]);
        return Operand.Result(values, x.Lengths);
    }
}
