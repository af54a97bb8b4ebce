namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>Derivatives where there is none: at kinks, at ties, beside infinities.</summary>
public sealed class KinkTests
{
    [Theory]
    [InlineData("relu", 0, 0)]
    [InlineData("relu", -0.0, 0)]
    [InlineData("relu", double.PositiveInfinity, 1)]
    [InlineData("relu", double.NegativeInfinity, 0)]
    [InlineData("abs", 0, 0)]
    [InlineData("abs", double.NegativeInfinity, -1)]
    [InlineData("sigmoid", 800, 0)]
    [InlineData("softplus", 800, 1)]
    [InlineData("softplus", -800, 0)]
    [InlineData("tanh", 800, 0)]
    [InlineData("sqrt", 0, double.PositiveInfinity)]
    public void Derivative_of_one_number(string op, double x, double derivative)
        => Assert.Equal(derivative, Gradient(p => p[0].Apply(op), [x])[0][0]);

    [Theory]
    [InlineData("maximum", 1, 1, 0.5, 0.5)]
    [InlineData("minimum", 1, 1, 0.5, 0.5)]
    [InlineData("maximum", 0, -0.0, 0.5, 0.5)]
    [InlineData("maximum", 2, 1, 1, 0)]
    [InlineData("minimum", 2, 1, 0, 1)]
    [InlineData("pow", 0, 2, 0, 0)]
    [InlineData("pow", 0, 1, 1, 0)]
    [InlineData("pow", 0, 0, 0, 0)]
    [InlineData("pow", 5, 0, 0, 1.6094379124341003)]
    public void Derivatives_of_two_numbers(string op, double x, double y, double dx, double dy)
    {
        double[][] gradient = Gradient(p => p[0].Apply(op, p[1]), [x], [y]);
        Close.Assert(dx, gradient[0][0], 1e-15, "dx");
        Close.Assert(dy, gradient[1][0], 1e-15, "dy");
    }

    [Theory]
    [InlineData("reduce_max", new double[] { 1, 3, 3, 2, 3 }, new double[] { 0, 1.0 / 3, 1.0 / 3, 0, 1.0 / 3 })]
    [InlineData("reduce_min", new double[] { 1, 3, 1, 2, 3 }, new double[] { 0.5, 0, 0.5, 0, 0 })]
    [InlineData("reduce_max", new double[] { double.NegativeInfinity, 1 }, new double[] { 0, 1 })]
    public void Ties_of_extremes_share_equally(string op, double[] x, double[] gradient)
    {
        double[] actual = Gradient(p => p[0].Reduce(op, [0]), x)[0];
        Close.Assert(new NdArray([x.Length], gradient), new NdArray([x.Length], actual), 1e-15, op);
    }

    [Fact]
    public void What_cuts_a_gradient_cuts_an_infinite_one()
    {
        // sqrt has an infinite derivative at 0, where relu and the other branch of a choice give nothing back.
        Assert.Equal([0, 0.25], Gradient(p => p[0].Apply("relu").Apply("sqrt"), [-1, 4])[0]);
        Assert.Equal([0, 0.25], Gradient(p => Expr.Where(p[0] > 1, p[0], p[0].Number(0)).Apply("sqrt"), [0.5, 4])[0]);
        Assert.Equal([0, 0.25], Gradient(p => p[0].Apply("maximum", p[0].Number(0)).Apply("sqrt"), [-1, 4])[0]);
    }

    [Theory]
    [InlineData("Nn.LeakyRelu", 0.1, 0, 0.1)]
    [InlineData("Nn.Elu", 1, 0, 1)]
    [InlineData("Nn.Elu", 0.3, 0, 0.3)]
    [InlineData("Nn.Elu", 1, 1000, 1)]
    [InlineData("Nn.Elu", 1, -1000, 0)]
    public void Derivative_of_an_activation_with_a_slope(string name, double slope, double x, double derivative)
        => Assert.Equal(derivative, Gradient(p => Invoke(name, p[0], new NumberArgument(slope)), [x])[0][0]);

    [Theory]
    [InlineData("Nn.HardTanh", 1, 0)]
    [InlineData("Nn.HardTanh", -1, 0)]
    [InlineData("Nn.HardTanh", 0.999, 1)]
    [InlineData("Nn.Silu", 0, 0.5)]
    [InlineData("Nn.Gelu", 0, 0.5)]
    [InlineData("Nn.GeluTanh", 0, 0.5)]
    public void Derivative_of_an_activation(string name, double x, double derivative)
        => Assert.Equal(derivative, Gradient(p => Invoke(name, p[0]), [x])[0][0], 1e-15);

    [Fact]
    public void Cross_entropy_of_certain_logits_has_a_finite_gradient()
    {
        double[] gradient = Gradient(
            p => new(p[0].Builder, p[0].Builder.Add("softmax_cross_entropy", [p[0].Reshape(Leaves.Shape(1, 3)).Value, p[0].Builder.Input("labels", new TensorType(ElementType.I32, Leaves.Shape(1)))])),
            [1000, -1000, 0])[0];
        Close.Assert(new NdArray([3], [0, 0, 0]), new NdArray([3], gradient), 1e-15, "gradient at the label");
    }

    private static Expr Invoke(string name, Expr x, params Argument[] more) => new(x.Builder, Intrinsics.Find(name)!.Invoke(x.Builder, [new ValueArgument(x.Value), .. more]));

    // The gradient of the sum, for each parameter; labels are 0.
    private static double[][] Gradient(Func<Expr[], Expr> build, params double[][] values)
    {
        var builder = new GraphBuilder("g");
        Expr[] parameters = [.. values.Select((v, i) => builder.Parameter($"x{i}", Leaves.Shape(v.Length)))];
        Expr result = build(parameters);
        builder.Output("result", result.Sum(result.AllAxes).Value);
        Dictionary<string, NdArray> leaves = values.Select((v, i) => ($"x{i}", new NdArray([v.Length], v))).ToDictionary(p => p.Item1, p => p.Item2);
        leaves["labels"] = new NdArray([1], [0]);
        Evaluation evaluation = Interpreter.Run(Differentiate.Run(builder.Build()), new Bindings(new Dictionary<string, long>(), leaves));
        return [.. values.Select((_, i) => evaluation.Output($"gradient.x{i}").Items)];
    }
}
