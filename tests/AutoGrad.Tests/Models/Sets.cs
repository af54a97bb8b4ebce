using System.Runtime.InteropServices;

namespace AutoGrad.Tests.Models;

/// <summary>Parameter sets, and the end of a backward pass as generated code writes it.</summary>
internal static class Sets
{
    /// <summary>Parameters P0, P1, ... of rank 1 with these lengths and one policy.</summary>
    internal static ParameterSet Vectors(GradientPolicy policy, params ReadOnlySpan<int> lengths)
    {
        var definitions = new ParameterDefinition[lengths.Length];
        for (int i = 0; i < lengths.Length; i++)
            definitions[i] = new ParameterDefinition($"P{i}", [lengths[i]], Init.Normal, 1, policy);
        return new ParameterSet(definitions);
    }

    internal static GradientPolicy Clip(NormClip norm, float threshold = 1, float value = 0)
        => new(norm, threshold, value, 0, 0);

    internal static Span<float> ValueSpan(this ParameterSet set)
        => MemoryMarshal.CreateSpan(ref set.ValueBlock, set.Length);

    internal static Span<float> RawGradients(this ParameterSet set)
        => MemoryMarshal.CreateSpan(ref set.GradientBlock, set.Length);

    internal static float[] Numbers(this Parameter parameter)
        => Read(parameter.Value);

    internal static float[] GradientNumbers(this Parameter parameter)
        => Read(parameter.Gradient);

    internal static float[] Read(System.Numerics.Tensors.Tensor<float> tensor)
    {
        var numbers = new float[tensor.FlattenedLength];
        tensor.FlattenTo(numbers);
        return numbers;
    }

    /// <summary>
    /// Writes a gradient with penalties and ends the pass: sums of squares in float, in double and clamped where there is a
    /// value clip.
    /// </summary>
    internal static StepReport Finish(this ParameterSet set, params ReadOnlySpan<float> gradient)
    {
        Assert.Equal(set.Length, gradient.Length);
        gradient.CopyTo(set.RawGradients());
        Span<double> squares = stackalloc double[set.Count];
        Span<double> clipped = stackalloc double[set.Count];
        for (int i = 0; i < set.Count; i++)
        {
            Span<float> part = set.RawGradients()[set.Start(i)..set.Ends[i]];
            float limit = set[i].Policy.ValueThreshold;
            if (limit == 0)
                squares[i] = clipped[i] = InFloat(part);
            else
                (squares[i], clipped[i]) = Clamp(part, limit);
        }

        return set.Complete(1, 1, squares, clipped);
    }

    private static float InFloat(ReadOnlySpan<float> gradient)
    {
        float sum = 0;
        foreach (float g in gradient)
            sum += g * g;
        return sum;
    }

    private static (double Squares, double Clipped) Clamp(Span<float> gradient, float limit)
    {
        double squares = 0, clipped = 0;
        foreach (ref float g in gradient)
        {
            squares += (double)g * g;
            g = float.Clamp(g, -limit, limit);
            clipped += (double)g * g;
        }

        return (squares, clipped);
    }
}
