namespace AutoGrad.Compiler.Tests.Analysis;

/// <summary>Growth against closed forms of the wide limit, and against figures that were measured elsewhere.</summary>
public sealed class GradientFlowTests
{
    private const int Width = 400;

    public static TheoryData<string, double, double, double> Factors => new()
    {
        { "Nn.Relu", 1, 0.5, 0.004 },
        { "Nn.Relu", 2, 1, 0.004 },
        { "Nn.Relu", 3, 1.5, 0.004 },
        { "Nn.Relu", 4, 2, 0.004 },
        { "linear", 2, 2, 0.004 },
        { "Nn.LeakyRelu", 2, 1.0001, 0.004 },
        { "Nn.Tanh", 1.69, 1.064, 0.004 },
        { "Nn.Tanh", 4, 1.363, 0.004 },
        { "Nn.Tanh", 25.0 / 9, 1.21, 0.01 },
        { "selu", 1, 1.073, 0.005 },
        { "Nn.Sigmoid", 1, 0.056, 0.01 },
        { "Nn.Relu", 256, 128, 0.004 },
    };

    [Theory]
    [MemberData(nameof(Factors))]
    public void The_squared_gradient_grows_by_the_factor_of_the_theory(string activation, double variance, double factor, double tolerance)
    {
        var network = new Network(Width);
        Expr h = network.X;
        for (int i = 0; i < 50; i++)
            h = Activate(network, activation, network.Dense(h, Width, variance));
        EquatableArray<LayerGrowth> layers = network.Analyze(network.Dense(h, Width, variance));

        // Past the first layers, where the variance of the activations settles.
        double found = Math.Pow(layers[20].Growth / layers[30].Growth, 0.2);
        Assert.InRange(found, factor * (1 - tolerance), factor * (1 + tolerance));
    }

    [Theory]
    [InlineData("plain", 1, 10.5)]
    [InlineData("scaled", 1, 0.49)]
    [InlineData("none", 1, -0.06)]
    [InlineData("none", 1.5, 8.7)]
    public void Fifty_layers_grow_as_measured(string skip, double scale, double exponent)
    {
        const int width = 100;
        var network = new Network(width);
        // Measured was the gradient of what goes into the first block.
        Expr h = network.Product(network.X, width, "LeCunNormal");
        for (int i = 0; i < 50; i++)
        {
            Expr branch = network.Call("Nn.Relu", network.Product(h, width, "HeNormal", scale));
            h = skip switch { "plain" => h + branch, "scaled" => h + ((1 / Math.Sqrt(50)) * branch), _ => branch };
        }

        EquatableArray<LayerGrowth> layers = network.Analyze(network.Product(h, width, "LeCunNormal"));
        Assert.InRange(Math.Log10(layers[0].Growth), exponent - 0.3, exponent + 0.3);
    }

    private static Expr Activate(Network network, string activation, Expr z) => activation switch
    {
        "linear" => z,
        "selu" => 1.0507009873554805 * network.Call("Nn.Elu", z, 1.6732632423543772),
        "Nn.LeakyRelu" => network.Call(activation, z, 0.01),
        _ => network.Call(activation, z),
    };
}
