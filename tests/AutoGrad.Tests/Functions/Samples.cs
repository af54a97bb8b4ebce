using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

/// <summary>Tensors to call functions with, and their elements in double to check the results by.</summary>
internal static class Samples
{
    /// <summary>Lengths of 0 and 1, primes, below, at and above the width of a vector, ranks 1 to 4.</summary>
    public static readonly nint[][] Shapes =
    [
        [0], [1], [3], [7], [8], [16], [17], [31], [67], [0, 3], [3, 0], [1, 1], [1, 13], [13, 1], [5, 7], [8, 16], [19, 33],
        [2, 0, 3], [1, 5, 1], [2, 3, 5], [4, 1, 17], [2, 3, 1, 7],
    ];

    public static TheoryData<nint[]> AllShapes => [.. Shapes];

    /// <summary>Lengths from an attribute's argument, which cannot hold nint.</summary>
    public static nint[] Lengths(long[] lengths) => Array.ConvertAll(lengths, length => (nint)length);

    /// <summary>Normally distributed elements of both signs.</summary>
    public static Tensor<T> Normal<T>(int seed, params ReadOnlySpan<nint> lengths)
        where T : IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        double Next() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Filled(lengths, _ => T.CreateTruncating(Next()));
    }

    /// <summary>Elements among five values, so that ties abound.</summary>
    public static Tensor<T> Tied<T>(int seed, params ReadOnlySpan<nint> lengths)
        where T : IFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        return Filled(lengths, _ => T.CreateTruncating(random.Next(-2, 3)));
    }

    public static Tensor<T> Filled<T>(ReadOnlySpan<nint> lengths, Func<int, T> element)
    {
        int count = 1;
        foreach (nint length in lengths)
            count *= (int)length;
        return Tensor.Create(Enumerable.Range(0, count).Select(element).ToArray(), lengths);
    }

    public static Tensor<T> Row<T>(params T[] values) => Tensor.Create(values, [values.Length]);

    /// <summary>A view with the lengths and elements of x that is not dense: every other element, or transposed memory.</summary>
    public static Tensor<T> NotDense<T>(Tensor<T> x)
    {
        if (x.FlattenedLength < 2)
            return x;
        T[] values = Elements(x);
        if (x.Lengths.ToArray().Count(length => length > 1) < 2)
        {
            // One long axis: interleave with default values.
            var spread = new T[values.Length * 2 + 1];
            for (int i = 0; i < values.Length; i++)
                spread[2 * i + 1] = values[i];
            nint[] strides = x.Lengths.ToArray().Select(length => length > 1 ? (nint)2 : 0).ToArray();
            return Tensor.Create(spread, 1, x.Lengths, strides);
        }

        int[] reversed = Enumerable.Range(0, x.Rank).Reverse().ToArray();
        T[] memory = Elements(Tensor.PermuteDimensions(x, reversed));
        return Tensor.PermuteDimensions(Tensor.Create(memory, Array.ConvertAll(reversed, axis => x.Lengths[axis])), reversed);
    }

    /// <summary>The elements in row-major order.</summary>
    public static T[] Elements<T>(Tensor<T> x)
    {
        var values = new T[x.FlattenedLength];
        if (values.Length > 0)
            x.FlattenTo(values);
        return values;
    }

    /// <summary>The elements in row-major order, in double.</summary>
    public static double[] Doubles<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => Array.ConvertAll(Elements(x), double.CreateTruncating);
}
