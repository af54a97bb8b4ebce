using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>Sums of squares of floats that neither overflow nor vanish, whatever the floats.</summary>
internal static class SumOfSquares
{
    /// <summary>
    /// sum x^2. In double the greatest float's square is 1.2e77 and the least's 2e-90, so no scaling is needed. The order of
    /// the additions does not depend on the machine.
    /// </summary>
    internal static double InDouble(ReadOnlySpan<float> x)
    {
        var low = Vector512<double>.Zero;
        var high = Vector512<double>.Zero;
        while (x.Length >= Vector512<float>.Count)
        {
            (Vector512<double> a, Vector512<double> b) = Vector512.Widen(Vector512.Create(x));
            low += a * a;
            high += b * b;
            x = x[Vector512<float>.Count..];
        }

        double sum = 0;
        low += high;
        for (int i = 0; i < Vector512<double>.Count; i++)
            sum += low[i];
        foreach (float element in x)
            sum += (double)element * element;
        return sum;
    }
}
