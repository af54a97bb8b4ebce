using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>A tensor of zeros.</summary>
    /// <exception cref="ArgumentException">There is no length, or one is negative.</exception>
    public static Tensor<T> Zeros<T>(params ReadOnlySpan<nint> lengths)
        where T : IFloatingPointIeee754<T>
        => Full(T.Zero, lengths);

    /// <summary>A tensor of ones.</summary>
    /// <exception cref="ArgumentException">There is no length, or one is negative.</exception>
    public static Tensor<T> Ones<T>(params ReadOnlySpan<nint> lengths)
        where T : IFloatingPointIeee754<T>
        => Full(T.One, lengths);

    /// <summary>A tensor with one value everywhere.</summary>
    /// <exception cref="ArgumentException">There is no length, or one is negative.</exception>
    public static Tensor<T> Full<T>(T value, params ReadOnlySpan<nint> lengths)
        where T : IFloatingPointIeee754<T>
    {
        Operand.RequireFloatOrDouble<T>();
        if (lengths.IsEmpty)
            throw new ArgumentException("lengths must hold at least one length: there is no tensor of rank 0.", nameof(lengths));
        if (lengths.ContainsAnyInRange(nint.MinValue, -1))
            throw new ArgumentOutOfRangeException(nameof(lengths), $"lengths must not be negative but are {Axes.Text(lengths)}.");

        var values = new T[Axes.Count(lengths)];
        values.AsSpan().Fill(value);
        return Operand.Result(values, lengths);
    }
}
