namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>Numbers that must agree up to rounding.</summary>
internal static class Close
{
    public static void Assert(double expected, double actual, double tolerance, string what)
    {
        bool same = expected.Equals(actual)
            || Math.Abs(expected - actual) <= tolerance * Math.Max(1, Math.Max(Math.Abs(expected), Math.Abs(actual)));
        Xunit.Assert.True(same, $"{what}: expected {expected:R}, found {actual:R}");
    }

    public static void Assert(NdArray expected, NdArray actual, double tolerance, string what)
    {
        Xunit.Assert.Equal(expected.Lengths, actual.Lengths);
        for (int i = 0; i < expected.Count; i++)
            Assert(expected.Items[i], actual.Items[i], tolerance, $"{what}, element {i}");
    }

    /// <summary>Both graphs compute the same outputs of the same names.</summary>
    public static void AssertSameOutputs(Evaluation expected, Evaluation actual, double tolerance, string what)
    {
        Xunit.Assert.Equal(expected.Graph.Outputs.Select(o => o.Name), actual.Graph.Outputs.Select(o => o.Name));
        foreach (GraphOutput output in expected.Graph.Outputs)
            Assert(expected.Output(output.Name), actual.Output(output.Name), tolerance, $"{what}, output {output.Name}");
    }
}
