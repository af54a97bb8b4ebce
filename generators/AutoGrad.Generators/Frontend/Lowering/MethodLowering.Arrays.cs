using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>
/// Arrays of tensors that a counted loop fills, <c>states[t] = h</c>, one element in each iteration: what the loop stacks. Behind the loop
/// they are one tensor whose rows are the elements.
/// </content>
internal sealed partial class MethodLowering
{
    private static bool IsTensorArray(ITypeSymbol? type) => type is IArrayTypeSymbol { Rank: 1, ElementType: var element } && element.TensorElement() is not null;

    private ArrayArgument NewArray(IOperation at, IOperation size)
        => Evaluate(size) is IndexArgument { Index: var count } ? new ArrayArgument(count, null) : throw Refuse(at, Rules.Unsupported, $"'{SourceLine.Of(at.Syntax)}'", "the number of its elements must be known before it is made");

    private void StoreRow(IArrayElementReferenceOperation element, Argument value)
    {
        RefusedException Partly() => Refuse(element, Rules.Unsupported, $"An assignment to '{SourceLine.Of(element.Syntax)}'", "an array of tensors is filled by a counted 'for' loop over all of its indices, in every iteration the element of the loop's own index");
        if (Variable(element.ArrayReference) is not { } array || element.Indices is not [var position] || value is not ValueArgument { Value: var row } || _builder.TypeOf(row).IsScalar)
            throw Partly();
        Frame owner = Owner(array);
        bool isWhole = _region.Loop is { } loop && _region.Entry.TryGetValue(owner, out Dictionary<object, Argument>? entry) && entry.TryGetValue(array, out Argument? held)
            && Region.Resolve(held) is ArrayArgument { Count: var count } && count.Equals(loop.Count) && Evaluate(position) is ValueArgument { Value: var index } && index == loop.Index;
        if (!isWhole)
            throw Partly();
        _region.Stacks.RemoveAll(s => s.Frame == owner && SymbolEqualityComparer.Default.Equals(s.Array, array));
        _region.Stacks.Add((owner, array, row));
        // The element holds the tensor too, so that nothing may change it in place.
        _frame.Variables[new Slot(array.Name)] = value;
    }

    private ValueArgument? ElementOfArray(IArrayElementReferenceOperation element)
    {
        if (element.Indices is not [var position] || Evaluate(element.ArrayReference) is not ArrayArgument array)
            return null;
        if (array.Rows is not { } rows)
            throw Refuse(element, Rules.Unsupported, $"The element '{SourceLine.Of(element.Syntax)}'", "it is known only behind the loop that fills the array: keep in a variable what the next iteration reads");
        bool isFromEnd = position is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat };
        Argument index = Evaluate(isFromEnd ? ((IUnaryOperation)position).Operand : position);
        return index switch
        {
            IndexArgument { Index: var offset } => Invoke(element, "Nn.At", [new ValueArgument(rows), new IndexArgument(isFromEnd ? array.Count - offset : offset)], [element, position]),
            ValueArgument { Value: var offset } when IsInteger(index) && !isFromEnd => new ValueArgument(Row(element, rows, offset)),
            _ => throw Unsupported(position),
        };
    }

    // Stack and Concat of an array that a loop has filled; null for other calls.
    private ValueArgument? Joined(IInvocationOperation call, string name, Argument[] arguments)
    {
        if (name is not ("Nn.Stack" or "Nn.Concat") || arguments is not [IndexArgument { Index.Constant: { } axis }, ArrayArgument array])
            return null;
        if (array.Rows is not { } rows)
            throw Refuse(call, Rules.Unsupported, $"'{SourceLine.Of(call.Syntax)}'", "no loop has filled the array");
        Shape shape = _builder.ShapeOf(rows);
        int rank = name == "Nn.Stack" ? shape.Rank : shape.Rank - 1;
        if (axis < -rank || axis >= rank)
            throw Refuse(call, Rules.ShapeMismatch, FormattableString.Invariant($"axis {axis} does not exist: there are {rank}"));
        axis += axis < 0 ? rank : 0;
        long[] order = [.. Enumerable.Range(1, (int)axis).Select(a => (long)a), 0, .. Enumerable.Range((int)axis + 1, shape.Rank - 1 - (int)axis).Select(a => (long)a)];
        Value stacked = axis == 0 ? rows : _builder.Add("transpose", [rows], NodeAttribute.Integers("permutation", order));
        if (name == "Nn.Stack")
            return new ValueArgument(stacked);
        Dim[] dims = [.. order.Select(a => shape[(int)a])];
        return new ValueArgument(new Expr(_builder, stacked).Reshape(new Shape([.. dims.Take((int)axis), dims[axis] * dims[axis + 1], .. dims.Skip((int)axis + 2)])).Value);
    }
}
