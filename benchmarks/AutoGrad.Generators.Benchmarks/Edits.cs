using System.Text.RegularExpressions;
using AutoGrad.Generators.Benchmarks.Project;

namespace AutoGrad.Generators.Benchmarks;

/// <summary>What someone types: each edit differs from all before it.</summary>
internal sealed record Edit(string Name, Action<Compilations, int> Do)
{
    public static IReadOnlyList<Edit> All { get; } =
    [
        new("in an unrelated file", (compilations, number) => compilations.Edit(SampleProject.Unrelated, _ => SampleProject.UnrelatedText(number + 1))),
        new("in a function", (compilations, number) => compilations.Edit(SampleProject.Functions, text => WithConstant(text, "double v0 = x * y + z", number))),
        new("in a model", (compilations, number) => compilations.Edit(SampleProject.Model, text => WithConstant(text, "Tensor<float> v0 = MatMul(x, W1) + B1", number))),
    ];

    private static string WithConstant(string text, string statement, int number)
        => new Regex(Regex.Escape(statement) + "( \\* [0-9]+)?;").Replace(text, $"{statement} * {SampleProject.Number(number + 2)};", 1);
}
