using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>A gradient that cannot be had: the operation has no rule, or no path leads from a parameter to the loss.</summary>
public sealed class NotDifferentiableException(string message, int ordinal) : Exception(message)
{
    /// <summary>The ordinal of the user's expression, or -1.</summary>
    public int Ordinal { get; } = ordinal;
}

/// <summary>Reverse mode: from a graph with one result to one that gives gradients too.</summary>
public static class Differentiate
{
    /// <summary>
    /// The graph that computes <c>loss</c>, the scalar result, and for each parameter <c>gradient.NAME</c>. Throws
    /// <see cref="NotDifferentiableException"/>, never gives a silent zero. With <paramref name="recordsErrors"/>, <see cref="RecordErrors"/>
    /// adds its outputs.
    /// </summary>
    public static Graph Run(Graph graph, bool recordsErrors = false)
    {
        var builder = new GraphBuilder(graph.Name);
        HashSet<Value> active = Activity.Of(graph, graph.Find("parameter").Select(i => new Value(i)));
        var reverse = new ReverseMode(graph, builder, active) { RecordsErrors = recordsErrors };
        reverse.CopyPrimal();
        Value loss = graph.Outputs[0].Value;
        if (!active.Contains(loss))
            throw new NotDifferentiableException("the result depends on no parameter", graph.Nodes[loss.Node].Origin.Ordinal);
        reverse.Seed(loss, builder.Constant(1, graph.TypeOf(loss).Element));
        reverse.Pull();

        builder.Output("loss", reverse.Primal(loss));
        foreach (int i in graph.Find("parameter"))
        {
            string name = graph.Nodes[i].Text("name");
            if (reverse.Cotangent(new Value(i)) is not { } gradient)
                throw new NotDifferentiableException($"no gradient flows from the result back to {name}", graph.Nodes[i].Origin.Ordinal);
            builder.Name(gradient, GradientNames.Of(name));
            builder.Output("gradient." + name, gradient);
        }

        foreach (GraphOutput left in graph.Outputs.Skip(1))
            builder.Output(left.Name, reverse.Primal(left.Value));
        if (recordsErrors)
            RecordErrors.Add(builder, graph, reverse);
        return builder.Build();
    }

    /// <summary>
    /// The vector-Jacobian product of a function: the graph that computes <c>value</c> and <c>gradient.NAME</c> for each wanted input. A scalar
    /// result has the cotangent 1; for a tensor there is one more input, <c>cotangent</c>. An input that the result does not depend on has a
    /// zero gradient, which the analyzer warns of.
    /// </summary>
    public static Graph Vjp(Graph graph, IReadOnlyList<bool> wanted, bool hasCotangent)
    {
        var builder = new GraphBuilder(graph.Name);
        EquatableArray<Value> inputs = graph.Inputs;
        Value result = graph.Outputs[0].Value;
        HashSet<Value> active = Activity.Of(graph, inputs.Where((_, i) => wanted[i]));
        Value[] arguments = [.. inputs.Select(v => builder.Input(graph.Nodes[v.Node].Text("name"), graph.TypeOf(v)))];
        Value cotangent = hasCotangent ? builder.Input("cotangent", graph.TypeOf(result)) : builder.Constant(1, graph.TypeOf(result).Element);
        var reverse = new ReverseMode(graph, builder, active);
        reverse.CopyPrimal(arguments);
        if (active.Contains(result))
        {
            reverse.Seed(result, cotangent);
            reverse.Pull();
        }

        builder.Output("value", reverse.Primal(result));
        for (int i = 0; i < inputs.Count; i++)
        {
            if (!wanted[i])
                continue;
            string name = graph.Nodes[inputs[i].Node].Text("name");
            Value gradient = reverse.Cotangent(inputs[i]) ?? new Expr(builder, arguments[i]).Number(0).Value;
            builder.Name(gradient, GradientNames.Of(name));
            builder.Output("gradient." + name, gradient);
        }

        return builder.Build();
    }
}
