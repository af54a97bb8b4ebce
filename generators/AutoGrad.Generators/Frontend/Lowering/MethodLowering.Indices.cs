using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Declarations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Properties: the model's parameters, lengths and ranks.</content>
internal sealed partial class MethodLowering
{
    private Argument Property(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (_model.Find(property) is { } parameter)
            return reference.Instance is IInstanceReferenceOperation ? Parameter(parameter) : throw Refuse(reference, Rules.Unsupported, $"'{SourceLine.Of(reference.Syntax)}'", "a forward pass uses the parameters of its own model");
        if (State(reference) is { } state)
            return state;
        if (GeneratedMembers.Is(property, GeneratedMembers.IsTraining) && reference.Instance is IInstanceReferenceOperation)
            return new ValueArgument(_builder.Training());
        if (OfLayer(reference) is { } layer)
            return layer;
        if (property.IsIndexer && reference is { Instance: { } list, Arguments: [var index] })
            return list.Type?.TensorElement() is not null ? TensorElement(reference, Evaluate(list), index.Value) : Element(reference, Evaluate(list), index.Value);
        if (reference.Instance is { } receiver && property is { ContainingType.IsExtension: true, GetMethod: { } extension })
            return Inline(reference, extension, [], Evaluate(receiver));
        if (reference.Instance is { } instance and not IInstanceReferenceOperation)
            return Measure(reference, Evaluate(instance));
        if (Constants.Find(property, _frame) is { } constant)
            return constant;
        if (property.Has(Names.Parameter) || property.Has(Names.Layer) || property.Has(Names.State))
            throw Refuse(reference, Rules.Unsupported, $"'{property.Name}'", "it is not a parameter that this model itself declares");
        return property.GetMethod is { } getter && _bodies.Find(getter) is not null
            ? Inline(reference, getter, [], receiver: null)
            : IsOfThis(reference) ? Setting(reference, property, property.Type)
            : throw Refuse(reference, Rules.Unsupported, $"The property '{property.Name}'", "its value is not known when this is compiled: make it a const, a [Parameter], or pass it as an argument");
    }

    private ValueArgument Parameter(ParameterDeclaration parameter)
        => _region.Parameter(parameter.Name, builder => builder.Parameter(parameter.Name, parameter.Type));

    private Argument Measure(IPropertyReferenceOperation reference, Argument instance) => (instance, reference.Property.Name) switch
    {
        (ValueArgument tensor, "Lengths") => new ListArgument(_builder.ShapeOf(tensor.Value).Dims.Select(d => (Argument)new IndexArgument(d)).ToEquatableArray()),
        (ValueArgument tensor, "Rank") => new IndexArgument(_builder.ShapeOf(tensor.Value).Rank),
        (ValueArgument tensor, "FlattenedLength") => new IndexArgument(_builder.ShapeOf(tensor.Value).Count),
        (ArrayArgument array, "Length") => new IndexArgument(array.Count),
        (ListArgument list, "Length") => new IndexArgument(list.Items.Count),
        _ => throw Unsupported(reference),
    };

    private ValueArgument TensorElement(IOperation reference, Argument tensor, IOperation indices)
        => tensor is ValueArgument value && Evaluate(indices) is ListArgument list && list.Items.All(i => i is IndexArgument || IsInteger(i))
            ? ScalarAt(reference, value.Value, list.Items)
            : throw Refuse(reference, Rules.Unsupported, $"The element '{SourceLine.Of(reference.Syntax)}'", "an element is chosen by ints; for parts of a tensor use Nn.At or Nn.Slice");

    private Argument Element(IOperation reference, Argument list, IOperation index)
    {
        if (list is not ListArgument { Items: var items })
        {
            throw Refuse(reference, Rules.Unsupported, $"The element '{SourceLine.Of(reference.Syntax)}'", "a forward pass works on whole tensors: use Nn.At or Nn.Slice");
        }

        bool isFromEnd = index is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat };
        Argument position = Evaluate(isFromEnd ? ((IUnaryOperation)index).Operand : index);
        if (position is not IndexArgument { Index.Constant: { } offset })
            throw Refuse(index, Rules.Unsupported, $"The index '{SourceLine.Of(index.Syntax)}'", "which of the lengths is meant must be a constant");
        offset = isFromEnd ? items.Count - offset : offset;
        return offset >= 0 && offset < items.Count
            ? items[(int)offset]
            : throw Refuse(index, Rules.AxisOutside, FormattableString.Invariant($"axis {offset} does not exist: the tensor has {items.Count} axes"));
    }
}
