namespace AutoGrad.EndToEnd.Tests.Semantics;

/// <summary>
/// What a step must come to, by the formulas in double. A penalty may cancel most of a gradient, and with it the float's bits: the addends are
/// so many times as large as their sum.
/// </summary>
internal sealed record Expected(double[][] Gradients, double[] Cancellations, double Loss, double DataLoss, double Norm, double ClipScale, bool IsFinite);

/// <summary>Penalties and clips, written once more as their definitions say, for parameters in double.</summary>
internal static class PolicyFormulas
{
    /// <summary>The step of the loss <c>sum over parameters of sum(w * x)</c>, whose gradients are <paramref name="x"/>.</summary>
    public static Expected Step(int[][] shapes, double[][] w, double[][] x, GradientPolicy policy)
    {
        double data = w.Zip(x, (a, b) => a.Zip(b, (p, q) => p * q).Sum()).Sum(), penalties = 0;
        double[][] g = [.. x.Select(e => e.ToArray())], addends = [.. x.Select(e => e.Select(Math.Abs).ToArray())];
        for (int i = 0; i < g.Length; i++)
        {
            if (shapes[i].Length < 2)
                continue;
            for (int j = 0; j < g[i].Length; j++)
            {
                penalties += (policy.L1 * Math.Abs(w[i][j])) + (policy.L2 * w[i][j] * w[i][j]);
                addends[i][j] += policy.L1 + (2.0 * policy.L2 * Math.Abs(w[i][j]));
                g[i][j] += (policy.L1 * Math.Sign(w[i][j])) + (2.0 * policy.L2 * w[i][j]);
            }
        }

        double[] cancellations = [.. g.SelectMany((e, i) => e.Select((v, j) => v == 0 ? 1 : addends[i][j] / Math.Abs(v)))];
        double norm = Norm(g.SelectMany(e => e));
        double value = policy.ValueThreshold;
        if (value != 0)
            g = [.. g.Select(e => e.Select(v => Math.Clamp(v, -value, value)).ToArray())];
        double c = policy.NormThreshold, whole = Norm(g.SelectMany(e => e)), scale = 1;
        if (policy.Norm == NormClip.Parameter)
            g = [.. g.Select(e => Scaled(e, c / Math.Max(Norm(e), c)))];
        if (policy.Norm == NormClip.Global)
        {
            scale = Math.Min(1, c / (whole + 1e-6));
            g = [.. g.Select(e => Scaled(e, scale))];
        }

        if (policy.Norm == NormClip.Adaptive)
            g = [.. g.Select((e, i) => ByUnits(shapes[i], w[i], e, c, policy.AdaptiveEpsilon))];
        return new(g, cancellations, data + penalties, data, norm, scale, double.IsFinite(data) && double.IsFinite(norm));
    }

    // Rank 2 [in, out]: a unit is a column. Rank 3: one index of axis 0. Below: the whole.
    private static double[] ByUnits(int[] shape, double[] w, double[] g, double lambda, double epsilon)
    {
        int Unit(int i) => shape.Length < 2 ? 0 : shape.Length == 2 ? i % shape[1] : i / (g.Length / shape[0]);
        var result = new double[g.Length];
        foreach (IGrouping<int, int> unit in Enumerable.Range(0, g.Length).GroupBy(Unit))
        {
            double norm = Norm(unit.Select(i => g[i])), most = lambda * Math.Max(Norm(unit.Select(i => w[i])), epsilon);
            foreach (int i in unit)
                result[i] = norm < most ? g[i] : g[i] * (most / Math.Max(norm, 1e-6));
        }

        return result;
    }

    private static double[] Scaled(double[] g, double factor) => [.. g.Select(v => v * factor)];

    private static double Norm(IEnumerable<double> g) => Math.Sqrt(g.Sum(v => v * v));
}
