using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// Where the tensors of a counted loop lie, so that iterations write what they leave behind where it stays. A carried value of which there
/// is a stack lives in that stack, which has one row more: an iteration reads its row and writes the next one. Other stacked values are
/// written into their rows. A carried value without a stack is overwritten where nothing reads it after its next value is written.
/// </summary>
internal sealed class LoopMemory
{
    private readonly Node _loop;
    private readonly LoopParts _parts;
    private readonly Dictionary<int, int> _trails = [];
    private readonly Dictionary<int, int> _views = [];
    private readonly Dictionary<int, Value> _rows = [];
    private readonly HashSet<int> _written = [];
    private readonly HashSet<Value> _taken = [];

    /// <param name="loop">The loop, a node of a graph of kernels.</param>
    /// <param name="isPlaced">Which results have memory that is given.</param>
    /// <param name="overwrites">Whether what an operation reads may be overwritten by what it gives, which a check of both forbids.</param>
    public LoopMemory(Node loop, Func<int, bool> isPlaced, bool overwrites)
    {
        _loop = loop;
        _parts = new LoopParts(loop);
        for (int c = 0; c < _parts.Carried; c++)
        {
            if (loop.Results[c].IsScalar)
                continue;
            int main = Stacks.Where(o => !isPlaced(o) && IsTrailOf(o, c) && !_trails.ContainsValue(o)).DefaultIfEmpty(-1).First();
            if (main >= 0)
            {
                _trails[c] = main;
                if (Take(Next(c)))
                    _written.Add(c);
            }
        }

        foreach (int o in Stacks)
        {
            if (!isPlaced(o) && _trails.Keys.Where(c => _trails[c] == o || IsTrailOf(o, c)).OrderBy(c => _trails[c] == o ? 0 : 1).Cast<int?>().FirstOrDefault() is { } carried)
                _views[o] = carried;
            else if (Take(_parts.Body.Outputs[o].Value))
                _rows[o] = _parts.Body.Outputs[o].Value;
        }

        for (int c = 0; c < _parts.Carried; c++)
        {
            if (!loop.Results[c].IsScalar && overwrites && !_trails.ContainsKey(c) && CanOverwrite(c) && Take(Next(c)))
                _written.Add(c);
        }
    }

    /// <summary>Whether the index runs down.</summary>
    public bool IsReverse => _loop.Flag("reverse");

    /// <summary>The stack in which a carried value lives, or null.</summary>
    public int? Trail(int carried) => _trails.TryGetValue(carried, out int main) ? main : null;

    /// <summary>The carried value that lives in the memory of a stack, or null.</summary>
    public int? TrailOf(int stack) => _views.TryGetValue(stack, out int carried) ? carried : null;

    /// <summary>Whether this stack is the one that has the memory of a carried value.</summary>
    public bool IsMain(int stack) => _trails.ContainsValue(stack);

    /// <summary>The row of a carried value's memory with which a stack begins: that of the values an iteration finds, or of those it leaves.</summary>
    public int FirstRow(int stack, int carried) => (_parts.Body.Outputs[stack].Value == _parts.CarriedInput(carried)) == IsReverse ? 1 : 0;

    /// <summary>Whether an iteration writes a stacked value into its row.</summary>
    public bool IsWrittenInRow(int stack) => _rows.ContainsKey(stack);

    /// <summary>Whether an iteration writes the next value of a carried one where it is found by the next iteration.</summary>
    public bool IsWritten(int carried) => _written.Contains(carried);

    /// <summary>Whether a value of the body lies in memory of the loop.</summary>
    public bool IsTaken(Value value) => _taken.Contains(value);

    private IEnumerable<int> Stacks => Enumerable.Range(_parts.Carried, _loop.Results.Count - _parts.Carried);

    private Value Next(int carried) => _parts.Body.Outputs[carried].Value;

    private bool IsTrailOf(int stack, int carried)
        => _parts.Body.Outputs[stack].Value is var value && (value == _parts.CarriedInput(carried) || value == Next(carried));

    // A value that the body computes, of its own memory, is written to one place.
    private bool Take(Value value) => IsComputed(value) && _taken.Add(value);

    private bool IsComputed(Value value)
    {
        Node node = _parts.Body.Nodes[value.Node];
        return !_parts.Body.TypeOf(value).IsScalar && OpTable.Get(node.Op) is not (LeafOp or ControlFlowOp)
            && PlanBuffers.Root(_parts.Body, value) == value && !(node.Op == "broadcast" && _parts.Body.TypeOf(node.Operands[0]).IsScalar);
    }

    // Whether all that reads a carried value has run before its next value is written, or reads each element before it writes it.
    private bool CanOverwrite(int carried)
    {
        Value input = _parts.CarriedInput(carried), next = Next(carried);
        if (!IsComputed(next) || _parts.Body.Outputs.Any(o => IsView(o.Value)))
            return false;
        bool IsView(Value value) => PlanBuffers.Root(_parts.Body, value) == input;
        for (int i = next.Node; i < _parts.Body.Nodes.Count; i++)
        {
            Node node = _parts.Body.Nodes[i];
            int[] reads = [.. Enumerable.Range(0, node.Operands.Count).Where(o => IsView(node.Operands[o]))];
            if (reads.Length > 0 && (i > next.Node || node.Op != "fused" || !reads.All(o => ReadsInPlace(node.Regions[0], o) && WritesInPlace(node.Regions[0], next.Result))))
                return false;
        }

        return true;
    }

    private static bool ReadsInPlace(Graph kernel, int operand)
    {
        Value input = kernel.Inputs[operand];
        return kernel.Nodes.Where(n => n.Operands.Contains(input)).All(n => OpTable.IsElementwise(n.Op) || n.Op is "reduce_sum" or "sum_of_squares");
    }

    private static bool WritesInPlace(Graph kernel, int result) => OpTable.IsElementwise(kernel.Nodes[kernel.Outputs[result].Value.Node].Op);
}
