using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>
/// Operators that change a tensor in place, for every variable that holds it or a view of it. Where a variable holds what the method itself
/// created, and nothing else holds it, that is the same as a new tensor in the variable; all else is refused.
/// </content>
internal sealed partial class MethodLowering
{
    private ValueArgument InPlace(IOperation at, IOperation target, BinaryOperatorKind kind, IOperation operandSyntax, Argument operand)
    {
        string name = SourceLine.Of(target.Syntax), written = operand is NumberArgument && at is IIncrementOrDecrementOperation ? "1" : SourceLine.Of(operandSyntax.Syntax);
        RefusedException Shared() => Refuse(at, Rules.InPlace, $"'{SourceLine.Of(at.Syntax)}'", name, $"write {name} = {name} {Sign(kind)} {written}");
        if (Variable(target) is not { } variable || Owner(variable) != _frame || at.Parent is not IExpressionStatementOperation || Evaluate(target) is not ValueArgument { Value: var value })
            throw Shared();
        HashSet<(Region Region, Value Value)> roots = Memory.Roots(_region, value);
        bool isOperand = operand is ValueArgument other && other.Value != value && Memory.Roots(_region, other.Value).Overlaps(roots);
        if (!roots.All(Memory.IsFresh) || isOperand || IsHeldElsewhere(roots, _frame, variable))
            throw Shared();
        foreach ((Region region, Value root) in roots)
        {
            if (region.Owned.Contains(root) && !region.ReliedOn.ContainsKey(root))
                region.ReliedOn.Add(root, Shared);
        }

        var result = (ValueArgument)Apply(at, kind, target.Type, target, new ValueArgument(value), operandSyntax, operand);
        if (_builder.ShapeOf(result.Value) != _builder.ShapeOf(value))
            throw Refuse(at, Rules.ShapeMismatch, $"'{name}' has shape {_builder.ShapeOf(value).ToDisplayString()}, which an operator in place keeps; the result would have shape {_builder.ShapeOf(result.Value).ToDisplayString()}");
        Store(target, result);
        return result;
    }

    // Whether any other variable holds one of these tensors, or a view of it.
    private bool IsHeldElsewhere(HashSet<(Region Region, Value Value)> roots, Frame owner, object variable)
        => Visible().Any(frame => frame.Variables.Any(v => !(frame == owner && ReferenceEquals(v.Key, variable)) && Holds(_region, v.Value, roots)));

    // The methods whose variables hold values of this graph: a function with a graph of its own sees none of its caller's tensors but as arguments.
    private IEnumerable<Frame> Visible()
    {
        for (Frame? frame = _frame; frame is not null; frame = frame.StartsRegion ? null : frame.Caller)
            yield return frame;
    }

    private static bool Holds(Region region, Argument argument, HashSet<(Region Region, Value Value)> roots) => argument switch
    {
        ValueArgument value => !region.Builder.TypeOf(value.Value).IsScalar && Memory.Roots(region, value.Value).Overlaps(roots),
        OuterArgument outer => Holds(outer.Region.Parent!, outer.Inner, roots),
        TupleArgument tuple => tuple.Items.Any(item => Holds(region, item, roots)),
        ArrayArgument { Rows: { } rows } => Memory.Roots(region, rows).Overlaps(roots),
        ListArgument list => list.Items.Any(item => Holds(region, item, roots)),
        _ => false,
    };

    /// <summary>Whether a variable, where a loop begins, alone holds a tensor that the method created.</summary>
    private bool IsOwned(Frame frame, object variable, Value start)
        => !_builder.TypeOf(start).IsScalar && Memory.Roots(_region, start) is var roots && roots.All(Memory.IsFresh) && !IsHeldElsewhere(roots, frame, variable);

    // What was changed in place because the loop began with it as its own must be its own again at the end of each iteration.
    private void CheckOwned(Region body, List<Carried> carried)
    {
        var queue = new Queue<KeyValuePair<Value, Func<RefusedException>>>(body.ReliedOn);
        while (queue.Count > 0)
        {
            KeyValuePair<Value, Func<RefusedException>> relied = queue.Dequeue();
            Carried value = carried.First(c => c.Input == relied.Key);
            HashSet<(Region Region, Value Value)> roots = Memory.Roots(body, value.Next);
            bool isHeld = Visible().Any(frame => body.Entry[frame].Keys.Any(v => !(frame == value.Frame && ReferenceEquals(v, value.Variable)) && Holds(body, body.Current[frame][v], roots)));
            if (!roots.All(Memory.IsFresh) || isHeld)
                throw relied.Value();
            foreach ((Region region, Value root) in roots.Concat(Memory.Roots(body.Parent!, value.Start)))
            {
                if (!region.Owned.Contains(root) || region.ReliedOn.ContainsKey(root))
                    continue;
                region.ReliedOn.Add(root, relied.Value);
                if (region == body)
                    queue.Enqueue(new(root, relied.Value));
            }
        }
    }

    private static string Sign(BinaryOperatorKind kind) => kind switch { BinaryOperatorKind.Add => "+", BinaryOperatorKind.Subtract => "-", BinaryOperatorKind.Multiply => "*", _ => "/" };
}
