using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace AutoGrad.EndToEnd.Tests.Testing;

/// <summary>Numbers to test with.</summary>
internal static class Numbers
{
    /// <summary>How far numbers stay from places where functions have kinks.</summary>
    private const double Clearance = 0.02;

    private static readonly double[] s_kinks = [-1, -0.5, 0, 0.25, 0.5, 1];

    /// <summary>
    /// Numbers between two bounds that keep a distance from each other, so that none is nearly the largest of several, and from the kinks
    /// of the functions under test.
    /// </summary>
    public static float[] Apart(int count, double low, double high, Random random)
    {
        double gap = (high - low) / (8.0 * count);
        var chosen = new SortedSet<double>();
        var result = new float[count];
        for (int i = 0; i < count;)
        {
            float candidate = (float)(low + ((high - low) * random.NextDouble()));
            bool isFree = chosen.GetViewBetween(candidate - gap, candidate + gap).Count == 0 && s_kinks.All(k => Math.Abs(candidate - k) > Clearance);
            if (!isFree)
                continue;
            chosen.Add(candidate);
            result[i++] = candidate;
        }

        return result;
    }

    /// <summary>Numbers between two bounds.</summary>
    public static float[] Between(int count, double low, double high, Random random)
        => [.. Enumerable.Range(0, count).Select(_ => (float)(low + ((high - low) * random.NextDouble())))];

    /// <summary>The number of elements of a shape.</summary>
    public static int Count(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int length in shape)
            count *= length;
        return count;
    }

    /// <summary>A tensor over these numbers.</summary>
    public static Tensor<T> Tensor<T>(T[] values, params ReadOnlySpan<int> shape)
        => System.Numerics.Tensors.Tensor.Create(values, [.. shape.ToArray().Select(l => (nint)l)]);

    /// <summary>Sets all parameters of a model, in the order of their block.</summary>
    public static void Set(ParameterSet parameters, ReadOnlySpan<float> values)
        => values.CopyTo(MemoryMarshal.CreateSpan(ref parameters.ValueBlock, checked((int)parameters.Values.FlattenedLength)));

    /// <summary>A tensor's elements in row-major order.</summary>
    public static T[] Elements<T>(Tensor<T> tensor)
    {
        var elements = new T[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return elements;
    }
}
