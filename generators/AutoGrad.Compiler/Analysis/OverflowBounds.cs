using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// Bounds of every value before training, whatever the data are: those of constants, of initialisers that have bounds, and of functions that have
/// them. Where a lower bound of the size is above the largest number of the element type, the value overflows in every first step.
/// </summary>
public sealed class OverflowBounds
{
    // Bounds are rounded, and what is proven is proven with room for that.
    private const double Room = 1.01;

    private const int MostSteps = 1000;

    private static readonly HashSet<string> s_increasing = new(
        ["exp", "expm1", "exp2", "log", "log1p", "sqrt", "cbrt", "tanh", "sigmoid", "softplus", "erf", "relu", "sign", "sinh", "asinh", "atan", "floor", "ceiling", "truncate", "round"], StringComparer.Ordinal);

    private readonly Dictionary<string, ParameterDeclaration> _parameters;
    private Node? _overflow;

    private OverflowBounds(IEnumerable<ParameterDeclaration> parameters) => _parameters = parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>The first operation of the forward pass whose result surely overflows, or null.</summary>
    public static Node? Find(Graph graph, IEnumerable<ParameterDeclaration> parameters)
    {
        var bounds = new OverflowBounds(parameters);
        bounds.Run(Everywhere.Of(Inline.Run)(graph), inputs: null);
        return bounds._overflow;
    }

    private Interval[] Run(Graph graph, Interval[]? inputs)
    {
        var values = new Dictionary<Value, Interval>();
        int input = 0;
        for (int i = 0; i < graph.Nodes.Count && _overflow is null; i++)
        {
            Node node = graph.Nodes[i];
            Interval[] operands = [.. node.Operands.Select(o => values[o])];
            Interval[] results = node.Op switch
            {
                "input" => [inputs is null ? Interval.All : inputs[input++]],
                "loop" => Loop(node, operands),
                _ => [Of(graph, node, operands), .. node.Results.Skip(1).Select(_ => Interval.All)],
            };
            for (int r = 0; r < results.Length; r++)
            {
                values[new Value(i, r)] = results[r];
                // An infinity that the user wrote, as a mask, is none that came about.
                double largest = Largest(node.Results[r].Element);
                bool overflows = node.Results[r].IsDifferentiable && results[r].Exceeds(largest) && node.Operands.Count > 0 && !operands.Any(o => o.Exceeds(largest));
                if (overflows)
                    _overflow ??= node;
            }
        }

        return _overflow is null ? [.. graph.Outputs.Select(o => values[o.Value])] : [.. graph.Outputs.Select(_ => Interval.All)];
    }

    private static double Largest(ElementType element) => element == ElementType.F32 ? Room * float.MaxValue : double.MaxValue;

    private Interval Of(Graph graph, Node node, Interval[] x) => node.Op switch
    {
        "constant" => Interval.Of(node.Number("value")),
        "dimension" => new(0, double.PositiveInfinity),
        "parameter" => Initial(node),
        "broadcast" or "reshape" or "transpose" or "slice" or "row" or "convert" or "stop_gradient" or "reduce_max" or "reduce_min" or "max_pool2d" => x[0],
        "concat" or "maximum" or "minimum" => x.Aggregate((a, b) => a.Or(b)),
        "select" => x[1].Or(x[2]),
        "negate" => -x[0],
        "add" => x[0] + x[1],
        "subtract" => x[0] - x[1],
        // A square is not negative, which the product of two intervals does not know.
        "multiply" when node.Operands[0] == node.Operands[1] => Size(x[0]) * Size(x[0]),
        "multiply" => x[0] * x[1],
        "divide" => x[0] / x[1],
        "abs" => Size(x[0]),
        "sin" or "cos" => new(-1, 1),
        "softmax" => new(0, 1),
        "reduce_sum" => Times(Count(node, graph.TypeOf(node.Operands[0]).Shape), x[0]),
        "matmul" => Times(MatMul.Sizes(node, graph.TypeOf(node.Operands[0]).Shape, graph.TypeOf(node.Operands[1]).Shape).K, x[0] * x[1]),
        _ when s_increasing.Contains(node.Op) => x[0].Increasing(v => ElementwiseValues.Find(node.Op)!(v, 0, 0)),
        _ => Interval.All,
    };

    private Interval[] Loop(Node loop, Interval[] operands)
    {
        int captured = (int)loop.Integer("captured"), carried = (int)loop.Integer("carried");
        if (loop.Dim("count").Constant is not (> 0 and <= MostSteps and var count))
            return [.. loop.Results.Select(_ => Interval.All)];
        Interval[] state = [.. operands.Skip(captured).Take(carried)], stacks = [];
        for (long t = 0; t < count; t++)
        {
            Interval[] outputs = Run(loop.Regions[0], [new(0, count - 1), .. operands.Take(captured), .. state, .. operands.Skip(captured + carried)]);
            Interval[] rows = [.. outputs.Skip(carried)];
            stacks = t == 0 ? rows : [.. stacks.Zip(rows, (a, b) => a.Or(b))];
            Interval[] next = [.. outputs.Take(carried)];
            if (next.SequenceEqual(state))
                break;
            state = next;
        }

        return [.. state, .. stacks];
    }

    private Interval Initial(Node parameter)
        => _parameters.TryGetValue(parameter.Text("name"), out ParameterDeclaration? declaration) && InitialValues.BoundsOf(declaration) is var (low, high) ? new(low, high) : Interval.All;

    private static Interval Size(Interval x) => x.Low >= 0 ? x : x.High <= 0 ? -x : new(0, Math.Max(-x.Low, x.High));

    private static Dim Count(Node node, Shape shape) => Dim.Product(node.Integers("axes").Select(a => shape[(int)a]));

    private static Interval Times(Dim count, Interval x) => count.Constant is { } n ? Interval.Of(n) * x : Interval.All;
}
