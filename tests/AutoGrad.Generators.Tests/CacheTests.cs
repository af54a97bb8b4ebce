using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests;

public class CacheTests
{
    private const string Model = """
        [Model]
        public sealed partial class M
        {
            private const float Factor = 0.5f;

            [Parameter(4, 3)]
            public partial Tensor<float> W { get; }

            [Forward]
            public Tensor<float> F([Shape("n", 4)] Tensor<float> x)
            {
                Tensor<float> hidden = MatMul(x, W) * Factor;
                return Helpers.Activate(hidden);
            }

            [Loss]
            public float Loss([Shape("n", 4)] Tensor<float> x) => Sum(F(x));
        }
        """;

    private const string Helpers = """
        public static class Helpers
        {
            public static Tensor<float> Activate(Tensor<float> x) => Tanh(x);
        }
        """;

    private const string Unrelated = """
        public class Unrelated
        {
            public int Number => 1;
        }
        """;

    [Theory]
    [InlineData("Unrelated.cs", "Number => 1", "Number => 2")]
    [InlineData("Unrelated.cs", "public class Unrelated\n{", "public class Unrelated\n{\n    public Tensor<float> New(Tensor<float> x) => x;")]
    [InlineData("Helpers.cs", "{\n    public static", "{\n    public static int Other() => 3;\n\n    public static")]
    public void An_edit_elsewhere_changes_nothing_about_the_model(string file, string old, string replacement)
    {
        Run run = Edit(file, old, replacement);
        Assert.All(run.Reasons(DifferentiableGenerator.ModelStep), IsKept);
        Assert.All(run.Reasons(DifferentiableGenerator.ClashesStep), IsKept);
        Assert.All(run.OutputReasons(DifferentiableGenerator.ModelStep), IsCached);
    }

    [Theory]
    [InlineData("Unrelated.cs", "Number => 1", "Number => 2")]
    [InlineData("M.cs", "Tensor<float> hidden = MatMul(x, W)", "Tensor<float> hidden = /* a product */ MatMul(x, W)")]
    public void Even_positions_are_kept_where_no_expression_moved(string file, string old, string replacement)
    {
        Run run = Edit(file, old, replacement);
        if (file == "Unrelated.cs")
            Assert.All(run.OutputReasons(DifferentiableGenerator.PositionsStep), IsCached);
        Assert.All(run.OutputReasons(DifferentiableGenerator.ModelStep), IsCached);
    }

    [Theory]
    [InlineData("[Model]", "// A comment above.\n[Model]")]
    [InlineData("Tensor<float> hidden = MatMul", "// A comment inside.\n        Tensor<float> hidden = MatMul")]
    [InlineData("MatMul(x, W) * Factor", "MatMul(x, // the input\n            W) * Factor")]
    [InlineData("    [Forward]", "    public int NewMethod() => 3;\n\n    [Forward]")]
    [InlineData("        return", "\n\n        return")]
    public void A_comment_a_line_end_or_a_new_method_changes_positions_only(string old, string replacement)
    {
        Run run = Edit("M.cs", old, replacement);
        Assert.All(run.Reasons(DifferentiableGenerator.ModelStep), IsKept);
        Assert.All(run.Reasons(DifferentiableGenerator.ClashesStep), IsKept);
        Assert.All(run.OutputReasons(DifferentiableGenerator.ModelStep), IsCached);
        Assert.Contains(IncrementalStepRunReason.Modified, run.Reasons(DifferentiableGenerator.PositionsStep));
    }

    [Theory]
    [InlineData("M.cs", "hidden", "activated")]
    [InlineData("M.cs", "0.5f", "0.25f")]
    [InlineData("M.cs", "Sum(F(x))", "Mean(F(x))")]
    [InlineData("M.cs", "[Parameter(4, 3)]", "[Parameter(4, 3), L2]")]
    [InlineData("M.cs", "[Model]", "[Model, ClipNorm]")]
    [InlineData("M.cs", "public sealed", "internal sealed")]
    [InlineData("Helpers.cs", "Tanh(x)", "Relu(x)")]
    public void A_renamed_local_a_changed_constant_and_a_changed_callee_are_seen(string file, string old, string replacement)
    {
        Run run = Edit(file, old, replacement);
        Assert.Contains(IncrementalStepRunReason.Modified, run.Reasons(DifferentiableGenerator.ModelStep));
        Assert.Contains(IncrementalStepRunReason.Modified, run.OutputReasons(DifferentiableGenerator.ModelStep));
    }

