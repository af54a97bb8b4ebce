using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Frontend.Declarations;

public class LayerReaderTests
{
    private const NormClipKind None = NormClipKind.None, Own = NormClipKind.Parameter, Global = NormClipKind.Global;

    // The parameter's own attribute, the layer's property, the owner's class, the layer's class.
    [Theory]
    [InlineData("", "", "", ", ClipNorm(4f)", Own, 4, 0, 0)]
    [InlineData("", "", ", ClipNorm(3f)", ", ClipNorm(4f)", Own, 3, 0, 0)]
    [InlineData("", ", ClipGlobalNorm(2f)", ", ClipNorm(3f)", ", ClipNorm(4f)", Global, 2, 0, 0)]
    [InlineData(", ClipNorm(1f)", ", ClipGlobalNorm(2f)", ", ClipNorm(3f)", ", ClipNorm(4f)", Own, 1, 0, 0)]
    [InlineData(", ClipValue(1f)", ", ClipGlobalNorm(2f)", ", L2(3f)", ", L2(4f)", Global, 2, 1, 3)]
    [InlineData("", ", L2(0f)", ", L2(3f)", "", None, 0, 0, 0)]
    [InlineData("", ", ClipNorm(float.PositiveInfinity)", ", ClipNorm(3f)", ", ClipNorm(4f), ClipValue(5f)", None, 0, 5, 0)]
    [InlineData("", "", "", ", L2(4f)", None, 0, 0, 4)]
    public void The_nearest_of_four_places_wins_kind_by_kind(string parameter, string layer, string owner, string layersClass, NormClipKind norm, double threshold, double value, double l2)
    {
        ModelDeclaration model = Read($$"""
            [Model{{owner}}] public partial class M { [Layer] {{Property(layer)}} public partial Part P { get; } }
            [Model{{layersClass}}] public partial class Part { [Parameter(2, 2){{parameter}}] public partial Tensor<float> W { get; } {{Forward}} }
            """);
        Assert.Equal(new PolicyDeclaration(norm, threshold, value, 0, l2), model.Parameters.Single().Policy);
    }

    [Fact]
    public void Properties_come_before_classes_however_deep_a_layer_lies()
    {
        ModelDeclaration model = Read($$"""
            [Model, ClipNorm(1f), ClipValue(1f), L2(1f)] public partial class M { [Layer, ClipValue(2f)] public partial Middle P { get; } }
            [Model, ClipNorm(3f), ClipValue(3f), L2(3f)] public partial class Middle { [Layer, L2(4f)] public partial Part Q { get; } [Forward] public Tensor<float> Forward([Shape(2)] Tensor<float> x) => Q.Forward(x); }
            [Model, ClipNorm(5f), ClipValue(5f), L2(5f)] public partial class Part { [Parameter(2, 2)] public partial Tensor<float> W { get; } {{Forward}} }
            """);
        ParameterDeclaration parameter = model.Parameters.Single();
        Assert.Equal("P.Q.W", parameter.Name);
        Assert.Equal(new PolicyDeclaration(Own, 1, 2, 0, 4), parameter.Policy);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(", L2(4f)", 4)]
    public void A_penalty_of_a_layers_property_reaches_matrices_only(string own, double expected)
    {
        ModelDeclaration model = Read($$"""
            [Model, L2(1f)] public partial class M { [Layer, L2(2f)] public partial Part P { get; } }
            [Model, L2(3f)] public partial class Part { [Parameter(2){{own}}] public partial Tensor<float> W { get; } {{Forward}} }
            """);
        Assert.Equal(expected, model.Parameters.Single().Policy.L2);
    }

    [Fact]
    public void Lengths_are_constants_or_the_owners_arguments_whatever_they_are_called_in_the_layer()
    {
        ModelDeclaration model = Read("""
            [Model] public partial class M(int units, int width)
            {
                [Layer("width", 10)] public partial AutoGrad.Layers.Dense A { get; }
                [Parameter("units")] public partial Tensor<float> W { get; }
                [Layer(7, "units", Repeat = 3)] public partial AutoGrad.Layers.Dense[] B { get; }
            }
            """);
        Assert.Equal(
            ["A.Kernel f32[width,10]", "A.Bias f32[10]", "W f32[units]", "B.*.Kernel f32[3,7,units]", "B.*.Bias f32[3,units]"],
            model.Parameters.Select(p => $"{p.Name} {p.Type}"));
        Assert.Equal([("A", "width, 10", (long?)null), ("B", "7, units", 3)], model.Layers.Select(l => (l.Name, string.Join(", ", l.Arguments), l.Repeat)));
        Assert.Equal(["width", "units"], model.Settings.Select(s => s.Name));
    }

    [Fact]
    public void A_layer_of_the_same_project_gives_the_graph_that_it_gives_in_another_assembly()
    {
        const string Own = """
            [Model] public sealed partial class Dense(int inputs, int units)
            {
                [Parameter("inputs", "units")] public partial Tensor<float> Kernel { get; }
                [Parameter("units")] public partial Tensor<float> Bias { get; }
                [Forward] public Tensor<float> Forward([Shape("n", "inputs")] Tensor<float> x) => Nn.MatMul(x, Kernel) + Bias;
            }
            """;
        const string Owner = "[Model] public partial class M { [Layer(4, 3)] public partial Dense Head { get; } [Forward] public Tensor<float> F([Shape(\"n\", 4)] Tensor<float> x) => Head.Forward(x); }";
        Assert.Equal(Graph("using AutoGrad.Layers;\n" + Owner), Graph(Owner + Own));

        static string Graph(string program) => Reading.Graphs(Source.Compile(program));
    }

    private const string Forward = "[Forward] public Tensor<float> Forward([Shape(2)] Tensor<float> x) => x;";

    private static string Property(string attributes) => attributes.Length == 0 ? "" : $"[{attributes[2..]}]";

    private static ModelDeclaration Read(string program)
    {
        CSharpCompilation compilation = Source.Compile(program);
        ModelReading reading = Reading.Of(compilation);
        Assert.Equal([], reading.Problems.Select(p => p.ToDiagnostic().ToString()));
        return reading.Source!.Declaration;
    }
}
