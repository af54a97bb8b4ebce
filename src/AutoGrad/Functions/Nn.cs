using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>
/// The functions of a forward pass. Called directly they compute operation by operation: every call returns a new dense
/// tensor that shares no memory with its arguments (<see cref="StopGradient{T}(Tensor{T})"/> alone returns its argument).
/// Inside a differentiated method the compiler replaces them by fused kernels, and these are what the kernels are tested
/// against; so they favour plain, accurate arithmetic: what is summed or composed is computed in double and rounded once.
/// </summary>
/// <remarks>
/// Element types are <see cref="float"/> and <see cref="double"/>. NaN propagates through every function. Axes may be
/// negative: -1 is the last one. A tensor of rank 0 does not exist: what removes the only axis leaves lengths [1].
/// </remarks>
public static partial class Nn
{
    /// <summary>Applies a function of the base library to whole spans.</summary>
    private static Tensor<T> MapSpan<T>(Tensor<T> x, SpanFunction<T> function)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        var values = new T[source.Length];
        function(source, values);
        return Operand.Result(values, x.Lengths);
    }

    /// <summary>Applies a function in double to each element and rounds its value to T.</summary>
    private static Tensor<T> Map<T, TFunction>(Tensor<T> x, TFunction function)
        where T : IFloatingPointIeee754<T>
        where TFunction : struct, IScalarFunction
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        var values = new T[source.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = T.CreateTruncating(function.Invoke(double.CreateTruncating(source[i])));
        return Operand.Result(values, x.Lengths);
    }

    /// <summary>A coefficient given in double, as the T that takes part in the computation.</summary>
    private static double Rounded<T>(double coefficient)
        where T : IFloatingPointIeee754<T>
        => double.CreateTruncating(T.CreateTruncating(coefficient));

    private delegate void SpanFunction<T>(ReadOnlySpan<T> x, Span<T> destination);

    private interface IScalarFunction
    {
        double Invoke(double x);
    }
}
