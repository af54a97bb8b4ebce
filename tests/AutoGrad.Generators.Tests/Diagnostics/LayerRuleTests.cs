using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class LayerRuleTests
{
    private const string Part = """

        [Model] public sealed partial class Part(int width, float rate = 0.5f, string name = "")
        {
            public string Name => name;
            [Parameter("width")] public partial Tensor<float> W { get; }
            [Forward] public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x) => x * W * rate;
            [Forward] public Tensor<float> Take([Shape("n", "width")] Tensor<float> x, int count) => Slice(x * W, 0, 0, count);
            public Tensor<float> Other(Tensor<float> x) => x;
        }
        """;

    [Theory]
    [InlineData("[Layer(4)] public Part {|AG1012:P|} { get; } = null!;")]
    [InlineData("[Layer(4)] public partial Part {|AG1012:P|} { get; set; }")]
    [InlineData("[Layer(4)] public static partial Part {|AG1012:P|} { get; }")]
    [InlineData("[Layer(4)] public partial Part? {|AG1012:P|} { get; }")]
    [InlineData("[Layer(2, 50)] public partial string {|AG1012:P|} { get; }")]
    [InlineData("[{|AG1012:Layer|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(4, 0.5f, \"a\", 4)|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(4f)|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(4, 0.5)|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(4, float.NaN)|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(\"width\")|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(\"scale\")|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(0)|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(null!)|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(4)|}] public partial Part[] P { get; }")]
    [InlineData("[{|AG1012:Layer(4, Repeat = 3)|}] public partial Part P { get; }")]
    [InlineData("[{|AG1012:Layer(4, Repeat = 0)|}] public partial Part[] P { get; }")]
    [InlineData("[{|AG1012:Layer(4, Repeat = 3)|}] public partial Part[,] P { get; }")]
    [InlineData("[Layer] public partial M {|AG1012:P|} { get; }")]
    [InlineData("[Layer] public partial Base {|AG1012:P|} { get; }")]
    public Task A_layer_is_a_property_whose_constructor_takes_the_arguments(string member)
        => Marked.Verify($"[Model] public sealed partial class M(float scale = 1f) {{ public float Scale => scale; {member} }}[Model] public abstract partial class Base {{ }}{Part}");

    [Theory]
    [InlineData("[{|AG1012:Layer(1f)|}] public partial AutoGrad.Layers.Dropout P { get; }", "argument 'rate' of Dropout(float rate) must be at least 0 and below 1 and is 1")]
    [InlineData("[{|AG1012:Layer(0)|}] public partial AutoGrad.Layers.BatchNorm P { get; }", "argument 'features' of BatchNorm(int features) must be at least 1 and is 0")]
    [InlineData("[{|AG1012:Layer(4, 6)|}] public partial AutoGrad.Layers.GroupNorm P { get; }", "'groups' must divide 'features', and 4 does not divide 6")]
    public async Task Constants_that_make_no_sense_are_refused_in_the_users_words(string member, string message)
        => Assert.Contains(message, (await Marked.Verify($"[Model] public sealed partial class M {{ {member} }}")).Single(), StringComparison.Ordinal);

    [Fact]
    public async Task A_tensor_with_more_axes_than_dots_stand_for_is_refused_where_it_is_passed()
        => Assert.Contains("[n, features, ...], of 2 to 4 axes,", (await Marked.Verify("""
            [Model] public sealed partial class M
            {
                [Layer(3)] public partial AutoGrad.Layers.BatchNorm P { get; }
                [Forward] public Tensor<float> F([Shape("n", 3, 2, 2, 2)] Tensor<float> x) => P.Forward({|AG3008:x|});
            }
            """)).Single(), StringComparison.Ordinal);

    [Fact]
    public async Task A_name_that_is_added_to_every_model_cannot_be_the_users()
        => Assert.Contains("whether the methods as written train", (await Marked.Verify("[Model] public sealed partial class M { [Parameter(3)] public partial Tensor<float> W { get; } public bool {|AG1017:IsTraining|} => true; }")).Single(), StringComparison.Ordinal);

    [Fact]
    public Task Another_constructor_may_make_something_else_of_arguments_of_the_same_names() => Marked.Verify("""
        [Model] public sealed partial class M
        {
            [Layer(4)] public partial Wide A { get; }
            [{|AG1012:Layer(4, 2)|}] public partial Wide B { get; }
        }
        [Model] public sealed partial class Wide(int width)
        {
            public Wide(int width, int factor) : this(width * factor) { }
            [Parameter("width")] public partial Tensor<float> W { get; }
            [Forward] public Tensor<float> Forward([Shape("n", "width")] Tensor<float> x) => x * W;
        }
        """);

    [Fact]
    public Task Layers_of_a_stack_share_no_member_that_could_be_a_threshold() => Marked.Verify("""
        [Model] public sealed partial class M { [Layer(Repeat = 2)] public partial Part[] {|AG1012:P|} { get; } [Layer] public partial Part Q { get; } }
        [Model, ClipNorm(nameof(T))] public sealed partial class Part
        {
            public float T { get; set; } = 1;
            [Parameter(4)] public partial Tensor<float> W { get; }
            [Forward] public Tensor<float> Forward([Shape("n", 4)] Tensor<float> x) => x * W;
        }
        """);

    [Fact]
    public Task What_is_wrong_in_a_layer_is_said_there_and_not_at_its_owner() => Marked.Verify("""
        [Model] public sealed partial class M
        {
            [Layer] public partial Part P { get; }
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x) => Sum(P.Forward(x));
        }
        [Model] public sealed partial class Part
        {
            [Parameter(4)] public partial Tensor<float> W { get; }
            [Forward] public Tensor<float> Forward([Shape("n", 4)] Tensor<float> x) => x * {|AG3004:Zeros<float>(5)|};
        }
        """);

    [Fact]
    public async Task A_model_that_contains_itself_is_refused_with_the_way()
    {
        string[] messages = await Marked.Verify("""
            [Model] public sealed partial class A { [Layer] public partial B {|AG1012:P|} { get; } }
            [Model] public sealed partial class B { [Layer(Repeat = 2)] public partial A[] {|AG1012:Q|} { get; } }
            [Model] public sealed partial class C { [Layer] public partial A P { get; } }
            """);
        Assert.Equal(["'P' cannot be a layer: a model cannot be a part of itself: A, B, A", "'Q' cannot be a layer: a model cannot be a part of itself: B, A, B"], messages);
    }

    [Theory]
    [InlineData("return P.Forward({|AG3008:MatMul(x, Ones<float>(4, 5))|});", "Argument 'x' of 'P.Forward' must have shape [n, width], here [n, 4], but has lengths [n, 5]")]
    [InlineData("return P.Forward({|AG3008:Sum(x, 0)|});", "Argument 'x' of 'P.Forward' must have shape [n, width], here [n, 4], but has lengths [4]")]
    [InlineData("return {|AG2001:P.Other(x)|};", "only [Forward] methods of a layer can be called in a forward pass: mark it [Forward]")]
    [InlineData("int k = 0; for (int i = 0; i < x.Lengths[0]; i++) k = k + i; return P.Take(x, {|AG2001:k|});", "known when the method is entered")]
    [InlineData("return x * {|AG2001:P.Rate|};", "a forward pass uses a layer by its [Forward] methods and its parameters")]
    [InlineData("return Hidden[{|AG3010:2|}].Forward(x);", "Layer 2 does not exist: there are 2")]
    [InlineData("foreach (Part layer in Hidden) { if (Sum(x) > 3) break; x = layer.Forward(x); } return x;", null)]
    [InlineData("return P.Forward(x) * P.W * Hidden[0].Forward(x);", null)]
    [InlineData("foreach (Part layer in Hidden) x = layer.Forward(x) + layer.W; return P.Forward(x);", null)]
    public async Task A_call_of_a_layer_says_what_does_not_fit(string body, string? message)
    {
        string[] messages = await Marked.Verify($$"""
            [Model] public sealed partial class M
            {
                [Layer(4)] public partial Part P { get; }
                [Layer(4, Repeat = 2)] public partial Part[] Hidden { get; }
                [Forward] public Tensor<float> F([Shape("n", 4)] Tensor<float> x) { {{body.Replace("foreach (Part layer in Hidden) { if", "{|AG2001:foreach|} (Part layer in Hidden) { if", StringComparison.Ordinal)}} }
            }
            {{Part.Replace("public string Name", "public float Rate => rate; public string Name", StringComparison.Ordinal)}}
            """);
        if (message is not null)
            Assert.Contains(message, messages.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("int inputs", "[{|AG1004:Parameter(\"units\")|}] public partial Tensor<float> W { get; }")]
    [InlineData("float inputs", "[{|AG1004:Parameter(\"inputs\")|}] public partial Tensor<float> W { get; } public float I => inputs;")]
    [InlineData("int inputs", "[{|AG1004:Parameter(\"inputs\")|}] public partial Tensor<float> W { get; } public void Set() => inputs = 3;")]
    [InlineData("int sums", "[{|AG1004:Parameter(\"sums\")|}] public partial Tensor<float> W { get; } public int S => sums;")]
    [InlineData("int inputs", "[Parameter(\"inputs\")] public partial Tensor<float> W { get; } [Forward] public Tensor<float> F([Shape(\"n\", \"inputs\")] Tensor<float> x, int {|AG1008:inputs|}) => x * W;")]
    [InlineData("int inputs", "[Parameter(\"inputs\")] public partial Tensor<float> W { get; } private int n = 3; public void Set(int m) => n = m; [Forward] public Tensor<float> F([Shape(\"n\", \"inputs\")] Tensor<float> {|AG1008:x|}) => x * W * n;")]
    [InlineData("int inputs", "[Parameter(\"inputs\")] public partial Tensor<float> W { get; } [Forward] public Tensor<float> F([Shape(\"n\", \"inputs\")] Tensor<float> x) { {|AG4006:Rate|} = 3; return x * W; } public float Rate { get; set; }")]
    [InlineData("string inputs", "[Parameter(3)] public partial Tensor<float> W { get; } [Forward] public Tensor<float> F([Shape(\"n\", 3)] Tensor<float> x) => x * {|AG2001:inputs|}.Length * W;")]
    public Task Numbers_of_the_object_are_those_that_generated_code_can_keep(string arguments, string members)
        => Marked.Verify($"[Model] public sealed partial class M({arguments}) {{ {members} }}");

    [Fact]
    public async Task A_graph_of_another_version_is_refused_where_it_is_used()
    {
        PortableExecutableReference library = Library(attribute => attribute.Replace("CompiledModel(2,", "CompiledModel(3,", StringComparison.Ordinal));
        Assert.Equal(
            ["AG1013: The layer 'P' cannot be compiled in: what the compiler left in 'Part' cannot be read: its format is of version 3, and this compiler knows version 2: use one version of AutoGrad for both assemblies"],
            await Use(library));
    }

    [Theory]
    [InlineData("multiply", "explode")]
    [InlineData("graph Forward {", "graph Forward")]
    [InlineData("init=\\\"Default\\\"", "init=\\\"Evil\\\"")]
    public async Task A_damaged_graph_is_refused_where_it_is_used(string old, string damaged)
        => Assert.StartsWith("AG1013: The layer 'P' cannot be compiled in: what the compiler left in 'Part' cannot be read", (await Use(Library(text => Replace(text, old.Replace("\\\"", "\"", StringComparison.Ordinal), damaged.Replace("\\\"", "\"", StringComparison.Ordinal))))).Single(), StringComparison.Ordinal);

    [Theory]
    [InlineData("\"Forward(Tensor f32 x)\"", "\"Forward(Tensor f32 y)\"")]
    [InlineData("input {name=\"x\"}", "input {name=\"y\"}")]
    public async Task A_graph_that_does_not_fit_its_method_is_refused_at_the_call(string old, string damaged)
        => Assert.Contains("carries no compiled form that fits", (await Use(Library(text => Replace(text, old, damaged)))).Single(), StringComparison.Ordinal);

    [Fact]
    public async Task A_class_without_a_graph_is_refused_where_it_is_used()
        => Assert.Contains("carries no compiled [Forward] method", (await Use(Library(text => text[..text.IndexOf("[global::AutoGrad.CompiledModel", StringComparison.Ordinal)] + text[text.IndexOf("public sealed partial class", StringComparison.Ordinal)..]))).Single(), StringComparison.Ordinal);

    [Fact]
    public async Task An_honest_graph_is_used() => Assert.Empty(await Use(Library(text => text)));

    private static string Replace(string text, string old, string damaged)
    {
        Assert.Contains(old, text, StringComparison.Ordinal);
        return text.Replace(old, damaged, StringComparison.Ordinal);
    }

    // A library whose generated attributes were changed after they were written.
    private static PortableExecutableReference Library(Func<string, string> change)
    {
        CSharpCompilation source = Source.Compile(Part).WithAssemblyName("Vendor");
        Compilation compiled = new Run().Generate(source);
        SyntaxTree model = compiled.SyntaxTrees.Single(t => t.FilePath.EndsWith("Part.g.cs", StringComparison.Ordinal));
        compiled = compiled.ReplaceSyntaxTree(model, Source.Parse(model.FilePath, change(model.ToString())));
        using var image = new MemoryStream();
        Assert.Empty(compiled.Emit(image).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error));
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static async Task<string[]> Use(MetadataReference library)
    {
        CSharpCompilation program = Source.Compile("[Model] public sealed partial class M { [Layer(4)] public partial Part P { get; } [Forward] public Tensor<float> F([Shape(\"n\", 4)] Tensor<float> x) => P.Forward(x); }").AddReferences(library);
        return [.. (await Marked.Analyze(program)).Select(d => $"{d.Id}: {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}")];
    }

    [Theory]
    [InlineData("return Sum(P[0].Forward(x) * P[2].Forward(x));", "{|AG4001:P|}")]
    [InlineData("return Sum(P[0].Forward(x) * P[1].Forward(x) * P[2].Forward(x));", "P")]
    [InlineData("Tensor<float> h = P[0].Forward(x); foreach (Part part in P) h = part.Forward(h); return Sum(h);", "P")]
    public Task Every_part_of_a_stack_reaches_the_loss(string body, string property) => Marked.Verify(
        $"[Model] public sealed partial class M {{ [Layer(4, Repeat = 3)] public partial Part[] {property} {{ get; }} [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) {{ {body} }} }}" + Part);
}
