namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>The kernels that fusion makes of a graph, checked, and told in a line.</summary>
internal static class KernelsOf
{
    /// <summary>Checks what is computed, in order, by a graph given as text.</summary>
    public static void Check(string kernels, string text) => Assert.Equal(kernels, Describe(Checked(Rewrite.Parse(text))));

    /// <summary>The graph of kernels: valid, one that kernels can compute, and of the same values.</summary>
    public static Graph Checked(Graph graph)
    {
        Graph kernels = GraphVerifier.Verify(Fuse.Run(graph), OpTable.Find);
        KernelRules.Verify(kernels);
        Rewrite.AssertSameValues(graph, kernels);
        return kernels;
    }

    /// <summary>Such as fused(matmul,add:2) softmax: what is computed, in order, and the number of results where there are several.</summary>
    public static string Describe(Graph graph)
        => string.Join(' ', graph.Nodes.Where(n => OpTable.Get(n.Op) is not LeafOp && !IsRepeatedNumber(graph, n))
        .Select(n => n.Op != "fused"
        ? n.Op
        : $"fused({string.Join(',', n.Regions[0].Nodes.Where(r => OpTable.Get(r.Op) is not (LeafOp or Broadcast)).Select(r => r.Op))}{(n.Results.Count > 1 ? $":{n.Results.Count}" : "")})"));

    private static bool IsRepeatedNumber(Graph graph, Node node) => node.Op == "broadcast" && graph.TypeOf(node.Operands[0]).IsScalar;
}
