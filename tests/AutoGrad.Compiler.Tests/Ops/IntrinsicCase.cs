using System.Numerics.Tensors;

namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>An argument of a call in a case: what the compiler sees of it is an <see cref="Argument"/>, what the library gets is a tensor.</summary>
internal abstract record CaseArgument;

/// <summary>A tensor (a number, where it has no axes) that gradients are taken of, or a constant one, a mask, or labels.</summary>
internal sealed record TensorCase(ElementType Element, Shape Shape, bool IsParameter) : CaseArgument;

/// <summary>The same for the compiler and the library.</summary>
internal sealed record PlainCase(Argument Argument) : CaseArgument;

/// <summary>Tensors in a params list.</summary>
internal sealed record TensorsCase(IReadOnlyList<TensorCase> Items) : CaseArgument;

/// <summary>The arguments of a call as the library gets them.</summary>
internal sealed class EagerArguments(IReadOnlyList<CaseArgument> arguments, Bindings bindings)
{
    public Tensor<double> this[int index] => Tensor(IntrinsicCase.LeafName(index));

    public double Number(int index) => bindings.Leaves[IntrinsicCase.LeafName(index)].Only;

    public Tensor<bool> Mask(int index) => Convert(IntrinsicCase.LeafName(index), d => d != 0);

    public Tensor<int> Labels(int index) => Convert(IntrinsicCase.LeafName(index), d => (int)d);

    public Tensor<double>[] List(int index)
        => [.. ((TensorsCase)arguments[index]).Items.Select((_, i) => Tensor(IntrinsicCase.LeafName(index, i)))];

    private Tensor<double> Tensor(string leaf) => Convert(leaf, d => d);

    private Tensor<T> Convert<T>(string leaf, Func<double, T> convert)
        => bindings.Leaves[leaf] is var x ? System.Numerics.Tensors.Tensor.Create(x.Items.Select(convert).ToArray(), [.. x.Lengths.Select(l => (nint)l)]) : throw new InvalidOperationException();
}

/// <summary>A call of an intrinsic function, and the call of the library that it stands for.</summary>
internal sealed record IntrinsicCase(string Name, IReadOnlyList<CaseArgument> Arguments, Func<EagerArguments, object>? Eager, double Low = -2, double High = 2)
{
    private static readonly Dictionary<string, long> s_symbols = new() { ["batch"] = 3, ["time"] = 2 };

    public static string LeafName(int argument, int item = 0) => $"x{argument}_{item}";

    /// <summary>
    /// The same call as a case of a derivative. Truth values choose between parameters, what takes no tensors is a factor. Where no gradient
    /// flows through the call, its arguments reach the result beside it.
    /// </summary>
    public DerivativeCase ToDerivative() => new(Name, string.Join(" ", Arguments), builder =>
    {
        var result = new Expr(builder, Invoke(builder));
        TensorType type = result.Type;
        if (Name is "Nn.StopGradient" or "Math.Floor" or "Math.Ceiling" or "Math.Truncate" or "Math.Round")
            return (result + SquaresOfParameters(builder, type.Shape)).Value;
        if (type.Element == ElementType.Bool)
            return (Expr.Where(result, builder.Parameter("p", type.Shape).Apply("sin"), builder.Parameter("q", type.Shape)) + SquaresOfParameters(builder, type.Shape)).Value;
        bool hasTensors = Arguments.Any(a => a is TensorCase or TensorsCase);
        return hasTensors ? result.Value : (result * new Expr(builder, builder.Parameter("p", type))).Value;
    }, Low, High);

    /// <summary>Compares the interpreted call with that of the library.</summary>
    public void VerifyValue()
    {
        var builder = new GraphBuilder("call");
        builder.Output("result", Invoke(builder));
        Graph graph = GraphVerifier.Verify(builder.Build(), OpTable.Find);
        Bindings bindings = Bindings.Sample(graph, s_symbols, new System.Random(Name.Length), _ => (Low, High));
        NdArray actual = Interpreter.Run(graph, bindings).Outputs[0];
        NdArray expected = Eager!(new EagerArguments(Arguments, bindings)) switch
        {
            double number => NdArray.Scalar(number),
            bool truth => NdArray.Scalar(truth ? 1 : 0),
            Tensor<double> tensor => ToArray(tensor, d => d),
            Tensor<bool> mask => ToArray(mask, b => b ? 1 : 0),
            var other => throw new InvalidOperationException($"{Name} gives {other}"),
        };
        Close.Assert(expected, actual, 1e-12, $"{Name}({string.Join(", ", Arguments)})");
    }

    private static NdArray ToArray<T>(Tensor<T> tensor, Func<T, double> convert)
        => new([.. tensor.Lengths.ToArray().Select(l => (int)l)], [.. tensor.Select(convert)]);

    private static Expr SquaresOfParameters(GraphBuilder builder, Shape shape)
        => Enumerable.Range(0, builder.Count).Where(i => builder[i].Op == "parameter").Select(i => new Expr(builder, new Value(i)))
            .Select(x => (x * x).Sum(x.AllAxes)).Aggregate((x, y) => x + y).BroadcastTo(shape, []);

    private Value Invoke(GraphBuilder builder)
        => Intrinsics.Find(Name)!.Invoke(builder, [.. Arguments.Select((a, i) => a switch
        {
            TensorCase tensor => Leaf(builder, tensor, LeafName(i)),
            TensorsCase list => new ListArgument(list.Items.Select((t, item) => (Argument)Leaf(builder, t, LeafName(i, item))).ToEquatableArray()),
            _ => ((PlainCase)a).Argument,
        })]);

    private static ValueArgument Leaf(GraphBuilder builder, TensorCase tensor, string name)
        => new((tensor.IsParameter ? builder.Parameter(name, tensor.Shape) : builder.Input(name, tensor.Shape, tensor.Element)).Value);
}
