namespace AutoGrad.EndToEnd.Tests.RandomPrograms;

/// <summary>Clips by the formulae of the documentation, in double and one after the other: what the generated code fuses.</summary>
internal static class ExpectedGradient
{
    private const double GlobalEpsilon = 1e-6;

    /// <summary>Clips a gradient that has the penalties in it. Returns the factor of the global clip.</summary>
    public static double Clip(ParameterSet parameters, double[] gradient)
    {
        var parts = new List<(GradientPolicy Policy, Memory<double> Part)>();
        int start = 0;
        foreach (Parameter parameter in parameters)
        {
            int count = (int)parameter.Value.FlattenedLength;
            parts.Add((parameter.Policy, gradient.AsMemory(start, count)));
            start += count;
        }

        foreach ((GradientPolicy policy, Memory<double> part) in parts.Where(p => p.Policy.ValueThreshold > 0))
        {
            foreach (ref double g in part.Span)
                g = Math.Clamp(g, -policy.ValueThreshold, policy.ValueThreshold);
        }

        double norm = Norm(gradient), clipScale = 1;
        foreach ((GradientPolicy policy, Memory<double> part) in parts)
        {
            double factor = policy.Norm switch
            {
                NormClip.Parameter => policy.NormThreshold / Math.Max(Norm(part.Span), policy.NormThreshold),
                NormClip.Global => Math.Min(1, policy.NormThreshold / (norm + GlobalEpsilon)),
                _ => 1,
            };
            if (policy.Norm == NormClip.Global)
                clipScale = Math.Min(clipScale, factor);
            foreach (ref double g in part.Span)
                g *= factor;
        }

        return clipScale;
    }

    /// <summary>The penalties of all parameters at these values.</summary>
    public static double Penalty(ParameterSet parameters, double[] values)
    {
        double sum = 0;
        int start = 0;
        foreach (Parameter parameter in parameters)
        {
            int count = (int)parameter.Value.FlattenedLength;
            foreach (double w in values.AsSpan(start, count))
                sum += (parameter.Policy.L1 * Math.Abs(w)) + (parameter.Policy.L2 * w * w);
            start += count;
        }

        return sum;
    }

    public static double Norm(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
            sum += value * value;
        return Math.Sqrt(sum);
    }
}
