namespace AutoGrad.EndToEnd.Tests.Functions.Programs;

/// <summary>Functions of the base library.</summary>
public static partial class Elementary
{
    [Differentiable]
    public static double MathFunctions(double x)
        => Math.Tan(x * 0.3) + Math.Asin(x * 0.3) + Math.Acos(x * 0.3) + Math.Atan(x) + Math.Atan2(x, 2) + Math.Sinh(x) + Math.Cosh(x) + Math.Asinh(x) + Math.Acosh(x + 2) + Math.Atanh(x * 0.3) + Math.Cbrt(x) + Math.Log2(x) + Math.Log10(x) + double.Exp2(x) + Math.Clamp(x, 0.5, 1.5) + Math.Floor(x) * x + Math.FusedMultiplyAdd(x, x, x);
}
