namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>Attention of heads by its definition, all weights at once. Operands as the compiler's; a third one that is no result is a mask.</summary>
internal static class AttentionReference
{
    public static NdArray Weights(NdArray[] x, int heads) => Compute(x, heads, hasMask: x.Length == 3).Weights;

    public static NdArray[] Forward(NdArray[] x, int heads)
    {
        (NdArray p, NdArray logSums) = Compute(x, heads, hasMask: x.Length == 3);
        int width = x[0].Lengths[2] / 3, size = width / heads, time = x[0].Lengths[1];
        NdArray y = NdArray.Build([x[0].Lengths[0], time, width], at =>
        {
            (int n, int i, int j) = (at[0], at[1], at[2]);
            return Enumerable.Range(0, time).Sum(t => p[[n, j / size, i, t]] * x[0][[n, t, (2 * width) + j]]);
        });
        return [y, logSums];
    }

    public static NdArray Gradient(NdArray[] x, int heads)
    {
        NdArray p = Compute(x, heads, hasMask: x.Length == 6).Weights, g = x[^1];
        int width = x[0].Lengths[2] / 3, size = width / heads, time = x[0].Lengths[1];
        double scale = 1 / Math.Sqrt(size);
        double X(int n, int t, int part, int h, int d) => x[0][[n, t, (part * width) + (h * size) + d]];
        NdArray dP = NdArray.Build(p.Lengths, at =>
        {
            (int n, int h, int i, int t) = (at[0], at[1], at[2], at[3]);
            return Enumerable.Range(0, size).Sum(d => g[[n, i, (h * size) + d]] * X(n, t, 2, h, d));
        });
        NdArray dS = NdArray.Build(p.Lengths, at =>
        {
            (int n, int h, int i, int t) = (at[0], at[1], at[2], at[3]);
            return p[at] * scale * (dP[at] - Enumerable.Range(0, time).Sum(s => p[[n, h, i, s]] * dP[[n, h, i, s]]));
        });
        return NdArray.Build(x[0].Lengths, at =>
        {
            (int n, int i, int part, int h, int d) = (at[0], at[1], at[2] / width, at[2] % width / size, at[2] % size);
            return Enumerable.Range(0, time).Sum(t => part switch
            {
                0 => dS[[n, h, i, t]] * X(n, t, 1, h, d),
                1 => dS[[n, h, t, i]] * X(n, t, 0, h, d),
                _ => p[[n, h, t, i]] * g[[n, t, (h * size) + d]],
            });
        });
    }

    private static (NdArray Weights, NdArray LogSums) Compute(NdArray[] x, int heads, bool hasMask)
    {
        int samples = x[0].Lengths[0], time = x[0].Lengths[1], width = x[0].Lengths[2] / 3, size = width / heads;
        bool isCausal = x[1].Only != 0;
        NdArray scores = NdArray.Build([samples, heads, time, time], at =>
        {
            (int n, int h, int i, int t) = (at[0], at[1], at[2], at[3]);
            if ((isCausal && t > i) || (hasMask && x[2][[n, t]] == 0))
                return double.NegativeInfinity;
            return Enumerable.Range(0, size).Sum(d => x[0][[n, i, (h * size) + d]] * x[0][[n, t, width + (h * size) + d]]) / Math.Sqrt(size);
        });
        NdArray sums = StructuralReference.Reduce(scores, [3], StructuralReference.LogSumExp);
        NdArray weights = NdArray.Build(scores.Lengths, at => double.IsInfinity(sums[at.AsSpan(0, 3)]) ? 0 : Math.Exp(scores[at] - sums[at.AsSpan(0, 3)]));
        return (weights, sums.Map(s => double.IsInfinity(s) ? double.PositiveInfinity : s));
    }
}
