using System.Globalization;
using System.Text;

namespace AutoGrad.EndToEnd.Tests.Analysis;

/// <summary>
/// The compile-time estimate of how a gradient grows, beside real backward passes. With the environment variable <c>AUTOGRAD_GROWTH_TABLE</c> all
/// cases are measured with 20 seeds, and the table of the documentation is written to the file that it names.
/// </summary>
public sealed class GrowthTests
{
    private static readonly string[] s_activations = ["Relu", "Tanh", "Gelu", "Sigmoid"], s_forms = ["residual", "layer norm"];

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
        new("Tanh", "Orthogonal", 1.5, 20, "loop"),
    ];

    private static IEnumerable<GrowthCase> All =>
    [
        .. from activation in s_activations from init in s_inits from depth in s_depths select new GrowthCase(activation, init.Init, init.Scale, depth),
        .. from activation in s_activations from form in s_forms from init in s_inits.Take(4) from depth in s_depths
           select new GrowthCase(activation, init.Init, init.Scale, depth, form),
        .. from init in s_recurrent from steps in s_steps select new GrowthCase("Tanh", init.Init, init.Scale, steps, "loop"),
        new("linear", "Orthogonal", 1.1, 100, "loop"),
        new("linear", "Normal", 0.0625, 50, "loop"),
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
    {
        var text = new StringBuilder("| form | activation | initialiser | layers or steps | estimated | measured | within |\n| --- | --- | --- | ---: | ---: | ---: | ---: |\n");
        foreach (Growth g in all)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {g.Case.Form} | {g.Case.Activation} | {g.Case.Init}{(g.Case.Scale == 1 ? "" : FormattableString.Invariant($", scale {g.Case.Scale}"))} | {g.Case.Depth} ")
                .Append(CultureInfo.InvariantCulture, $"| {Figure(g.Estimated)} | {Figure(g.Measured)} | {(g.IsClose ? "" : "NOT ")}x {Math.Pow(10, Math.Abs(g.Error)):0.00} |\n");
        }

        return text.ToString();
    }

    private static string Figure(double growth)
        => growth is > 1e-3 and < 1e4 ? growth.ToString("G3", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"10^{Math.Log10(growth):0.0}");
}
