using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>C# that is not supported, in the user's words: what it is called, and what to write instead.</summary>
internal static class Constructs
{
    public static (string What, string Advice) Describe(IOperation operation) => operation switch
    {
        ILoopOperation => ("This loop", "for, foreach and while over ints, rows and conditions are supported"),
        IConditionalOperation => ("This branch", "both sides must give values of one type and shape; Nn.Where chooses element by element"),
        ISwitchOperation or ISwitchExpressionOperation => ("This switch", "cases are constants and comparisons"),
        ICoalesceOperation or IConditionalAccessOperation => ("A test for null", "tensors of a forward pass are never null"),
        IIsTypeOperation or IIsPatternOperation => ("A pattern", "patterns of constants and comparisons are supported"),
        ITryOperation => ("A try statement", "a forward pass only computes values; catch exceptions around the call"),
        IThrowOperation => ("An exception", "a forward pass only computes values; check arguments before the call"),
        IUsingOperation or IUsingDeclarationOperation => ("A using statement", "a forward pass only computes values"),
        ILockOperation => ("A lock", "a forward pass only computes values"),
        IAwaitOperation => ("An await", "a forward pass is computed at once"),
        IReturnOperation { Kind: OperationKind.YieldReturn } => ("A yield", "a forward pass is computed at once"),
        IBranchOperation or ILabeledOperation => ("A jump", "write the statements in the order in which they run"),
        IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation => ("A delegate", "which method it stands for is known at run time only: call the method"),
        IObjectCreationOperation creation => ($"The creation of a '{creation.Type?.Name}'", "only tensors and numbers have a meaning in a forward pass"),
        IInterpolatedStringOperation => ("A string", "only tensors and numbers have a meaning in a forward pass"),
        IRangeOperation => ("A range", "write Nn.Slice, or Nn.At for one row"),
        ITranslatedQueryOperation => ("A query", "write a loop"),
        IInstanceReferenceOperation => ("'this' as a value", "call the model's methods directly"),
        IConversionOperation conversion => ($"A conversion to '{conversion.Type?.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}'", "only conversions of numbers and of a tensor to its read-only span have a meaning in a forward pass"),
        IBinaryOperation or IUnaryOperation or ICompoundAssignmentOperation => ("This operator", "+, -, *, / and comparisons are supported"),
        IPropertyReferenceOperation property => ($"The property '{property.Property.Name}'", "Lengths, Rank and FlattenedLength of tensors are supported"),
        IVariableDeclaratorOperation => ("A reference to a variable", "declare it without 'ref'"),
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation => ("A dynamic call", "which method it stands for is known at run time only"),
        _ => ($"'{Frontend.Lowering.SourceLine.Of(operation.Syntax)}'", "it has no meaning in a forward pass, which computes with tensors and numbers"),
    };
}
