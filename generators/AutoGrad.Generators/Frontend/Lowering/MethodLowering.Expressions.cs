using System.Globalization;
using System.Runtime.CompilerServices;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Expressions: the dispatch, names and tuples.</content>
internal sealed partial class MethodLowering
{
    private Argument Evaluate(IOperation expression)
    {
        _cancellation.ThrowIfCancellationRequested();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (expression.ConstantValue is { HasValue: true, Value: var constant })
            return Constant(expression, constant);
        return expression switch
        {
            ILocalReferenceOperation local => Read(local, local.Local),
            IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } } argument } parameter => Setting(parameter, argument, argument.Type),
            IParameterReferenceOperation parameter => Read(parameter, parameter.Parameter),
            IArrayElementReferenceOperation element => (Argument?)ElementOfStack(element) ?? ElementOfArray(element) ?? throw Unsupported(element),
            IPropertyReferenceOperation property => Property(property),
            IFieldReferenceOperation field => Field(field),
            IImplicitIndexerReferenceOperation indexer => Element(indexer, Evaluate(indexer.Instance), indexer.Argument),
            IInvocationOperation call => Call(call),
            IBinaryOperation binary => Binary(binary),
            IUnaryOperation unary => Unary(unary),
            IConversionOperation conversion => Convert(conversion),
            IConditionalOperation conditional => Conditional(conditional),
            ISwitchExpressionOperation choice => Switch(choice),
            IIsPatternOperation pattern => Matches(pattern, Evaluate(pattern.Value), pattern.Pattern),
            IParenthesizedOperation parenthesized => Evaluate(parenthesized.Operand),
            IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => new FunctionValue(lambda.Symbol, lambda.Body),
            IDelegateCreationOperation { Target: IMethodReferenceOperation reference } => new FunctionValue(reference.Method, null),
            IAnonymousFunctionOperation lambda => new FunctionValue(lambda.Symbol, lambda.Body),
            IMethodReferenceOperation reference => new FunctionValue(reference.Method, null),
            ISimpleAssignmentOperation { IsRef: false } assignment => Store(assignment.Target, Evaluate(assignment.Value)),
            ICompoundAssignmentOperation compound => Compound(compound),
            IIncrementOrDecrementOperation step => Step(step),
            ITupleOperation tuple => new TupleArgument(tuple.Elements.Select(Evaluate).ToEquatableArray()),
            IDeconstructionAssignmentOperation deconstruction => Store(deconstruction.Target, Evaluate(deconstruction.Value)),
            ICollectionExpressionOperation collection => new ListArgument(collection.Elements.SelectMany(Elements).ToEquatableArray()),
            IArrayCreationOperation { DimensionSizes.Length: 1, Initializer: { } items } => new ListArgument(items.ElementValues.SelectMany(Elements).ToEquatableArray()),
            IArrayCreationOperation { DimensionSizes: [var size], Initializer: null } array when IsTensorArray(array.Type) => NewArray(array, size),
            _ => throw Unsupported(expression),
        };
    }

    private static Argument Constant(IOperation expression, object? value) => (expression.Type?.SpecialType, value) switch
    {
        (SpecialType.System_Single, float number) => new NumberArgument(number),
        (SpecialType.System_Double, double number) => new NumberArgument(number),
        (SpecialType.System_Int32 or SpecialType.System_IntPtr, int index) => new IndexArgument(index),
        (SpecialType.System_Int64, long index) => new IndexArgument(index),
        (SpecialType.System_Boolean, bool flag) => new FlagArgument(flag),
        _ when expression.Type is { TypeKind: TypeKind.Enum } && value is not null and not ulong => new IndexArgument(System.Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        _ => throw Refuse(expression, Rules.Unsupported, $"'{SourceLine.Of(expression.Syntax)}'", "only constants of the types float, double, int and bool have a meaning in a forward pass"),
    };

    private Argument Read(IOperation reference, ISymbol variable)
        => Owner(variable).Variables.TryGetValue(variable, out Argument? value) && value is not UnsetArgument
            ? Region.Resolve(value)
            : throw Refuse(reference, Rules.Unsupported, $"The variable '{variable.Name}'", "its value is not known here");

    private Argument Field(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (reference.Instance is { } instance && field.ContainingType.IsTupleType && Evaluate(instance) is TupleArgument tuple)
        {
            ISymbol element = field.CorrespondingTupleField ?? field;
            for (int i = 0; i < tuple.Items.Count; i++)
            {
                if (element.Name == FormattableString.Invariant($"Item{i + 1}"))
                    return tuple.Items[i];
            }
        }

        if (IsOfThis(reference))
            return Setting(reference, field, field.Type);
        throw Refuse(reference, Rules.Unsupported, $"The field '{field.Name}'", "its value is not known when this is compiled: make it const, or pass it as an argument");
    }

    private Argument Store(IOperation target, Argument value)
    {
        Assign(target, value);
        return value;
    }

    private IEnumerable<Argument> Elements(IOperation element) => element switch
    {
        ISpreadOperation spread => Evaluate(spread.Operand) is ListArgument list ? list.Items : throw Unsupported(spread),
        _ => [Evaluate(element)],
    };
}
