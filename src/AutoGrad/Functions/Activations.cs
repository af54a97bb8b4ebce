using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad;

// Slopes and the like are double: a T has no literal default, and `LeakyRelu(x, 0.2)` should do for float as well.
public static partial class Nn
{
    /// <summary>max(x, 0). Its derivative at 0 is 0.</summary>
    public static Tensor<T> Relu<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => MapSpan(x, static (source, destination) => TensorPrimitives.Max(source, T.Zero, destination));

    /// <summary>x where x is above 0, else slope * x.</summary>
    public static Tensor<T> LeakyRelu<T>(Tensor<T> x, double slope = 0.01)
        where T : IFloatingPointIeee754<T>
        => Map(x, new LeakyReluFunction(Rounded<T>(slope)));

    /// <summary>x where x is above 0, else alpha * (e^x - 1).</summary>
    public static Tensor<T> Elu<T>(Tensor<T> x, double alpha = 1)
        where T : IFloatingPointIeee754<T>
        => Map(x, new EluFunction(Rounded<T>(alpha)));

    /// <summary>x times the standard normal distribution function: x / 2 * (1 + erf(x / sqrt 2)). NaN at -infinity.</summary>
    public static Tensor<T> Gelu<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => Map(x, default(GeluFunction));

    /// <summary>
    /// The approximation of <see cref="Gelu"/> by x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) (D. Hendrycks and
    /// K. Gimpel, "Gaussian error linear units", 2016). NaN at -infinity.
    /// </summary>
    public static Tensor<T> GeluTanh<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => Map(x, default(GeluTanhFunction));

    /// <summary>x / (1 + e^-x). NaN at -infinity.</summary>
    public static Tensor<T> Silu<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => Map(x, default(SiluFunction));

    /// <summary>log(1 + e^x), without overflow.</summary>
    public static Tensor<T> Softplus<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => Map(x, default(SoftplusFunction));

    /// <summary>x clamped to [-1, 1].</summary>
    public static Tensor<T> HardTanh<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
        => Map(x, default(HardTanhFunction));

    private readonly struct LeakyReluFunction(double slope) : IScalarFunction
    {
        public double Invoke(double x) => x > 0 ? x : slope * x;
    }

    private readonly struct EluFunction(double alpha) : IScalarFunction
    {
        public double Invoke(double x) => x > 0 ? x : alpha * ScalarMath.ExpM1(x);
    }

    // 1 + erf z = erfc -z, which does not cancel where x is far below 0.
    private readonly struct GeluFunction : IScalarFunction
    {
        public double Invoke(double x) => x * (0.5 * ErrorFunction.Erfc(-x / Math.Sqrt(2)));
    }

    // (1 + tanh z) / 2 = sigmoid 2z, which does not cancel where x is far below 0.
    private readonly struct GeluTanhFunction : IScalarFunction
    {
        public double Invoke(double x) => x * ScalarMath.Sigmoid(2 * Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x));
    }

    private readonly struct SiluFunction : IScalarFunction
    {
        public double Invoke(double x) => x * ScalarMath.Sigmoid(x);
    }

    private readonly struct SoftplusFunction : IScalarFunction
    {
        public double Invoke(double x) => ScalarMath.Softplus(x);
    }

    private readonly struct HardTanhFunction : IScalarFunction
    {
        public double Invoke(double x) => Math.Clamp(x, -1, 1);
    }
}
