using System.Globalization;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class HealthRuleTests
{
    private const string Stack = """
            [Layer(64, 64)] public partial Dense First { get; }
            [Layer(64, 64, Repeat = 30)] public partial Dense[] Hidden { get; }
            [Layer(64, 10)] public partial Dense Head { get; }
        """;

    private const string Recurrence = """
            [Parameter(2, 32)] public partial Tensor<float> Wx { get; }
            [Parameter(32, 32, Init = Init.Orthogonal, Scale = 1.2f)] public partial Tensor<float> Wh { get; }
            [Parameter(32, 10)] public partial Tensor<float> Wo { get; }
        """;

    /// <summary>Parameters and body of <c>Predict</c>, and what is said of it.</summary>
    public static TheoryData<string, string, string, string> Models => new()
    {
        { "a deep stack of rectifiers loses half of the squared gradient in each layer", Stack, Through("h = Relu(layer.Forward(h))"), "AG5002" },
        { "sums of rectifiers grow", Stack, Through("h += Relu(layer.Forward(h))"), "AG5001" },
        { "a layer that adds little changes little", Stack, Through("h += Relu(layer.Forward(h)) * 0.01f"), "" },
        { "gates that are nearly shut change little", Stack, Through("Tensor<float> gate = Sigmoid(layer.Forward(h) - 6f); h = gate * Tanh(h) + (1f - gate) * h"), "" },
        { "normalised layers of tanh grow", Stack, Through("Tensor<float> z = layer.Forward(h); Tensor<float> c = z - Mean(z, 1, keepDims: true); h = Tanh(c / Sqrt(Mean(c * c, 1, keepDims: true) + 1e-5f))"), "AG5001" },
        { "a stack can be walked by index", Stack, "Tensor<float> h = First.Forward(x); for (int i = 0; i < Hidden.Length; i++) h += Relu(Hidden[i].Forward(h)); return Head.Forward(h);", "AG5001" },
        { "perceptrons of the library", "[Layer(64, 256, 10)] public partial Mlp All { get; }", "return All.Forward(x);", "" },
        { "stacks of perceptrons", "[Layer(64, 64, 64, Repeat = 40)] public partial Mlp[] All { get; } [Layer(64, 10)] public partial Dense Head { get; }", "foreach (Mlp one in All) x = one.Forward(x); return Head.Forward(x);", "AG5002" },
        { "what is concatenated keeps its gradient", "[Layer(128, 64)] public partial Dense First { get; } [Layer(128, 10)] public partial Dense Head { get; }", "return Head.Forward(Concat(1, x, First.Forward(Concat(1, x, x))));", "" },
        { "a linear recurrence grows by its radius", Recurrence, Over("50", "MatMul(h, Wh) + Tanh(MatMul(x, Slice(Wx, 0, 0, 1).SquareOrSame()))"), "" },
    };

    [Fact]
    public async Task The_hot_network_of_the_contract_explodes_by_about_sixty()
    {
        Diagnostic found = Assert.Single(await Marked.Analyze(Source.Compile(Source.Program("Health"))));
        Assert.Equal("AG5001", found.Id);
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.InRange(double.Parse(found.Properties["Growth"]!, CultureInfo.InvariantCulture), 55, 70);
        Assert.Equal(
            "The gradient grows by about 60 through 'Predict' down to W1, most at W2, W3, W4 and W5 (each multiplies it by 2.83). "
            + "This is an estimate at initialisation, for wide layers. "
            + "Try a smaller Scale or another Init, such as HeNormal for ReLU, clip with [ClipNorm], or use fewer layers.",
            found.GetMessage(CultureInfo.InvariantCulture));
    }
}
