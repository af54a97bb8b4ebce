namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>
/// What a kernel that streams once over a matrix can compute, checked on fused nodes: computed one node after the other, as the interpreter
/// does, a region would also do what no kernel can.
/// </summary>
internal static class KernelRules
{
    /// <summary>Checks all fused nodes of a graph, those in loops and choices included.</summary>
    public static void Verify(Graph graph)
    {
        foreach (Node node in graph.Nodes)
        {
            if (node.Op == "fused")
                VerifyKernel(node.Regions[0]);
            else
                node.Regions.ToList().ForEach(Verify);
        }
    }

    private static void VerifyKernel(Graph kernel)
    {
        string text = kernel.ToString();
        int[] products = [.. kernel.Find("matmul")], sums = [.. kernel.Find("reduce_sum").Concat(kernel.Find("sum_of_squares")).Concat(kernel.Find("reduce_max"))];
        Node[] elementwise = [.. kernel.Nodes.Where(n => OpTable.IsElementwise(n.Op))];
        Assert.All(kernel.Nodes, n => Assert.True(n.Op is "input" or "constant" or "broadcast" or "slice" or "concat" or "matmul" or "reduce_sum" or "sum_of_squares" or "reduce_max" || OpTable.IsElementwise(n.Op), $"{n.Op} in\n{text}"));
        Assert.NotEmpty(kernel.Outputs);
        Assert.True(products.Length <= 1, "two products in\n" + text);
        int[] joins = [.. kernel.Find("concat")];
        Assert.True(elementwise.Length + sums.Length + joins.Length > 0, "no work beside the product in\n" + text);

        Shape shape = elementwise.Length > 0 ? elementwise[0].Type.Shape : kernel.TypeOf(kernel.Nodes[sums.Concat(joins).First()].Operands[0]).Shape;
        Assert.True(shape.Rank > 0, "a kernel over a number:\n" + text);
        Assert.All(elementwise, n => Assert.Equal(shape, n.Type.Shape));
        Assert.All(sums, s => Assert.Equal(shape, kernel.TypeOf(kernel.Nodes[s].Operands[0]).Shape));
        Assert.All(products, p => Assert.Equal(shape, kernel.Nodes[p].Type.Shape));
        foreach (Node node in kernel.Nodes)
        {
            // What is complete at the end only is not read; what is repeated, or multiplied as a matrix, comes from outside.
            Assert.DoesNotContain(node.Operands, o => sums.Contains(o.Node) || joins.Contains(o.Node));
            if (node.Op == "concat")
                Assert.All(node.Operands, o => Assert.Equal(shape, kernel.TypeOf(o).Shape));
            if (node.Op is "matmul" or "broadcast" or "slice")
                Assert.All(node.Operands, o => Assert.True(kernel.Nodes[o.Node].Op is "input" or "constant" or "broadcast", text));
        }

        VerifyMatrix(kernel, shape, sums, products.Length == 1, text);
    }

    // Neighbouring axes that all operands have or lack alike are one; at most two are left: rows and columns.
    private static void VerifyMatrix(Graph kernel, Shape shape, int[] sums, bool hasProduct, string text)
    {
        long[] Kept(Node sum) => [.. Enumerable.Range(0, shape.Rank).Select(a => (long)a).Except(sum.Integers("axes"))];
        List<long[]> masks = [.. kernel.Nodes.Where(n => n.Op == "broadcast").Select(n => n.Integers("axes").ToArray()),
            .. sums.Select(s => Kept(kernel.Nodes[s]))];
        // What lies in a larger tensor goes on in memory from the axis of which it is a part.
        int[] starts = [.. kernel.Nodes.Where(n => n.Op is "slice" or "concat").Select(n => (int)n.Integer("axis"))
            .Where(axis => axis > 0 && Enumerable.Range(0, axis).Any(a => !shape[a].Is(1)))];
        List<List<int>> axes = [];
        string last = "";
        bool isStart = false;
        for (int a = 0; a < shape.Rank; a++)
        {
            isStart |= starts.Contains(a);
            if (shape[a].Is(1) && !hasProduct)
                continue;
            string signature = "|" + string.Concat(masks.Select(m => m.Contains(a) ? '1' : '0')) + (hasProduct ? a : "");
            if (signature != last || isStart)
                axes.Add([]);
            isStart = false;
            axes[^1].Add(a);
            last = signature;
        }

        Assert.True(axes.Count <= 2, $"{axes.Count} axes are left in\n{text}");
        if (axes.Count < 2)
        {
            Assert.True(!kernel.Find("reduce_max").Any(), $"the largest of all in\n{text}");
            return;
        }

        Assert.All(kernel.Find("reduce_max"), m => Assert.DoesNotContain(axes[0], a => Kept(kernel.Nodes[m]).Contains(a)));
        bool[] rows = [.. sums.Select(s => Kept(kernel.Nodes[s])).Select(kept => axes[0].Any(a => kept.Contains(a)))];
        bool[] columns = [.. sums.Select(s => Kept(kernel.Nodes[s])).Select(kept => axes[1].Any(a => kept.Contains(a)))];
        Assert.DoesNotContain(rows.Zip(columns), s => s is (true, true));
        Assert.False(rows.Contains(true) && (columns.Contains(true) || hasProduct),
            $"sums along rows beside what goes along columns in\n{text}");
    }
}
