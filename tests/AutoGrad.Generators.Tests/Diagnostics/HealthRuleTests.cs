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

    private const string Deep = "h += Relu(layer.Forward(h));";

    private const string Recurrent = """
        Tensor<float> z = MatMul(x, Wx), h = z;
                for (int t = 0; t < 50; t++)
                    h = MatMul(h, Wh) + z;
                return MatMul(h, Wo);
        """;

    /// <summary>A fact, the attributes, parameters and forward pass of a model, and what is said of it.</summary>
    public static TheoryData<string, string, string, string, string> Models => new()
    {
        { "deep rectifiers lose half of the squared gradient in each layer", "", Stack, Through("h = Relu(layer.Forward(h));"), "AG5002" },
        { "sums of rectifiers grow", "", Stack, Through(Deep), "AG5001" },
        { "a sum that adds little changes little", "", Stack, Through("h += Relu(layer.Forward(h)) * 0.01f;"), "" },
        { "clips cap what grows", "[ClipGlobalNorm(1)]", Stack, Through(Deep), "AG5004" },
        { "value clips do so too", "[ClipValue(0.5f)]", Stack, Through(Deep), "AG5004" },
        { "clips whose threshold is known at run time do", "[ClipNorm(nameof(Threshold))]", "public float Threshold { get; set; } = 1;" + Stack, Through(Deep), "AG5004" },
        { "clips that nothing reaches cap nothing", "[ClipGlobalNorm(float.PositiveInfinity)]", Stack, Through(Deep), "AG5001" },
        { "nor do such value clips", "[ClipValue(float.PositiveInfinity)]", Stack, Through(Deep), "AG5001" },
        { "clips of a part of what grows cap nothing", "", Stack.Replace("[Layer(64, 10)]", "[Layer(64, 10), ClipNorm(1)]", StringComparison.Ordinal), Through(Deep), "AG5001" },
        { "gates that are nearly shut change little", "", Stack, Through("var gate = Sigmoid(layer.Forward(h) - 6f); h = gate * Tanh(h) + (1f - gate) * h;"), "" },
        { "gates that are half open shrink", "", Stack, Through("var gate = Sigmoid(layer.Forward(h)); h = gate * h;"), "AG5002" },
        { "normalised layers of tanh grow", "", Stack, Through("var c = layer.Forward(h); c -= Mean(c, 1, keepDims: true); h = Tanh(c / Sqrt(Mean(c * c, 1, keepDims: true) + 1e-5f));"), "AG5001" },
        { "a stack can be walked by index", "", Stack, Through("").Replace("foreach (Dense layer in Hidden)", "for (int i = 0; i < Hidden.Length; i++) h += Relu(Hidden[i].Forward(h));", StringComparison.Ordinal), "AG5001" },
        { "a perceptron of the library", "", "[Layer(64, 256, 10)] public partial Mlp All { get; }", "return All.Forward(x);", "" },
        { "a stack of perceptrons", "", "[Layer(64, 64, 64, Repeat = 40)] public partial Mlp[] All { get; } [Layer(64, 10)] public partial Dense Head { get; }", "foreach (Mlp one in All) x = one.Forward(x); return Head.Forward(x);", "AG5002" },
        { "what is concatenated keeps its gradient", "", "[Layer(128, 64)] public partial Dense First { get; } [Layer(128, 10)] public partial Dense Head { get; }", "return Head.Forward(Concat(1, x, First.Forward(Concat(1, x, x))));", "" },
        { "a recurrence grows by its radius", "", Weights("Orthogonal", 1.2), Recurrent, "AG5001" },
        { "a clipped one is capped", "[ClipNorm(1)]", Weights("Orthogonal", 1.2), Recurrent, "AG5004" },
        { "an orthogonal one keeps what flows through it, and 50 steps add up", "", Weights("Orthogonal", 1), Recurrent, "AG5004" },
        { "a contraction shrinks", "", Weights("Orthogonal", 0.9), Recurrent, "AG5002" },
        { "a gradient that is cut early does not grow", "[TruncatedBackprop(3)]", Weights("Orthogonal", 1.2), Recurrent, "" },
        { "nor does it vanish by accident", "[TruncatedBackprop(3)]", Weights("Orthogonal", 0.5), Recurrent, "" },
        { "a gradient that is cut late grows", "[TruncatedBackprop(20)]", Weights("Orthogonal", 1.2), Recurrent, "AG5001" },
        { "of a trip count that is not known nothing is", "", Weights("Orthogonal", 1.2), Recurrent.Replace("50", "x.Lengths[0]", StringComparison.Ordinal), "" },
        { "of all equal weights nothing is known", "", Weights("Constant", 1), Recurrent, "" },
        { "a product that surely overflows", "", Weights("Orthogonal", 1), "return (Sigmoid(MatMul(MatMul(MatMul(x, Wx), Wh), Wo)) + 2f) * 3e38f;", "AG5003" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public async Task Growth_is_foreseen(string fact, string attributes, string parameters, string body, string rules)
    {
        Assert.NotEmpty(fact);
        bool isCut = attributes.StartsWith("[Trunc", StringComparison.Ordinal);
        string program = $$"""
            using AutoGrad.Layers;

            [Model]{{(isCut ? "" : attributes)}}
            public sealed partial class Network
            {
                {{parameters}}

                [Forward]{{(isCut ? attributes : "")}}
                public Tensor<float> Predict([Shape("batch", 64)] Tensor<float> x)
                {
                    {{body}}
                }

                [Loss]
                public float Loss([Shape("batch", 64)] Tensor<float> x, [Shape("batch", 10)] Tensor<float> y) => MeanSquaredError(Predict(x), y);
            }
            """;
        Diagnostic[] found = [.. await Marked.Analyze(Source.Compile(program))];
        Assert.Equal(rules, string.Join(" ", found.Select(d => d.Id)));
        Assert.All(found, d => Assert.Equal("Predict", d.Location.SourceTree!.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)));
    }

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
            + "Try Init.HeNormal for W2, W3, W4 and W5, which makes it about 1, clip with [ClipNorm], or use fewer layers.",
            found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("AddingProblem")]
    [InlineData("DigitClassifier")]
    [InlineData("UnscaledRegression")]
    [InlineData("Features")]
    [InlineData("Functions")]
    [InlineData("Layers")]
    public async Task Healthy_programs_are_left_alone(string program)
        => Assert.DoesNotContain(await Marked.Analyze(Source.Compile(Source.Program(program))), d => d.Id.StartsWith("AG5", StringComparison.Ordinal) && d.Severity > DiagnosticSeverity.Info);

    private static string Through(string step) => $$"""
        Tensor<float> h = First.Forward(x);
                foreach (Dense layer in Hidden)
                {
                    {{step}}
                }

                return Head.Forward(h);
        """;

    private static string Weights(string init, double scale) => string.Create(CultureInfo.InvariantCulture, $$"""
            [Parameter(64, 32)] public partial Tensor<float> Wx { get; }
            [Parameter(32, 32, Init = Init.{{init}}, Scale = {{scale}}f)] public partial Tensor<float> Wh { get; }
            [Parameter(32, 10)] public partial Tensor<float> Wo { get; }
        """);
}
