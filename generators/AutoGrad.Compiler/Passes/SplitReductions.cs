using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Makes a reduction over axes that are not neighbours several, one for each run of neighbours, the last run first.</summary>
public static class SplitReductions
{
    /// <summary>The graph whose reductions are over neighbouring axes only.</summary>
    public static Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            List<List<long>> runs = Runs(node.Integers("axes"));
            if (OpTable.Get(node.Op) is not ReduceOp || node.Op == "sum_of_squares" || runs.Count < 2)
            {
                rewriter.Copy(i);
                continue;
            }

            Value value = rewriter[node.Operands[0]];
            rewriter.Builder.Origin = node.Origin;
            for (int r = runs.Count - 1; r >= 0; r--)
                value = rewriter.Builder.Add(node.Op, [value], NodeAttribute.Integers("axes", runs[r]));
            rewriter[new Value(i)] = value;
        }

        return rewriter.Finish();
    }

    private static List<List<long>> Runs(IEnumerable<long> axes)
    {
        List<List<long>> runs = [];
        foreach (long axis in axes.OrderBy(a => a))
        {
            if (runs.Count > 0 && runs[runs.Count - 1].Last() == axis - 1)
                runs[runs.Count - 1].Add(axis);
            else
                runs.Add([axis]);
        }

        return runs;
    }
}