    [Theory]
    [InlineData("Tanh(x * W)", "Relu(x * W)")]
    [InlineData("Tanh(x * W) * Rate", "Tanh(x * W) * (Rate + 1f)")]
    [InlineData("[Parameter(4)]", "[Parameter(4), L2]")]
    public void A_change_in_a_layer_is_a_change_in_its_owner(string old, string replacement)
        => Assert.Equal(["Owner", "Part"], EditLayer("Layer.cs", old, replacement).Order());

    [Theory]
    [InlineData("Layer.cs", "// Nothing.", "// Something else.\n")]
    [InlineData("Other.cs", "Sum(x)", "Mean(x)")]
    public void An_edit_beside_a_layer_leaves_its_owner_alone(string file, string old, string replacement)
        => Assert.Equal(file == "Other.cs" ? ["Other"] : [], EditLayer(file, old, replacement));

    // The models that the generator reads anew after an edit.
    private static string[] EditLayer(string file, string old, string replacement)
    {
        CSharpCompilation before = Source.Compile(
            ("Layer.cs", """
                // Nothing.
                [Model] public sealed partial class Part
                {
                    [Parameter(4)] public partial Tensor<float> W { get; }
                    private float Rate = 0.5f;
                    public void Set(float rate) => Rate = rate;
                    [Forward] public Tensor<float> Forward([Shape("n", 4)] Tensor<float> x) => Tanh(x * W) * Rate;
                }
                """),
            ("Owner.cs", "[Model] public sealed partial class Owner { [Layer] public partial Part P { get; } [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(P.Forward(x)); }"),
            ("Other.cs", "[Model] public sealed partial class Other { [Parameter(4)] public partial Tensor<float> W { get; } [Loss] public float Loss([Shape(4)] Tensor<float> x) => Sum(x) * Sum(W); }"));
        var run = new Run();
        run.Generate(before);
        SyntaxTree tree = before.SyntaxTrees.Single(t => t.FilePath == file);
        Assert.Contains(old, tree.ToString(), StringComparison.Ordinal);
        run.Generate(before.ReplaceSyntaxTree(tree, Source.Parse(file, tree.ToString().Replace(old, replacement, StringComparison.Ordinal))));
        return [.. run.Result.TrackedSteps[DifferentiableGenerator.ModelStep].SelectMany(s => s.Outputs)
            .Where(o => o.Reason is IncrementalStepRunReason.Modified or IncrementalStepRunReason.New)
            .Select(o => ((AutoGrad.Generators.Frontend.ModelSource)o.Value).TypeName)];
    }

    [Fact]
    public void Nothing_that_is_cached_reaches_a_symbol_a_tree_or_a_compilation()
    {
        foreach (string program in (string[])["DigitClassifier", "UnscaledRegression", "Health", "Layers"])
        {
            var run = new Run();
            run.Generate(Source.Compile(Source.Program(program)));
            foreach (string step in (string[])[DifferentiableGenerator.ModelStep, DifferentiableGenerator.PositionsStep, DifferentiableGenerator.ClashesStep])
            {
                Assert.NotEmpty(run.Result.TrackedSteps[step]);
                foreach ((object value, _) in run.Result.TrackedSteps[step].SelectMany(s => s.Outputs))
                    ObjectGraph.RequireNoRoslyn(value);
            }
        }
    }

    private static Run Edit(string file, string old, string replacement)
    {
        var run = new Run();
        CSharpCompilation before = Source.Compile(("M.cs", Model), ("Helpers.cs", Helpers), ("Unrelated.cs", Unrelated));
        run.Generate(before);
        Assert.All(run.Reasons(DifferentiableGenerator.ModelStep), reason => Assert.Equal(IncrementalStepRunReason.New, reason));
        SyntaxTree tree = before.SyntaxTrees.Single(t => t.FilePath == file);
        string text = tree.ToString();
        Assert.Contains(old, text, StringComparison.Ordinal);
        run.Generate(before.ReplaceSyntaxTree(tree, Source.Parse(file, text.Replace(old, replacement, StringComparison.Ordinal))));
        return run;
    }

    private static void IsKept(IncrementalStepRunReason reason) => Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static void IsCached(IncrementalStepRunReason reason) => Assert.Equal(IncrementalStepRunReason.Cached, reason);
}
