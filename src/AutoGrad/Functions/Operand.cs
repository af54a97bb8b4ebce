using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>Reads arguments as dense row-major spans and wraps results.</summary>
internal static class Operand
{
    /// <summary>The elements of <paramref name="x"/> in row-major order: its own memory where that is dense, else a copy.</summary>
    public static ReadOnlySpan<T> Read<T>(Tensor<T> x, [CallerArgumentExpression(nameof(x))] string name = "")
        where T : IFloatingPointIeee754<T>
    {
        RequireFloatOrDouble<T>();
        return ReadAny(x, name);
    }

    /// <summary>As <see cref="Read"/>, for labels and conditions as well.</summary>
    public static ReadOnlySpan<T> ReadAny<T>(Tensor<T> x, [CallerArgumentExpression(nameof(x))] string name = "")
    {
        ArgumentNullException.ThrowIfNull(x, name);

        // An empty slice says that it is not dense and an empty tensor refuses TryGetSpan, so emptiness is asked first.
        if (x.FlattenedLength == 0)
            return [];

        int count = checked((int)x.FlattenedLength);
        if (x.IsDense)
        {
            ReadOnlyTensorSpan<T> span = x.AsReadOnlyTensorSpan();
            return MemoryMarshal.CreateReadOnlySpan(in TensorMarshal.GetReference(in span), count);
        }

        var copy = new T[count];
        x.FlattenTo(copy);
        return copy;
    }

    /// <summary>Wraps <paramref name="values"/> without copying them.</summary>
    public static Tensor<T> Result<T>(T[] values, ReadOnlySpan<nint> lengths)
        => lengths.IsEmpty ? Tensor<T>.Empty : Tensor.Create(values, lengths);

    /// <summary>Generic mathematics admits Half and others; the compiler and its kernels do not.</summary>
    public static void RequireFloatOrDouble<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new NotSupportedException($"AutoGrad computes with float and double, not with {typeof(T).Name}.");
    }
}
