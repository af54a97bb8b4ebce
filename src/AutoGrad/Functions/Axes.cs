using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace AutoGrad;

/// <summary>Arithmetic on lengths and axes, and how messages print them.</summary>
internal static class Axes
{
    /// <summary>Lengths as C# writes them: [2, 3].</summary>
    public static string Text(ReadOnlySpan<nint> lengths)
        => $"[{string.Join(", ", lengths.ToArray().Select(length => length.ToString(CultureInfo.InvariantCulture)))}]";

    /// <summary>The number of elements, which an array must be able to hold.</summary>
    public static int Count(ReadOnlySpan<nint> lengths)
    {
        // Int128 cannot overflow here: the product stays below Array.MaxLength before each factor.
        Int128 count = 1;
        foreach (nint length in lengths)
        {
            count *= length;
            if (count > Array.MaxLength)
                throw new ArgumentException($"lengths {Text(lengths)} hold more elements than an array can.", nameof(lengths));
        }

        return (int)count;
    }

    /// <summary>Row-major strides of a dense tensor.</summary>
    public static nint[] Strides(ReadOnlySpan<nint> lengths)
    {
        var strides = new nint[lengths.Length];
        nint stride = 1;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= lengths[axis];
        }

        return strides;
    }

    /// <summary>Turns a negative axis into the positive one it stands for.</summary>
    public static int Normalize<T>(
        Tensor<T> x,
        int axis,
        [CallerArgumentExpression(nameof(axis))] string name = "",
        [CallerArgumentExpression(nameof(x))] string tensor = "")
    {
        ArgumentNullException.ThrowIfNull(x, tensor);
        return Normalize(axis, x.Rank, name, $"for {tensor} with lengths {Text(x.Lengths)}");
    }

    /// <summary>Turns a negative axis into the positive one it stands for.</summary>
    public static int Normalize(int axis, int rank, string name, string of)
    {
        if (axis < -rank || axis >= rank)
        {
            string range = rank == 0 ? "there is no axis" : Invariant($"{name} must be from {-rank} to {rank - 1}");
            throw new ArgumentOutOfRangeException(name, axis, $"{range} {of}.");
        }

        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>Views dense lengths as [outer, length, inner] around an axis.</summary>
    public static (int Outer, int Length, int Inner) Split(ReadOnlySpan<nint> lengths, int axis)
        => (Count(lengths[..axis]), checked((int)lengths[axis]), Count(lengths[(axis + 1)..]));

    /// <summary>The lengths with one replaced.</summary>
    public static nint[] With(ReadOnlySpan<nint> lengths, int axis, nint length)
    {
        nint[] result = lengths.ToArray();
        result[axis] = length;
        return result;
    }

    /// <summary>The lengths without one; [1] when it was the only one, for there is no tensor of rank 0.</summary>
    public static nint[] Without(ReadOnlySpan<nint> lengths, int axis)
        => lengths.Length == 1 ? [1] : [.. lengths[..axis], .. lengths[(axis + 1)..]];

    /// <summary>The lengths after a reduction of one axis.</summary>
    public static nint[] Reduce(ReadOnlySpan<nint> lengths, int axis, bool keepDims)
        => keepDims ? With(lengths, axis, 1) : Without(lengths, axis);
}
