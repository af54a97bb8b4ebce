using System.Collections.Immutable;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Frontend;

/// <summary>What a reading survives. Graphs are compared, so that a reading that outlives its truth is seen whatever kept it.</summary>
public class ReadingCacheTests
{
    private const string Model = """
        [Model]
        public sealed partial class M
        {
            [Parameter(3)] public partial Tensor<float> W { get; }

            [Forward]
            public Tensor<float> F([Shape("n", 3)] Tensor<float> x, int k) => Helpers.Activate(x * W) * Limits.Factor + Limits.Slope + (int)Mode.Fast + Helpers.Offset() + k;
        }
        """;

    private const string Helpers = """
        public static class Helpers
        {
            public static Tensor<float> Activate(Tensor<float> x) => Tanh(x);

            public static int Offset(int by = 7) => by;

            public static int Unused() { return 1; }
        }
        """;

    private const string Limits = """
        public static class Limits
        {
            public const float Factor = 0.5f, Slope = 2 * Factor;

            public static int Unused() { return 1; }
        }

        public enum Mode { Slow, Fast }
        """;

    [Theory]
    [InlineData("Limits.cs", "return 1;", "int one = 1; return one + one;")]
    [InlineData("Limits.cs", "public static class Limits", "// A comment.\npublic static class Limits")]
    [InlineData("Limits.cs", "public static class Limits", "Console.WriteLine(1);\n\npublic static class Limits")]
    public void A_reading_survives_edits_of_bodies_that_it_has_not_looked_into(string file, string old, string replacement)
    {
        (CSharpCompilation before, CSharpCompilation after) = Edit(file, old, replacement);
        Assert.Same(Reading.Of(before), Reading.Of(after));
    }

    [Theory]
    [InlineData("Limits.cs", "Factor = 0.5f", "Factor = 0.25f")]
    [InlineData("Limits.cs", "Slow, Fast", "Slow, Middle, Fast")]
    [InlineData("Limits.cs", "public const float", "public static Tensor<float> operator +(int x, Mode y) => null!;\n    public const float")]
    [InlineData("Limits.cs", "public static class Limits", "global using X = System.Math;\npublic static class Limits")]
    [InlineData("Helpers.cs", "by = 7", "by = 8")]
    [InlineData("Helpers.cs", "Tanh(x)", "Relu(x)")]
    [InlineData("Helpers.cs", "return 1;", "return 2;")]
    [InlineData("M.cs", "Helpers.Activate(x * W)", "Helpers.Activate(x + W)")]
    [InlineData("M.cs", "public sealed", "\npublic sealed")]
    public void A_reading_does_not_survive_an_edit_of_declarations_or_of_a_body_that_it_has_looked_into(string file, string old, string replacement)
    {
        (CSharpCompilation before, CSharpCompilation after) = Edit(file, old, replacement);
        ModelReading first = Reading.Of(before), second = Reading.Of(after);
        Assert.NotSame(first, second);
        Assert.Equal(Uncached(after), second.Source);
    }

    [Fact]
    public void A_reading_does_not_survive_a_file_or_a_reference_that_is_added()
    {
        CSharpCompilation before = Compile();
        ModelReading first = Reading.Of(before);
        Assert.NotSame(first, Reading.Of(before.AddSyntaxTrees(Source.Parse("New.cs", "public static class New;"))));
        Assert.NotSame(first, Reading.Of(before.AddReferences(before.ToMetadataReference())));
        Assert.NotSame(first, Reading.Of(before.WithOptions(before.Options.WithOverflowChecks(true))));
    }

    [Fact]
    public void Objects_of_the_compiler_that_cannot_be_compared_are_left_alone()
    {
        (CSharpCompilation before, CSharpCompilation after) = Edit("Limits.cs", "return 1;", "return 2;");

        Assert.Same(Reading.Of(Resolved(before)), Reading.Of(Resolved(after)));

        static CSharpCompilation Resolved(CSharpCompilation compilation) => compilation.WithOptions(compilation.Options.WithMetadataReferenceResolver(new IncomparableResolver()));
    }

    [Fact]
    public void A_class_is_read_again_with_its_layer()
    {
        CSharpCompilation before = Source.Compile(
            ("M.cs", """
            [Model]
            public sealed partial class M
            {
                [Layer(4)] public partial Part Part { get; }
                [Loss] public float Loss([Shape("n", 4)] Tensor<float> x) => Mean(Part.Forward(x));
            }
            """),
            ("Part.cs", """
            [Model]
            public sealed partial class Part(int width)
            {
                [Parameter("width")] public partial Tensor<float> W { get; }
                [Forward] public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x) => Tanh(x * W);
            }
            """));
        SyntaxTree tree = before.SyntaxTrees.Single(t => t.FilePath == "Part.cs");
        CSharpCompilation after = before.ReplaceSyntaxTree(tree, Source.Parse("Part.cs", tree.ToString().Replace("Tanh", "Relu", StringComparison.Ordinal)));

        ModelReading first = Reading.Of(before), second = Reading.Of(after);

        Assert.True(first.IsSound);
        Assert.NotEqual(first.Source, second.Source);
        Assert.Equal(Uncached(after), second.Source);
    }

    [Fact]
    public void What_was_refused_is_read_again()
    {
        (CSharpCompilation before, CSharpCompilation after) = Edit("Limits.cs", "return 1;", "return 2;", Model.Replace("Helpers.Activate(x * W)", "MatMul(x, W)", StringComparison.Ordinal));
        Assert.NotEmpty(Reading.Of(before).Problems);
        Assert.NotSame(Reading.Of(before), Reading.Of(after));
    }

    [Fact]
    public void The_analyzer_takes_over_what_the_generator_has_read_and_never_the_other_way_round()
    {
        (CSharpCompilation before, CSharpCompilation after) = Edit("Limits.cs", "return 1;", "return 2;");
        Compilation generated = new Run().Generate(before);
        Assert.Same(Reading.Of(before), Reading.Of((CSharpCompilation)generated));
        CSharpCompilation seen = after.AddSyntaxTrees(generated.SyntaxTrees.Except(before.SyntaxTrees)).AddSyntaxTrees(Source.Parse("New.cs", ""));

        Assert.True(Reading.Of(seen).Source!.Declaration.DeclaresConstructor);
        Assert.False(Reading.Of(after.AddSyntaxTrees(Source.Parse("New.cs", ""))).Source!.Declaration.DeclaresConstructor);
    }

    private static (CSharpCompilation Before, CSharpCompilation After) Edit(string file, string old, string replacement, string model = Model)
    {
        CSharpCompilation before = Compile(model);
        SyntaxTree tree = before.SyntaxTrees.Single(t => t.FilePath == file);
        Assert.Contains(old, tree.ToString(), StringComparison.Ordinal);
        return (before, before.ReplaceSyntaxTree(tree, Source.Parse(file, tree.ToString().Replace(old, replacement, StringComparison.Ordinal))));
    }

    private static CSharpCompilation Compile(string model = Model) => Source.Compile(("M.cs", model), ("Helpers.cs", Helpers), ("Limits.cs", Limits));

    // Under another name nothing is taken over.
    private static ModelSource Uncached(CSharpCompilation compilation) => Reading.Of(compilation.WithAssemblyName("Other")).Source!;

    /// <summary>Like those of the compiler's command line.</summary>
    private sealed class IncomparableResolver : MetadataReferenceResolver
    {
        public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties) => [];

        public override bool Equals(object? other) => throw new NotImplementedException();

        public override int GetHashCode() => throw new NotImplementedException();
    }
}
