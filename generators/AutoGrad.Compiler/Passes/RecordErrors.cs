using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// What a training step records of the error gradient g at each variable h that the user named: <c>error.largest.h</c>, the largest |g|;
/// <c>error.means.h</c>, for each unit (index of the last axis, if its length is a constant) the sum of |g| over all other axes; and for a
/// ReLU <c>error.firings.h</c>, for each unit how many elements are positive. A mean loss divides each sample's gradient by the number of
/// samples, so that sum is the mean of one sample's |g|, and the largest is multiplied by the number of rows.
/// </summary>
internal static class RecordErrors
{
    /// <summary>Adds the outputs for each named tensor of <paramref name="graph"/> that something flows back to.</summary>
    public static void Add(GraphBuilder builder, Graph graph, ReverseMode reverse)
    {
        var taken = new Dictionary<string, int>(StringComparer.Ordinal);
        builder.Origin = Origin.None;
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Origin.Name is not { } variable || node.Op is "input" or "parameter" || node.Type.IsScalar || reverse.Cotangent(new Value(i)) is not { } cotangent)
                continue;
            taken[variable] = taken.TryGetValue(variable, out int times) ? times + 1 : 1;
            string name = taken[variable] == 1 ? variable : FormattableString.Invariant($"{variable}.{taken[variable]}");
            Expr error = new Expr(builder, cotangent).Apply("abs");
            EquatableArray<long> rows = Rows(node.Type.Shape);
            Expr count = new(builder, builder.Dimension(Dim.Product(rows.Select(a => node.Type.Shape[(int)a])), node.Type.Element));
            builder.Output(RecordedVariable.LargestOf + name, (error.Reduce("reduce_max", error.AllAxes) * count).Value);
            builder.Output(RecordedVariable.MeansOf + name, error.Sum(rows).Value);
            if (node.Op == "relu")
            {
                Expr value = new(builder, reverse.Primal(new Value(i)));
                builder.Output(RecordedVariable.FiringsOf + name, Expr.Where(value > 0, value.Number(1), value.Number(0)).Sum(rows).Value);
            }
        }
    }

    // A last axis whose length is a symbol holds samples, not units.
    private static EquatableArray<long> Rows(Shape shape)
        => Enumerable.Range(0, shape[shape.Rank - 1].Constant is null ? shape.Rank : shape.Rank - 1).Select(a => (long)a).ToEquatableArray();
}
