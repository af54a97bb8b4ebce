namespace AutoGrad.Compiler.IR;

/// <summary>What a graph must satisfy, and does not.</summary>
public sealed class GraphInvalidException(string message) : Exception(message);

/// <summary>Checks the invariants of a graph: order of operands, known operations, inferred types, existing outputs with distinct names.</summary>
public static class GraphVerifier
{
    /// <summary>Returns the graph, or throws <see cref="GraphInvalidException"/>. <paramref name="find"/> gives the operation of a name.</summary>
    public static Graph Verify(Graph graph, Func<string, Op?> find)
    {
        for (int i = 0; i < graph.Nodes.Count; i++)
            VerifyNode(graph, i, find);
        foreach (GraphOutput output in graph.Outputs)
        {
            if (!Exists(graph, output.Value, graph.Nodes.Count))
                throw Invalid(graph, $"output '{output.Name}' names {output.Value}, which does not exist");
        }

        return graph.Outputs.Select(o => o.Name).Distinct(StringComparer.Ordinal).Count() == graph.Outputs.Count
            ? graph
            : throw Invalid(graph, "two outputs have one name");
    }

    private static void VerifyNode(Graph graph, int index, Func<string, Op?> find)
    {
        Node node = graph.Nodes[index];
        Op op = find(node.Op) ?? throw Invalid(graph, $"%{index}: unknown operation '{node.Op}'");
        foreach (Value operand in node.Operands)
        {
            if (!Exists(graph, operand, index))
                throw Invalid(graph, $"%{index}: operand {operand} does not come before its use");
        }

        if (node.Attributes.Select(a => a.Key).Distinct(StringComparer.Ordinal).Count() != node.Attributes.Count)
            throw Invalid(graph, $"%{index}: two attributes have one name");
        if (node.Results.Count == 0)
            throw Invalid(graph, $"%{index}: {node.Op} has no result");
        foreach (Graph region in node.Regions)
            Verify(region, find);

        EquatableArray<TensorType> inferred;
        try
        {
            inferred = op.Infer(node, node.Operands.Select(graph.TypeOf).ToEquatableArray());
        }
        catch (ShapeException e)
        {
            throw Invalid(graph, $"%{index}: {node.Op}: {e.Message}");
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // Rules take for granted that operands, attributes and regions are there: what other assemblies carry may lack them.
            throw Invalid(graph, $"%{index}: {node.Op} lacks an operand, an attribute or a region");
        }

        if (inferred != node.Results)
            throw Invalid(graph, $"%{index}: {node.Op} has type {string.Join(" ", node.Results)} but infers {string.Join(" ", inferred)}");
    }

    private static bool Exists(Graph graph, Value value, int before)
        => value.Node >= 0 && value.Node < before && value.Result >= 0 && value.Result < graph.Nodes[value.Node].Results.Count;

    private static GraphInvalidException Invalid(Graph graph, FormattableString what) => new(FormattableString.Invariant($"graph {graph.Name}: ") + FormattableString.Invariant(what));

    private static GraphInvalidException Invalid(Graph graph, string what) => Invalid(graph, (FormattableString)$"{what}");
}
