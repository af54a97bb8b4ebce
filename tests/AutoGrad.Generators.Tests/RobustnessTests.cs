using System.Collections.Immutable;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests;

public class RobustnessTests
{
    [Theory]
    [InlineData(300)]
    [InlineData(1_500)]
    public async Task Expressions_that_are_nested_deeply_end_in_a_graph_or_in_an_error(int depth)
    {
        string program = $"[Model] public sealed partial class M {{ [Parameter(4)] public partial Tensor<float> W {{ get; }} [Loss] public float Loss([Shape(4)] Tensor<float> x) => Sum({string.Concat(Enumerable.Repeat("x + ", depth))}W); }}";
        CSharpCompilation compilation = Source.Compile(program);
        ModelReading reading = Reading.Of(compilation);
        Assert.True(reading.Problems.Count > 0 != reading.Source!.Declaration.Methods[0].Graph is not null);
        if (depth == 300)
            Assert.Empty(await Marked.Analyze(compilation));
    }

    [Fact]
    public void Helpers_that_double_the_graph_at_each_level_are_refused()
    {
        string helpers = string.Concat(Enumerable.Range(1, 40).Select(i => $"static Tensor<float> H{i}(Tensor<float> x) => H{i - 1}(x) + H{i - 1}(x);"));
        ModelReading reading = Reading.Of(Source.Compile($"[Model] public sealed partial class M {{ [Parameter(4)] public partial Tensor<float> W {{ get; }} static Tensor<float> H0(Tensor<float> x) => x; {helpers} [Loss] public float Loss([Shape(4)] Tensor<float> x) => Sum(H40(x)); }}"));
        Assert.Equal("AG2001", reading.Problems.Single().Rule.Id);
    }

    [Fact]
    public async Task Programs_with_loops_and_branches_have_no_problem()
    {
        // Its second model uses a layer that is not there, which C# reports.
        ImmutableArray<Diagnostic> found = await Marked.Analyze(Source.Compile(Source.Program("AddingProblem")));
        Assert.Empty(found);
        found = await Marked.Analyze(Source.Compile(Source.Program("Functions")));
        Assert.Empty(found);
    }

    [Theory]
    [InlineData("[Model] public partial class Foo { } [Model] public partial class foo { }")]
    [InlineData("namespace A { [Model] public partial class M { } } namespace a { [Model] public partial class M { } }")]
    [InlineData("[Model] public partial class M { } [Model] public partial class M { }")]
    [InlineData("[Model, Model] public partial class M { }")]
    [InlineData("[Model] public partial class @class { }")]
    [InlineData("namespace @namespace.@int { [Model] public partial class M { } }")]
    [InlineData("[Model] public partial class { }")]
    [InlineData("[Model] public partial class cafe\u0301 { }")]
    public async Task Names_that_clash_do_not_stop_the_generator(string program) => await Marked.Analyze(Source.Compile(program));
}
