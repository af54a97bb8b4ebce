using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <content>Checks of values: the first one that is not finite although its operands are ends the method.</content>
internal sealed partial class BodyEmitter
{
    /// <summary>Set where each value is to be checked.</summary>
    public FiniteChecks? Checks { get; private set; }

    /// <summary>Checks the values of this body and of its regions.</summary>
    public void CheckValues(FiniteChecks checks)
    {
        Checks = checks;
        foreach (BodyEmitter region in _regions.Values.SelectMany(r => r))
            region.CheckValues(checks);
    }

    /// <summary>Writes the check of an argument or parameter.</summary>
    public void WriteGiven(Value value, string name)
    {
        _writer.WriteLine($"if (!FiniteCheck.IsFinite({Subject(value)}))");
        _writer.WriteLine($"    return FiniteCheck.Given(FiniteCheck.Range({CSharp.Quote(name)}, {Subject(value)}));");
    }

    private void WriteCheck(int index, Node node)
    {
        if (Checks is not { } checks || OpTable.Get(node.Op) is ControlFlowOp || node.Origin.Source is not { } source)
            return;
        for (int r = 0; r < node.Results.Count; r++)
        {
            var value = new Value(index, r);
            // The logarithm of a sum of nothing is infinite, and no error.
            bool isResidual = node.Op == "attention" && r > 0;
            if (isResidual || !node.Results[r].IsDifferentiable || !IsWritten(value))
                continue;
            Value[] operands = [.. node.Operands.Where(o => _graph.TypeOf(o).IsDifferentiable && (IsWritten(o) || _graph.Nodes[o.Node].Op == "constant")).Distinct()];
            string finite = string.Concat(operands.Select(o => $" && FiniteCheck.IsFinite({Subject(o)})"));
            string ranges = string.Concat(operands.Where(o => _graph.Nodes[o.Node].Op != "constant").Select(o => $", FiniteCheck.Range({CSharp.Quote(Describe(o))}, {Subject(o)})"));
            string iterations = string.Join(", ", checks.Iterations.Reverse());
            string ordinal = node.Origin.Ordinal.ToString(CultureInfo.InvariantCulture);
            _writer.WriteLine($"if (!FiniteCheck.IsFinite({Subject(value)}){finite})");
            _writer.WriteLine($"    return FiniteCheck.Origin({checks.Positions}, {checks.Files}, {ordinal}, {CSharp.Quote(source)}, {(checks.IsBackward ? "true" : "false")}, [{iterations}]{ranges});");
        }
    }

    private bool IsWritten(Value value)
        => _graph.TypeOf(value).IsScalar ? _scalars.ContainsKey(value) : _storage.ContainsKey(PlanBuffers.Root(_graph, value));

    private string Subject(Value value)
        => _graph.TypeOf(value).IsScalar ? ScalarTerm(value).Text : $"in {Storage(value)}, {CSharp.Expression(_graph.TypeOf(value).Shape.Count)}";

    // A variable's name, or else the expression.
    private string Describe(Value value)
    {
        Origin origin = _graph.Nodes[value.Node].Origin;
        return origin.Name ?? origin.Source ?? NameOf(value);
    }
}
