using System.Collections.Concurrent;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;

namespace AutoGrad.Compiler.Analysis;

/// <summary>
/// The derivative of an element-wise operation, on fields: the row's own rule is written down once as a graph of numbers, whose nodes are then
/// computed on fields. So an operation that is added to the table needs no rule here.
/// </summary>
internal sealed class ElementwiseRule
{
    private static readonly ConcurrentDictionary<string, ElementwiseRule> s_rules = new(StringComparer.Ordinal);

    private readonly GraphBuilder _builder;
    private readonly Value?[] _cotangents;

    private ElementwiseRule(ElementwiseOp op)
    {
        _builder = new GraphBuilder(op.Name);
        TensorType number = new(ElementType.F64, Shape.Scalar), truth = new(ElementType.Bool, Shape.Scalar);
        Value[] operands = [.. Enumerable.Range(0, op.Arity).Select(i => _builder.Input("x", op.TakesBool(i) ? truth : number))];
        Value result = _builder.Input("y", op.GivesBool ? truth : number), cotangent = _builder.Input("g", number);
        var node = new Node(op.Name, operands.ToEquatableArray(), [], [], [_builder.TypeOf(result)], Origin.None);
        _cotangents = op.Vjp(new VjpContext(_builder, node, [result], [cotangent], [.. operands.Select(_ => true)]));
    }

    /// <summary>The rule of an operation.</summary>
    public static ElementwiseRule Of(ElementwiseOp op) => s_rules.GetOrAdd(op.Name, _ => new ElementwiseRule(op));

    /// <summary>The cotangent of one operand; null where it is not known. <paramref name="leaves"/> are the operands, the result and its cotangent.</summary>
    public Field? Pull(FieldSpace space, int operand, params Field?[] leaves)
        => _cotangents[operand] is { } value ? Compute(space, value, leaves, []) : new ConstantField(0);

    private Field? Compute(FieldSpace space, Value value, Field?[] leaves, Dictionary<Value, Field?> known)
    {
        if (value.Node < leaves.Length)
            return leaves[value.Node];
        if (known.TryGetValue(value, out Field? field))
            return field;
        Node node = _builder[value.Node];
        Field?[] operands = [.. node.Operands.Select(o => Compute(space, o, leaves, known))];
        return known[value] = node.Op switch
        {
            "constant" => new ConstantField(node.Number("value")),
            "broadcast" => operands[0],
            _ => operands.Any(o => o is null) ? null : space.Apply(node.Op, operands!),
        };
    }
}
