using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// What a training step records of the error gradient g at each variable h that the user named: <c>error.largest.h</c>, the largest |g|;
/// <c>error.means.h</c>, for each unit (index of the last axis, if its length is a constant) the sum of |g| over all other axes; and for a
/// ReLU <c>error.firings.h</c>, for each unit how many elements are positive. A mean loss divides each sample's gradient by the number of
/// samples, so that sum is the mean of one sample's |g|, and the largest is multiplied by the number of rows. Of a variable inside a loop, the
/// mean over the iterations and the largest of them are recorded.
/// </summary>
internal static class RecordErrors
{
    /// <summary>Adds the outputs for each named tensor of <paramref name="graph"/> that something flows back to.</summary>
    public static void Add(GraphBuilder builder, Graph graph, ReverseMode reverse)
    {
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        builder.Origin = Origin.None;
        foreach (int i in Named(graph, reverse))
        {
            Node node = graph.Nodes[i];
            string name = Unique(taken, VariableOf(node));
            RecordedError error = Of(builder, node, reverse.Cotangent(new Value(i))!.Value);
            builder.Output(RecordedVariable.LargestOf + name, error.Largest);
            builder.Output(RecordedVariable.MeansOf + name, error.Means);
            if (node.Op == "relu")
            {
                Expr value = new(builder, reverse.Primal(new Value(i)));
                builder.Output(RecordedVariable.FiringsOf + name, Expr.Where(value > 0, value.Number(1), value.Number(0)).Sum(Rows(node.Type.Shape)).Value);
            }
        }

        foreach (LoopRecord record in reverse.LoopRecords)
        {
            string name = Unique(taken, record.Variable);
            Expr largest = new(builder, record.Largest), means = new(builder, record.Means);
            Expr sum = means.Sum([0]), count = new(builder, builder.Dimension(record.Count, sum.Type.Element));
            builder.Output(RecordedVariable.LargestOf + name, largest.Reduce("reduce_max", [0]).Value);
            builder.Output(RecordedVariable.MeansOf + name, (sum / count.BroadcastTo(sum.Type.Shape, [])).Value);
        }
    }

    /// <summary>The same of one iteration of a loop. Loops inside of it are not looked into.</summary>
    public static IEnumerable<RecordedError> OfIteration(GraphBuilder builder, Graph body, ReverseMode reverse)
    {
        Origin before = builder.Origin;
        builder.Origin = Origin.None;
        RecordedError[] errors = [.. Named(body, reverse).ToArray().Select(i => Of(builder, body.Nodes[i], reverse.Cotangent(new Value(i))!.Value))];
        builder.Origin = before;
        return errors;
    }

    private static IEnumerable<int> Named(Graph graph, ReverseMode reverse)
        => Enumerable.Range(0, graph.Nodes.Count).Where(i =>
            graph.Nodes[i] is { Origin.Name: not null, Op: not ("input" or "parameter") } node && !node.Type.IsScalar && reverse.Cotangent(new Value(i)) is not null);

    // A variable of a layer's is called after both.
    private static string VariableOf(Node node) => node.Origin.Layer is { } layer ? $"{layer}.{node.Origin.Name}" : node.Origin.Name!;

    private static RecordedError Of(GraphBuilder builder, Node node, Value cotangent)
    {
        Expr error = new Expr(builder, cotangent).Apply("abs");
        EquatableArray<long> rows = Rows(node.Type.Shape);
        Expr count = new(builder, builder.Dimension(Dim.Product(rows.Select(a => node.Type.Shape[(int)a])), node.Type.Element));
        // Of each unit first: the kernel that has the errors keeps it beside their sum, so that they never go to memory.
        Expr largest = rows.Count == 0 ? error : error.Reduce("reduce_max", rows);
        if (!largest.Type.IsScalar)
            largest = largest.Reduce("reduce_max", largest.AllAxes);
        return new(VariableOf(node), (largest * count).Value, error.Sum(rows).Value);
    }

    private static string Unique(Dictionary<string, int> taken, string variable)
    {
        taken[variable] = taken.TryGetValue(variable, out int times) ? times + 1 : 1;
        return taken[variable] == 1 ? variable : FormattableString.Invariant($"{variable}.{taken[variable]}");
    }

    // A last axis whose length is a symbol holds samples, not units.
    private static EquatableArray<long> Rows(Shape shape)
        => Enumerable.Range(0, shape[shape.Rank - 1].Constant is null ? shape.Rank : shape.Rank - 1).Select(a => (long)a).ToEquatableArray();
}

/// <summary>What one pass, or one iteration, records of a variable: the largest error, and the means of its units.</summary>
internal sealed record RecordedError(string Variable, Value Largest, Value Means);

/// <summary>The same of all iterations of a loop, stacked, and their number.</summary>
internal sealed record LoopRecord(string Variable, Value Largest, Value Means, Dim Count);
