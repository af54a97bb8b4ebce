using System.Globalization;

namespace AutoGrad.EndToEnd.Tests.Analysis;

/// <summary>
/// The compile-time estimate of how a gradient grows, beside real backward passes. With the environment variable <c>AUTOGRAD_GROWTH_TABLE</c> all
/// cases are measured with 20 seeds, and the table of the documentation is written to the file that it names.
/// </summary>
public sealed class GrowthTests
{
    private static readonly string[] s_activations = ["Relu", "Tanh", "Gelu", "Sigmoid"], s_forms = ["residual", "layer norm"], s_mixed = ["gated", "concat"];

    private static readonly (string Init, double Scale)[] s_inits =
        [("HeNormal", 1), ("GlorotUniform", 1), ("Normal", 0.02), ("Normal", 0.1), ("Normal", 0.5)];

    private static readonly (string Init, double Scale)[] s_recurrent =
        [("Orthogonal", 1), ("Orthogonal", 1.5), ("Normal", 0.05), ("Normal", 0.08), ("Normal", 0.125), ("GlorotUniform", 1)];

    private static readonly int[] s_depths = [2, 5, 10, 20, 50], s_steps = [10, 30, 100];

    private static IEnumerable<GrowthCase> Few =>
    [
        new("Relu", "HeNormal", 1, 12),
        new("Relu", "Normal", 0.5, 5),
        new("Tanh", "GlorotUniform", 2, 12),
        new("Gelu", "HeNormal", 1, 8),
        new("Sigmoid", "GlorotNormal", 1, 5),
        new("Relu", "HeNormal", 1, 16, "residual"),
        new("Tanh", "HeUniform", 1, 8, "layer norm"),
        new("Relu", "HeNormal", 1, 10, "gated"),
        new("Tanh", "GlorotUniform", 1, 10, "concat"),
        new("Tanh", "Orthogonal", 1.5, 20, "loop"),
    ];

    private static IEnumerable<GrowthCase> All =>
    [
        .. from activation in s_activations from init in s_inits from depth in s_depths select new GrowthCase(activation, init.Init, init.Scale, depth),
        .. from activation in s_activations from form in s_forms from init in s_inits.Where(i => i.Scale is 1 or 0.1) from depth in s_depths.Where(d => d is 5 or 20 or 50)
           select new GrowthCase(activation, init.Init, init.Scale, depth, form),
        .. from activation in s_activations.Take(2) from form in s_mixed from depth in s_depths.Where(d => d is 5 or 20) select new GrowthCase(activation, "HeNormal", 1, depth, form),
        .. from init in s_recurrent from steps in s_steps select new GrowthCase("Tanh", init.Init, init.Scale, steps, "loop"),
        new("linear", "Orthogonal", 1.1, 100, "loop"),
    ];

    [Fact]
    public void The_estimate_is_near_what_is_measured()
    {
        string? table = Environment.GetEnvironmentVariable("AUTOGRAD_GROWTH_TABLE");
        Growth[] found = [.. (table is null ? Few.Chunk(20) : All.Chunk(10)).SelectMany(cases => Growth.Of(cases, seeds: table is null ? 3 : 20))];
        if (table is not null)
            File.WriteAllText(table, Table(found));
        Assert.Empty(found.Where(g => !g.IsClose).Select(g => $"{g.Case.Name}: estimated {g.Estimated:E2}, measured {g.Measured:E2}"));
    }

    private static string Table(IEnumerable<Growth> all)
        => $"{Head}\n{string.Join("\n", all.Select(Row))}\n";

    private const string Head = """
        | form | activation | initialiser | layers or steps | estimated | measured | apart | plain mean |
        | --- | --- | --- | ---: | ---: | ---: | ---: | ---: |
        """;

    internal static string Row(Growth g)
    {
        string scale = g.Case.Scale == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", scale {g.Case.Scale}");
        string apart = string.Create(CultureInfo.InvariantCulture, $"{(g.IsClose ? "" : "TOO FAR ")}x {Math.Pow(10, Math.Abs(g.Error)):0.00}");
        return $"| {g.Case.Form} | {g.Case.Activation} | {g.Case.Init}{scale} | {g.Case.Depth} | {Figure(g.Estimated)} | {Figure(g.Measured)} | {apart} | {Figure(g.Mean)} |";
    }

    private static string Figure(double growth)
        => growth is > 1e-3 and < 1e4 ? growth.ToString("G3", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"10^{Math.Log10(growth):0.0}");
}
