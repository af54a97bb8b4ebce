using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>
/// Gives regions what they need and no more: a constant that is captured becomes one of the region, where it folds; a value that is captured
/// twice, or not read, is left out, and so is a result of a choice, or a stack of a counted loop, that nothing reads. Captured values would
/// otherwise be kept alive, or saved for the backward pass, for nothing.
/// </summary>
public static class TrimRegions
{
    /// <summary>The graph with trimmed regions, those inside of regions included.</summary>
    public static Graph Run(Graph graph)
    {
        if (!graph.Nodes.Any(IsControlFlow))
            return graph;
        HashSet<Value> read = [.. graph.Nodes.SelectMany(n => n.Operands), .. graph.Outputs.Select(o => o.Value)];
        var rewriter = new GraphRewriter(graph);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            if (!IsControlFlow(graph.Nodes[i]))
            {
                rewriter.Copy(i);
                continue;
            }

            Node node = rewriter.Mapped(i);
            int[] results = [.. Enumerable.Range(0, node.Results.Count).Where(r => read.Contains(new Value(i, r)) || !MayDrop(node, r))];
            node = WithResults(node, results);
            node = WithoutCaptures(node, o => rewriter.Builder[o.Node]);
            node = node with { Regions = node.Regions.Select(r => EliminateDeadCode.Run(Run(r))).ToEquatableArray() };
            node = WithoutCaptures(node, constant: null);
            Value added = rewriter.Builder.Add(node);
            for (int r = 0; r < results.Length; r++)
                rewriter[new Value(i, results[r])] = added with { Result = r };
        }

        return rewriter.Finish();
    }

    private static bool IsControlFlow(Node node) => node.Regions.Count > 0 && OpTable.Get(node.Op) is ControlFlowOp;

    // The number of a while loop's iterations is that of the rows of its stacks.
    private static bool MayDrop(Node node, int result) => node.Op == "cond" || (node.Op == "loop" && result >= Activity.CarriedCount(node));

    private static Node WithResults(Node node, int[] kept)
        => kept.Length is 0 || kept.Length == node.Results.Count
            ? node
            : node with
            {
                Results = kept.Select(r => node.Results[r]).ToEquatableArray(),
                Regions = node.Regions.Select(region => region with { Outputs = kept.Select(r => region.Outputs[r]).ToEquatableArray() }).ToEquatableArray(),
            };

    // Where nodes of operands are given, constants and repetitions are left out, else what no region reads.
    private static Node WithoutCaptures(Node node, Func<Value, Node>? constant)
    {
        (int first, int count, int input) = node.Op switch
        {
            "cond" => (1, node.Operands.Count - 1, -1),
            "loop" => (0, (int)node.Integer("captured"), 1),
            _ => (0, (int)node.Integer("captured"), 0),
        };
        var replacements = new Dictionary<int, object?>();
        for (int o = first; o < first + count; o++)
        {
            Value operand = node.Operands[o];
            int earlier = Enumerable.Range(first, o - first).TakeWhile(e => node.Operands[e] != operand).Count() + first;
            if (constant is null)
            {
                if (node.Regions.All(r => !IsRead(r, r.Inputs[o + input])))
                    replacements.Add(o + input, null);
            }
            else if (constant(operand) is { Op: "constant" } number)
            {
                replacements.Add(o + input, number);
            }
            else if (earlier < o)
            {
                replacements.Add(o + input, earlier + input);
            }
        }

        return replacements.Count == 0 ? node : node with
        {
            Operands = node.Operands.Where((_, o) => !replacements.ContainsKey(o + input)).ToEquatableArray(),
            Attributes = node.Attributes.Select(a => a.Key == "captured" ? NodeAttribute.Integers("captured", [count - replacements.Count]) : a).ToEquatableArray(),
            Regions = node.Regions.Select(r => WithoutInputs(r, replacements)).ToEquatableArray(),
        };
    }

    private static bool IsRead(Graph region, Value value) => region.Nodes.Any(n => n.Operands.Contains(value)) || region.Outputs.Any(o => o.Value == value);

    // A replacement is a constant, the position of another input, or null where there is none.
    private static Graph WithoutInputs(Graph region, Dictionary<int, object?> replacements)
    {
        var rewriter = new GraphRewriter(region);
        EquatableArray<Value> inputs = region.Inputs;
        int input = 0;
        for (int i = 0; i < region.Nodes.Count; i++)
        {
            if (region.Nodes[i].Op != "input" || !replacements.TryGetValue(input++, out object? replacement))
                rewriter.Copy(i);
            else if (replacement is Node constant)
                rewriter[new Value(i)] = rewriter.Builder.Constant(constant.Number("value"), constant.Type.Element);
            else if (replacement is int other)
                rewriter[new Value(i)] = rewriter[inputs[other]];
        }

        return rewriter.Finish();
    }
}
