using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>The identity; in a differentiated method nothing flows back through it.</summary>
    /// <returns><paramref name="x"/> itself, not a copy.</returns>
    public static Tensor<T> StopGradient<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
    {
        Operand.RequireFloatOrDouble<T>();
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }

    /// <summary>The identity; in a differentiated method nothing flows back through it.</summary>
    public static T StopGradient<T>(T x)
        where T : IFloatingPointIeee754<T>
    {
        Operand.RequireFloatOrDouble<T>();
        return x;
    }
}
