using System.Globalization;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Emit;

/// <content>Numbers, which are C# expressions.</content>
internal sealed partial class BodyEmitter
{
    private const int LongestInline = 80;

    private void NameNumbers()
    {
        foreach (var number in Literals(_graph).GroupBy(n => n).Where(g => g.Count() > NumberNames.FewReads).Select(g => g.Key).OrderBy(n => n))
        {
            string local = _numbers[number] = _names.Unique(NumberNames.Of(number.Value)!);
            _writer.WriteLine($"{CSharp.Type(number.Element)} {local} = {CSharp.Literal(number.Value, number.Element)};");
        }
    }

    private static IEnumerable<(double Value, ElementType Element)> Literals(Graph graph)
        => graph.Nodes.Where(n => n.Type.IsScalar && OpTable.IsElementwise(n.Op)).SelectMany(n => n.Operands).Select(o => graph.Nodes[o.Node])
            .Where(n => n.Op == "constant" && n.Type.IsDifferentiable).Select(n => (n.Number("value"), n.Type.Element)).Where(n => n.Item1 != 0 && NumberNames.Of(n.Item1) is not null)
            .Concat(graph.Nodes.Where(n => OpTable.Get(n.Op) is ControlFlowOp).SelectMany(n => n.Regions).SelectMany(Literals));

    private void WriteScalar(int index, Node node)
    {
        var value = new Value(index);
        Term expression = ScalarExpression(node);
        // An expression that is read once, by another expression, is written there; what a side of a choice only hands out is assigned to
        // what it is handed out as.
        bool isPart = node.Origin.Name is null && expression.Text.Length < LongestInline && IsReadByOneExpression(value);
        if (isPart || (_isBranch && Checks is null && IsOnlyHandedOut(value)))
        {
            _scalars[value] = expression;
            return;
        }

        string local = _names.Unique(NameOf(value));
        _writer.WriteLine($"{CSharp.Type(node.Type.Element)} {local} = {expression.Text};");
        _scalars[value] = Term.Primary(local);
    }

    private Term ScalarExpression(Node node)
        => WithItself(node) ?? (node.Op == "convert"
            ? Term.Fill($"({CSharp.Type(node.Type.Element)}){{0}}", Binding.Unary, [ScalarTerm(node.Operands[0])])
            : CSharp.Scalar((ElementwiseOp)OpTable.Get(node.Op), [.. node.Operands.Select(ScalarTerm)], node.Type.Element is ElementType.Bool ? OperandElement(node) : node.Type.Element));

    // C# warns of a comparison of a variable with itself, which tells whether it is a number at all.
    private Term? WithItself(Node node)
    {
        if (node.Operands.Count != 2 || node.Operands[0] != node.Operands[1] || node.Type.Element != ElementType.Bool || node.Op is "and" or "or")
            return null;
        bool holds = node.Op is "equal" or "less_equal" or "greater_equal";
        // No literals, behind which code would be unreachable.
        if (node.Op is "less" or "greater" || OperandElement(node) is not (ElementType.F32 or ElementType.F64))
            return Term.Fill(holds ? "({0}) - ({0}) == 0" : "({0}) - ({0}) < 0", Binding.Lowest, [ScalarTerm(node.Operands[0])]);
        Term isNaN = Term.Primary($"{CSharp.Type(OperandElement(node))}.IsNaN({ScalarTerm(node.Operands[0]).Text})");
        return holds ? Term.Fill("!{0}", Binding.Unary, [isNaN]) : isNaN;
    }

    private ElementType OperandElement(Node node) => _graph.TypeOf(node.Operands[0]).Element;

    private bool IsReadByOneExpression(Value value)
    {
        return _readers.TryGetValue(value, out List<int>? readers) && readers.Count == 1
            && _graph.Nodes[readers[0]] is var reader && reader.Type.IsScalar && OpTable.IsElementwise(reader.Op)
            && _graph.Outputs.All(o => o.Value != value);
    }

    private bool IsOnlyHandedOut(Value value) => !_readers.ContainsKey(value) && _graph.Outputs.Count(o => o.Value == value) == 1;

    private Term ScalarTerm(Value value)
    {
        if (_scalars.TryGetValue(value, out Term known))
            return known;
        Node node = _graph.Nodes[value.Node];
        return node.Op switch
        {
            "constant" => Term.Primary(Constant(node)),
            "setting" => Term.Primary(_settings[node.Text("name")]),
            "dimension" => new Term($"({CSharp.Type(node.Type.Element)}){(CSharp.Expression(node.Dim("value")) is var text && text.All(char.IsLetterOrDigit) ? text : $"({text})")}", Binding.Unary),
            _ => throw new InvalidOperationException($"{node.Op} is no number"),
        };
    }

    private string Constant(Node node) => node.Type.Element switch
    {
        ElementType.F32 or ElementType.F64 when _numbers.TryGetValue((node.Number("value"), node.Type.Element), out string? name) => name,
        ElementType.Bool => node.Number("value") != 0 ? "true" : "false",
        ElementType.I32 => ((int)node.Number("value")).ToString(CultureInfo.InvariantCulture),
        _ => CSharp.Literal(node.Number("value"), node.Type.Element),
    };
}
