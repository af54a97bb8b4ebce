namespace AutoGrad.Tests.Models;

/// <summary>Against the formula, unit by unit, in double.</summary>
public sealed class AdaptiveClipTests
{
    [Theory]
    [InlineData(new[] { 7 }, 1)]
    [InlineData(new[] { 1, 5 }, 1)]
    [InlineData(new[] { 4, 3 }, 3)]
    [InlineData(new[] { 4, 1, 3 }, 3)]
    [InlineData(new[] { 5, 2, 3, 3 }, 5)]
    public void Units_are_scaled_to_their_share_of_the_weights(int[] lengths, int units)
    {
        const float Lambda = 0.02f, Epsilon = 1e-3f;
        var definition = new ParameterDefinition("W", [.. lengths.Select(l => (nint)l)], Init.Normal, 1, new GradientPolicy(NormClip.Adaptive, Lambda, 0, 0, 0, Epsilon));
        var set = new ParameterSet(definition);
        set.Initialize(3);
        var random = new Random(4);
        float[] g = [.. Enumerable.Range(0, set.Length).Select(i => (float)(random.NextDouble() - 0.5) * (i % 2 == 0 ? 1f : 0.01f))];
        float[] w = set.ValueSpan().ToArray();
        StepReport report = set.Finish(g);
        Assert.Equal(Math.Sqrt(g.Sum(x => (double)x * x)), report.GradientNorm, 1e-6);
        float[] clipped = set[0].GradientNumbers();
        int rank = lengths.Count(l => l > 1);
        for (int u = 0; u < units; u++)
        {
            int[] members = [.. Enumerable.Range(0, g.Length).Where(i => units == 1 || (rank == 2 ? i % units == u : i / (g.Length / units) == u))];
            double weight = Math.Sqrt(members.Sum(i => (double)w[i] * w[i])), norm = Math.Sqrt(members.Sum(i => (double)g[i] * g[i]));
            double most = Lambda * Math.Max(weight, Epsilon);
            foreach (int i in members)
                Assert.Equal(norm < most ? g[i] : g[i] * most / Math.Max(norm, 1e-6), clipped[i], 1e-7);
        }
    }

    [Fact]
    public void A_zero_gradient_stays_zero()
    {
        var set = new ParameterSet(new ParameterDefinition("W", [2, 2], Init.Zeros, 1, new GradientPolicy(NormClip.Adaptive, 0.01f, 0, 0, 0)));
        set.Finish(0, 0, 0, 0);
        Assert.Equal([0, 0, 0, 0], set[0].GradientNumbers());
    }
}
