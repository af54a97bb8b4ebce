using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Passes;

/// <summary>Which values depend, by a path that has a derivative, on values that are differentiated.</summary>
internal static class Activity
{
    /// <summary>All active values of a graph, given those among its inputs and parameters.</summary>
    public static HashSet<Value> Of(Graph graph, IEnumerable<Value> sources)
    {
        var active = new HashSet<Value>(sources);
        for (int i = 0; i < graph.Nodes.Count; i++)
        {
            Node node = graph.Nodes[i];
            bool[] operands = [.. node.Operands.Select(active.Contains)];
            if (!operands.Any(a => a))
                continue;
            bool[] results = Results(node, operands);
            for (int r = 0; r < results.Length; r++)
            {
                if (results[r] && node.Results[r].IsDifferentiable)
                    active.Add(new Value(i, r));
            }
        }

        return active;
    }

    /// <summary>Which inputs of a loop's body are active, where its operands are: those carried may become so after an iteration.</summary>
    public static bool[] BodyInputs(Node loop, bool[] operands)
    {
        Graph body = loop.Regions[loop.Regions.Count - 1];
        int first = loop.Op == "loop" ? 1 : 0, captured = (int)loop.Integer("captured"), carried = CarriedCount(loop);
        bool[] inputs = [.. Enumerable.Repeat(false, first), .. operands];
        while (true)
        {
            bool[] outputs = Outputs(body, inputs);
            bool changed = false;
            for (int c = 0; c < carried; c++)
            {
                int input = first + captured + c;
                changed |= outputs[c] && !inputs[input];
                inputs[input] |= outputs[c];
            }

            if (!changed)
                return inputs;
        }
    }

    /// <summary>Which outputs of a region are active, where its inputs are.</summary>
    public static bool[] Outputs(Graph region, bool[] inputs)
    {
        EquatableArray<Value> all = region.Inputs;
        HashSet<Value> active = Of(region, all.Where((v, i) => inputs[i] && region.TypeOf(v).IsDifferentiable));
        return [.. region.Outputs.Select(o => active.Contains(o.Value))];
    }

    /// <summary>The number of values that a loop carries.</summary>
    public static int CarriedCount(Node loop) => loop.Op == "loop" ? (int)loop.Integer("carried") : loop.Operands.Count - (int)loop.Integer("captured");

    private static bool[] Results(Node node, bool[] operands)
    {
        if (node.Op is "loop" or "while")
        {
            // The last value of a carried variable is its first where the loop does not run at all.
            bool[] inputs = BodyInputs(node, operands);
            bool[] outputs = Outputs(node.Regions[node.Regions.Count - 1], inputs);
            int first = node.Op == "loop" ? 1 : 0, captured = (int)node.Integer("captured"), carried = CarriedCount(node);
            for (int c = 0; c < carried; c++)
                outputs[c] |= inputs[first + captured + c];
            return outputs;
        }

        if (node.Op == "cond")
        {
            bool[] inputs = [.. operands.Skip(1)];
            return [.. Outputs(node.Regions[0], inputs).Zip(Outputs(node.Regions[1], inputs), (a, b) => a || b)];
        }

        return [.. node.Results.Select(_ => !OpTable.Get(node.Op).HasZeroDerivative)];
    }
}
