using System.Numerics;
using System.Numerics.Tensors;
using static System.FormattableString;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>
    /// Layer normalisation (Ba et al. 2016) along the last axis: (x - mean(x)) / sqrt(variance(x) + epsilon) scale + offset, with the variance over
    /// the number of elements.
    /// </summary>
    /// <param name="x">Any shape [..., features].</param>
    /// <param name="scale">Shape [features].</param>
    /// <param name="offset">Shape [features].</param>
    /// <param name="epsilon">What keeps a constant row finite; a constant.</param>
    /// <exception cref="ArgumentException">Scale or offset do not have the length of the last axis.</exception>
    public static Tensor<T> LayerNorm<T>(Tensor<T> x, Tensor<T> scale, Tensor<T> offset, double epsilon = 1e-5)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> added = Operand.Read(offset);
        CheckPerColumn(x, offset, nameof(offset));
        return Normalize(x, scale, added, isCentred: true, epsilon);
    }

    /// <summary>Root-mean-square normalisation (Zhang and Sennrich 2019) along the last axis: x / sqrt(mean(x²) + epsilon) scale.</summary>
    /// <param name="x">Any shape [..., features].</param>
    /// <param name="scale">Shape [features].</param>
    /// <param name="epsilon">What keeps a row of zeros finite; a constant.</param>
    /// <exception cref="ArgumentException">Scale does not have the length of the last axis.</exception>
    public static Tensor<T> RmsNorm<T>(Tensor<T> x, Tensor<T> scale, double epsilon = 1e-5)
        where T : IFloatingPointIeee754<T>
        => Normalize(x, scale, [], isCentred: false, epsilon);

    private static Tensor<T> Normalize<T>(Tensor<T> x, Tensor<T> scale, ReadOnlySpan<T> offset, bool isCentred, double epsilon)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x), factors = Operand.Read(scale);
        CheckPerColumn(x, scale, nameof(scale));
        epsilon = Rounded<T>(epsilon);
        var values = new T[source.Length];
        for (int start = 0; start < values.Length; start += factors.Length)
        {
            double mean = 0, square = 0;
            for (int j = 0; isCentred && j < factors.Length; j++)
                mean += double.CreateTruncating(source[start + j]) / factors.Length;
            for (int j = 0; j < factors.Length; j++)
                square += Math.Pow(double.CreateTruncating(source[start + j]) - mean, 2) / factors.Length;
            double r = 1 / Math.Sqrt(square + epsilon);
            for (int j = 0; j < factors.Length; j++)
            {
                double normalized = (double.CreateTruncating(source[start + j]) - mean) * r * double.CreateTruncating(factors[j]);
                values[start + j] = T.CreateTruncating(normalized + (isCentred ? double.CreateTruncating(offset[j]) : 0));
            }
        }

        return Operand.Result(values, x.Lengths);
    }

    private static void CheckPerColumn<T>(Tensor<T> x, Tensor<T> columns, string name)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0 || columns.Rank != 1 || columns.Lengths[0] != x.Lengths[^1])
            throw new ArgumentException(Invariant($"{name} must have the length of the last axis of x with lengths {Axes.Text(x.Lengths)}, but has lengths {Axes.Text(columns.Lengths)}."), name);
    }
}
