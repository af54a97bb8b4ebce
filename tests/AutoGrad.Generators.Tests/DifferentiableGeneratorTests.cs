using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests;

public class DifferentiableGeneratorTests
{
    public static TheoryData<string, string> Models => new()
    {
        { "DigitClassifier", "DigitClassifier" },
        { "UnscaledRegression", "Plain" },
        { "UnscaledRegression", "ValueClipped" },
        { "Health", "TooHot" },
        { "Features", "Everything" },
        { "Layers", "Classifier" },
        { "Layers", "Deep" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Programs_compile_with_what_is_generated_and_nothing_is_reported(string program, string model)
    {
        CSharpCompilation compilation = Source.Compile(Source.Program(program));
        Compilation updated = new Run().Generate(compilation);
        Assert.Empty(Source.Errors(updated));
        Assert.Contains(updated.SyntaxTrees, t => t.FilePath.EndsWith($"{model}.Loss.g.cs", StringComparison.Ordinal));
        // Health is the program whose explosion the build foresees.
        Assert.DoesNotContain(await Marked.Analyze(compilation), d => d.Id != "AG5001" || program != "Health");
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Generator_and_analyzer_lower_the_same_graphs(string program, string model)
    {
        CSharpCompilation compilation = Source.Compile(Source.Program(program));
        ModelReading before = Reading.Of(compilation, model), after = Reading.Of((CSharpCompilation)new Run().Generate(compilation), model);
        Assert.Equal(before.Source!.Declaration.Methods, after.Source!.Declaration.Methods);
        Assert.Equal(before.Source.Declaration.Parameters, after.Source.Declaration.Parameters);
    }

    [Theory]
    [InlineData("DigitClassifier.g.cs")]
    [InlineData("DigitClassifier.Logits.g.cs")]
    [InlineData("DigitClassifier.Loss.g.cs")]
    public void The_code_for_the_digits_reads_well(string file)
    {
        var run = new Run();
        run.Generate(Source.Compile(Source.Program("DigitClassifier")));
        Snapshot.Verify(run.Result.GeneratedSources.Single(s => s.HintName == file).SourceText.ToString(), "cs", file.Replace(".g.cs", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Classifier.g.cs")]
    [InlineData("Classifier.Logits.g.cs")]
    [InlineData("Residual.g.cs")]
    [InlineData("Deep.g.cs")]
    [InlineData("Deep.Loss.g.cs")]
    public void Layers_are_one_with_their_owner(string file)
    {
        var run = new Run();
        run.Generate(Source.Compile(Source.Program("Layers")));
        Snapshot.Verify(run.Result.GeneratedSources.Single(s => s.HintName == file).SourceText.ToString(), "cs", file.Replace(".g.cs", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Positions_are_found_by_the_ordinals_of_expressions()
    {
        ModelReading reading = Reading.Of(Source.Compile(Source.Program("DigitClassifier")), "DigitClassifier");
        string[] lines = Source.Program("DigitClassifier").Split('\n');
        foreach (var (method, positions) in reading.Source!.Declaration.Methods.Zip(reading.Positions.Methods))
        {
            foreach (var origin in method.Graph!.Nodes.Select(n => n.Origin).Where(o => o.Ordinal >= 0))
            {
                var position = positions.Positions[origin.Ordinal];
                Assert.Equal(position.Line, position.EndLine);
                Assert.Equal(origin.Source, lines[position.Line - 1][(position.Column - 1)..(position.EndColumn - 1)]);
            }
        }
    }

    [Fact]
    public void The_table_of_positions_reads_as_such()
    {
        var run = new Run();
        run.Generate(Source.Compile(Source.Program("UnscaledRegression").Replace("[Model]\npublic sealed partial class Plain", "[Model(OnNonFinite = OnNonFinite.Throw)]\npublic sealed partial class Plain", StringComparison.Ordinal)));
        Snapshot.Verify(run.Result.GeneratedSources.Single(s => s.HintName.EndsWith(".Positions.g.cs", StringComparison.Ordinal)).SourceText.ToString(), "cs");
    }

    [Fact]
    public void A_model_that_never_asks_where_its_expressions_stand_has_no_table_of_positions()
    {
        var run = new Run();
        run.Generate(Source.Compile(Source.Program("UnscaledRegression")));
        Assert.DoesNotContain(run.Result.GeneratedSources, s => s.HintName.Contains("Positions", StringComparison.Ordinal));
    }

    [Fact]
    public void A_property_that_is_refused_is_implemented_all_the_same()
    {
        Compilation updated = new Run().Generate(Source.Compile("""
            namespace A.B;

            internal static partial class Outer
            {
                [Model]
                public sealed partial class M
                {
                    [Layer(2, 50)] public partial string? Memory { get; }
                    [Parameter(4)] protected internal partial Tensor<double> W { get; private set; }
                    [Loss] public float Loss([Shape("n", 4)] Tensor<float> x) => Sum(x);
                }
            }
            """));
        Assert.Empty(updated.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
        Snapshot.Verify(updated.SyntaxTrees.Single(t => t.FilePath.EndsWith("A.B.Outer+M.Refused.g.cs", StringComparison.Ordinal)).ToString(), "cs");
    }

    [Fact]
    public void Every_rule_has_a_row_in_the_release_notes()
    {
        string notes = Source.Unshipped();
        Assert.All(Rules.All, rule => Assert.Contains($"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}", notes, StringComparison.Ordinal));
        Assert.Equal(Rules.All.Select(r => r.Id).Order(), Rules.All.Select(r => r.Id));
    }
}
