using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>The larger of x and y, element by element and broadcast. Where they are equal each takes half of the gradient.</summary>
    /// <exception cref="ArgumentException">The lengths of x and y do not broadcast.</exception>
    public static Tensor<T> Maximum<T>(Tensor<T> x, Tensor<T> y)
        where T : IFloatingPointIeee754<T>
    {
        nint[] lengths = CommonLengths(x, y);
        var values = new T[Axes.Count(lengths)];
        TensorPrimitives.Max(Broadcasting.Expand(x, lengths), Broadcasting.Expand(y, lengths), values);
        return Operand.Result(values, lengths);
    }

    /// <summary>The smaller of x and y, element by element and broadcast. Where they are equal each takes half of the gradient.</summary>
    /// <exception cref="ArgumentException">The lengths of x and y do not broadcast.</exception>
    public static Tensor<T> Minimum<T>(Tensor<T> x, Tensor<T> y)
        where T : IFloatingPointIeee754<T>
    {
        nint[] lengths = CommonLengths(x, y);
        var values = new T[Axes.Count(lengths)];
        TensorPrimitives.Min(Broadcasting.Expand(x, lengths), Broadcasting.Expand(y, lengths), values);
        return Operand.Result(values, lengths);
    }

    /// <summary>x where the condition holds, else y, element by element; all three broadcast.</summary>
    /// <exception cref="ArgumentException">The lengths of the three do not broadcast.</exception>
    public static Tensor<T> Where<T>(Tensor<bool> condition, Tensor<T> x, Tensor<T> y)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(condition);
        nint[] lengths = Broadcasting.Common(CommonLengths(x, y), "x with y", condition.Lengths, nameof(condition));
        ReadOnlySpan<bool> conditions = Broadcasting.Expand(condition, lengths);
        ReadOnlySpan<T> yes = Broadcasting.Expand(x, lengths);
        ReadOnlySpan<T> no = Broadcasting.Expand(y, lengths);
        var values = new T[conditions.Length];
        for (int i = 0; i < values.Length; i++)
            values[i] = conditions[i] ? yes[i] : no[i];
        return Operand.Result(values, lengths);
    }

    private static nint[] CommonLengths<T>(Tensor<T> x, Tensor<T> y)
    {
        Operand.RequireFloatOrDouble<T>();
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return Broadcasting.Common(x.Lengths, nameof(x), y.Lengths, nameof(y));
    }
}
