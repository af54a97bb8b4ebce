using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>A gradient that cannot be had: the operation has no rule, or no path leads from a parameter to the loss.</summary>
public sealed class NotDifferentiableException(string message, int ordinal) : Exception(message)
{
    /// <summary>The ordinal of the user's expression, or -1.</summary>
    public int Ordinal { get; } = ordinal;
}

/// <summary>
/// Reverse mode: walks back from the scalar output <c>result</c>, and gives each operand the vector-Jacobian product of its node. The new
/// graph computes <c>loss</c> and, for each parameter, <c>gradient.NAME</c>.
/// </summary>
public static class Differentiate
{
    /// <summary>The graph with gradients of all parameters. Throws <see cref="NotDifferentiableException"/>, never gives a silent zero.</summary>
    public static Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
            rewriter.Copy(i);

        GraphBuilder builder = rewriter.Builder;
        bool[] active = Active(graph);
        var cotangents = new Dictionary<Value, Value>();
        Value loss = graph.Outputs[0].Value;
        if (!active[loss.Node])
            throw new NotDifferentiableException("the result depends on no parameter", graph.Nodes[loss.Node].Origin.Ordinal);
        cotangents[loss] = builder.Constant(1, graph.TypeOf(loss).Element);

        for (int i = graph.Nodes.Count - 1; i >= 0; i--)
            Pull(graph, i, builder, active, cotangents);

        builder.Output("loss", loss);
        foreach (int i in graph.Find("parameter"))
        {
            string name = graph.Nodes[i].Text("name");
            if (!cotangents.TryGetValue(new Value(i), out Value gradient))
                throw new NotDifferentiableException($"no gradient flows from the result back to {name}", graph.Nodes[i].Origin.Ordinal);
            builder.Name(gradient, Gradient(name));
            builder.Output("gradient." + name, gradient);
        }

        return builder.Build();
    }

    // The nodes that depend on a parameter by a differentiable path.
    private static bool[] Active(Graph graph)
    {
        var active = new bool[graph.Nodes.Count];
        for (int i = 0; i < active.Length; i++)
        {
            Node node = graph.Nodes[i];
            active[i] = node.Op == "parameter"
                || (node.Type.IsDifferentiable && !OpTable.Get(node.Op).HasZeroDerivative && node.Operands.Any(o => active[o.Node] && graph.TypeOf(o).IsDifferentiable));
        }

        return active;
    }

    private static void Pull(Graph graph, int index, GraphBuilder builder, bool[] active, Dictionary<Value, Value> cotangents)
    {
        Node node = graph.Nodes[index];
        Value[] results = [.. Enumerable.Range(0, node.Results.Count).Select(r => new Value(index, r))];
        Value?[] flowing = [.. results.Select(r => cotangents.TryGetValue(r, out Value c) ? c : (Value?)null)];
        if (!active[index] || node.Op == "parameter" || flowing.All(f => f is null))
            return;

        DifferentiableOp op = OpTable.Get(node.Op);
        if (!op.IsDifferentiable)
            throw new NotDifferentiableException($"{node.Op} has no derivative", node.Origin.Ordinal);
        if (node.Origin.Name is { } name && flowing[0] is { } cotangent)
            builder.Name(cotangent, Gradient(name));

        builder.Origin = node.Origin with { Name = null };
        bool[] wanted = [.. node.Operands.Select(o => active[o.Node] && graph.TypeOf(o).IsDifferentiable)];
        Value?[] pulled = op.Vjp(new VjpContext(builder, node, results.ToEquatableArray(), flowing, wanted));
        for (int o = 0; o < pulled.Length; o++)
        {
            if (pulled[o] is not { } term || !wanted[o])
                continue;
            Value operand = node.Operands[o];
            // What reaches an expression that the user gave no name is called after the variable that it flows into.
            if (node.Origin.Name is { } reader && graph.Nodes[operand.Node].Origin.Name is null)
                builder.Name(term, Gradient(reader) + "Input");
            cotangents[operand] = cotangents.TryGetValue(operand, out Value sum) ? builder.Add("add", [sum, term]) : term;
        }
    }

    private static string Gradient(string name) => "d" + char.ToUpperInvariant(name[0]) + name.Substring(1);
}
