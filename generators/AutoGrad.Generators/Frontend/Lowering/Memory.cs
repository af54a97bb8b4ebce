using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>
/// Where the memory of a tensor may come from when the user's method runs: views share that of what they are of, and branches and loops give
/// what one of their ways gives. What creates a tensor is a root, and so are arguments, parameters and what a loop carries.
/// </summary>
internal static class Memory
{
    /// <summary>The roots of a value, each with the region that it is a value of.</summary>
    public static HashSet<(Region Region, Value Value)> Roots(Region region, Value value)
    {
        var roots = new HashSet<(Region, Value)>();
        Collect(i => region.Builder[i], value, leaf =>
        {
            Value? around = region.OuterOf(leaf) ?? region.WholeOf(leaf);
            if (around is { } outer)
                roots.UnionWith(Roots(region.Parent!, outer));
            else
                roots.Add((region, leaf));
        });
        return roots;
    }

    /// <summary>Whether a root is memory that the method itself created, and not its caller's.</summary>
    public static bool IsFresh((Region Region, Value Value) root)
        => root.Region.Builder[root.Value.Node].Op is not ("input" or "parameter") || root.Region.Owned.Contains(root.Value);

    private static void Collect(Func<int, Node> nodes, Value value, Action<Value> found)
    {
        Node node = nodes(value.Node);
        switch (node.Op)
        {
            case "reshape" or "transpose" or "slice" or "row" or "stop_gradient":
                Collect(nodes, node.Operands[0], found);
                break;
            case "cond":
                foreach (Graph branch in node.Regions)
                    CollectOutput(branch, value.Result, input => Collect(nodes, node.Operands[input + 1], found), () => found(value));
                break;
            case "call":
                CollectOutput(node.Regions[0], value.Result, input => Collect(nodes, node.Operands[input], found), () => found(value));
                break;
            case "loop" when value.Result >= node.Integer("carried"):
                CollectStacked(node, value, found);
                break;
            case "loop" or "while":
                CollectCarried(nodes, node, value, found);
                break;
            default:
                found(value);
                break;
        }
    }

    // The rows of a stack are what an iteration made, which a carried value may be too, the last one among them.
    private static void CollectStacked(Node loop, Value value, Action<Value> found)
    {
        Graph body = loop.Regions[0];
        HashSet<Value> Leaves(int output)
        {
            HashSet<Value> leaves = [];
            Collect(i => body.Nodes[i], body.Outputs[output].Value, leaf => leaves.Add(leaf));
            return leaves;
        }

        HashSet<Value> rows = Leaves(value.Result);
        found(value);
        foreach (int carried in Enumerable.Range(0, (int)loop.Integer("carried")).Where(c => Leaves(c).Overlaps(rows)))
            found(value with { Result = carried });
    }

    // What a loop carries is what it starts with, or what an iteration gives, which may be what another carried value was.
    private static void CollectCarried(Func<int, Node> nodes, Node loop, Value value, Action<Value> found)
    {
        int first = loop.Op == "loop" ? 1 : 0, captured = (int)loop.Integer("captured");
        Graph body = loop.Regions[loop.Regions.Count - 1];
        HashSet<int> seen = [value.Result];
        var queue = new Queue<int>(seen);
        while (queue.Count > 0)
        {
            int result = queue.Dequeue();
            Collect(nodes, loop.Operands[captured + result], found);
            CollectOutput(body, result, input =>
            {
                int operand = input - first;
                bool isCarried = operand >= captured && operand - captured < body.Outputs.Count;
                if (!isCarried)
                    Collect(nodes, loop.Operands[operand], found);
                else if (seen.Add(operand - captured))
                    queue.Enqueue(operand - captured);
            }, () => found(value));
        }
    }

    private static void CollectOutput(Graph region, int output, Action<int> fromInput, Action created)
        => Collect(i => region.Nodes[i], region.Outputs[output].Value, leaf =>
        {
            if (region.Nodes[leaf.Node].Op == "input")
                fromInput(region.Inputs.ToList().IndexOf(leaf));
            else
                created();
        });
}
