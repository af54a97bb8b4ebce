using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Operators of tensors, scalars, lengths and truth values.</content>
internal sealed partial class MethodLowering
{
    private Argument Binary(IBinaryOperation binary)
    {
        if (IsForeign(binary.OperatorMethod))
            return Inline(binary, binary.OperatorMethod!, [Evaluate(binary.LeftOperand), Evaluate(binary.RightOperand)], receiver: null);
        Argument left = Evaluate(binary.LeftOperand);
        if (left is FlagArgument flag && Arithmetic.IsDecided(binary.OperatorKind, flag.Flag))
            return flag;
        if (left is ValueArgument && binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
            return ShortCircuit(binary, left, binary.OperatorKind == BinaryOperatorKind.ConditionalAnd, binary.RightOperand);
        return Apply(binary, binary.OperatorKind, binary.Type, binary.LeftOperand, left, binary.RightOperand, Evaluate(binary.RightOperand));
    }

    private Argument Unary(IUnaryOperation unary)
    {
        Argument operand = Evaluate(unary.Operand);
        if (IsForeign(unary.OperatorMethod))
            return Inline(unary, unary.OperatorMethod!, [operand], receiver: null);
        return (unary.OperatorKind, operand) switch
        {
            (UnaryOperatorKind.Plus, ValueArgument or NumberArgument or IndexArgument) => operand,
            (UnaryOperatorKind.Minus, NumberArgument number) => new NumberArgument(-number.Number),
            (UnaryOperatorKind.Minus, IndexArgument index) => new IndexArgument(-1L * index.Index),
            (UnaryOperatorKind.Not, FlagArgument flag) => new FlagArgument(!flag.Flag),
            (UnaryOperatorKind.Not, ValueArgument value) when IsTruth(value) => Not(value),
            (UnaryOperatorKind.Minus, ValueArgument value) when IsInteger(value) => new ValueArgument(_builder.Add("negate", [value.Value])),
            (UnaryOperatorKind.Minus, ValueArgument) => Invoke(unary, "op_UnaryNegation", [operand], [unary.Operand]),
            _ => throw Unsupported(unary),
        };
    }

    private Argument Compound(ICompoundAssignmentOperation compound)
    {
        if (compound.OperatorMethod is { IsStatic: false } method && compound.Target.Type?.TensorElement() is not null)
            return IsTensorOperator(method) ? InPlace(compound, compound.Target, compound.OperatorKind, compound.Value, Evaluate(compound.Value)) : throw Unsupported(compound);
        if (compound.OperatorMethod is not null && IsForeign(compound.OperatorMethod) || !compound.InConversion.IsIdentity || !compound.OutConversion.IsIdentity)
            throw Unsupported(compound);
        Argument value = Apply(compound, compound.OperatorKind, compound.Type, compound.Target, Evaluate(compound.Target), compound.Value, Evaluate(compound.Value));
        return Store(compound.Target, value);
    }

    private Argument Step(IIncrementOrDecrementOperation step)
    {
        if (step.OperatorMethod is { IsStatic: false } method && IsTensorOperator(method))
            return InPlace(step, step.Target, step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract, step.Target, new NumberArgument(1));
        if (step.OperatorMethod is not null && !IsGenericMath(step.OperatorMethod))
            throw Unsupported(step);
        Argument old = Evaluate(step.Target);
        Argument one = old is IndexArgument || (old is ValueArgument value0 && IsInteger(value0)) ? new IndexArgument(1) : new NumberArgument(1);
        BinaryOperatorKind kind = step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        Argument value = Store(step.Target, Apply(step, kind, step.Type, step.Target, old, step.Target, one));
        return step.IsPostfix ? old : value;
    }

    private Argument Apply(IOperation at, BinaryOperatorKind kind, ITypeSymbol? type, IOperation leftSyntax, Argument left, IOperation rightSyntax, Argument right)
    {
        if (left is not ValueArgument && right is not ValueArgument)
        {
            if (left is IndexArgument && right is IndexArgument && _arithmetic.Fold(kind, left, right, isSingle: false) is null && Arithmetic.IntegerOp(kind) is not null)
                return OnIntegers(at, kind, left, right);
            bool isSingle = leftSyntax.Type is { } operandType && _frame.Resolve(operandType).SpecialType == SpecialType.System_Single;
            return _arithmetic.Fold(kind, left, right, isSingle) ?? throw Refuse(at, Rules.Unsupported, $"'{SourceLine.Of(at.Syntax)}'", "it has no meaning for lengths that are known at run time only");
        }

        if (IsInteger(left) || IsInteger(right))
            return OnIntegers(at, kind, left, right);
        if (IsTruth(left) || IsTruth(right))
            return OnTruths(at, kind, left, right);
        string name = Arithmetic.Name(kind) ?? throw Unsupported(at);
        return Invoke(at, name, [left, right], [leftSyntax, rightSyntax]);
    }

    // Operators that are neither built in, nor those of tensors, nor those of generic maths: the user's own.
    private static bool IsForeign(IMethodSymbol? method) => method is not null && !IsTensorOperator(method) && !IsGenericMath(method);

    // The operators are C# 14 extensions: members of a nameless type within Tensor, whose metadata name is a hash.
    private static bool IsTensorOperator(IMethodSymbol method) => method.ContainingType is { IsExtension: true, ContainingType: { Arity: 0 } outer } && outer.Is(Names.Tensor);

    private static bool IsGenericMath(IMethodSymbol method)
        => method.ContainingType is { TypeKind: TypeKind.Interface, ContainingNamespace: { Name: "Numerics", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };
}
