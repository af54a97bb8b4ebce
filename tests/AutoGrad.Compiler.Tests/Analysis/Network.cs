using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Tests.Analysis;

/// <summary>A forward pass under construction, over rows of <c>x</c>, with parameters that are declared as they are used.</summary>
internal sealed class Network
{
    private readonly List<ParameterDeclaration> _parameters = [];

    public Network(int width, string rows = "batch") => X = Expr(Builder.Input("x", Type(Dim.Symbol(rows), width)));

    public GraphBuilder Builder { get; } = new("Predict");

    public Expr X { get; }

    public IEnumerable<ParameterDeclaration> Parameters => _parameters;

    public Expr Parameter(string init, double scale, params long[] lengths)
    {
        string name = $"P{_parameters.Count}";
        _parameters.Add(new(name, "", lengths.Select(l => (Dim)l).ToEquatableArray(), init, scale, PolicyDeclaration.None));
        return Expr(Builder.Parameter(name, Type([.. lengths.Select(l => (Dim)l)])));
    }

    /// <summary>A product with a matrix.</summary>
    public Expr Product(Expr x, int units, string init, double scale = 1)
        => Call("Nn.MatMul", x, Parameter(init, scale, x.Type.Shape[1].Constant!.Value, units));

    /// <summary>A product with normal weights, of so much variance over the fan in.</summary>
    public Expr Dense(Expr x, int units, double variance) => Product(x, units, "LeCunNormal", Math.Sqrt(variance));

    public Expr Call(string function, params object[] arguments)
        => Expr(Intrinsics.Find(function)!.Invoke(Builder, [.. arguments.Select(Argument)]));

    public EquatableArray<LayerGrowth> Analyze(Expr result)
    {
        Builder.Output("result", result.Value);
        return GradientFlow.Analyze(Builder.Build(), Parameters);
    }

    private static Argument Argument(object argument) => argument switch
    {
        Expr x => new ValueArgument(x.Value),
        int index => new IndexArgument(index),
        bool flag => new FlagArgument(flag),
        _ => new NumberArgument(Convert.ToDouble(argument, System.Globalization.CultureInfo.InvariantCulture)),
    };

    private Expr Expr(Value value) => new(Builder, value);

    private static TensorType Type(params Dim[] lengths) => new(ElementType.F32, new Shape(lengths.ToEquatableArray()));
}
