using System.Runtime.CompilerServices;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Statements and assignments.</content>
internal sealed partial class MethodLowering
{
    private void Execute(IOperation statement)
    {
        _cancellation.ThrowIfCancellationRequested();
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (statement)
        {
            case IBlockOperation block:
                ExecuteAll(block.Operations);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(d => d.Declarators))
                    Execute(declarator);
                break;
            case IVariableDeclaratorOperation { Symbol.IsRef: false } declarator:
                Declare(declarator);
                break;
            case IReturnOperation { Kind: OperationKind.Return } returned:
                _frame.Result = returned.ReturnedValue is { } value ? Evaluate(value) : UnsetArgument.Instance;
                break;
            case IConditionalOperation conditional:
                Branch(conditional, rest: null);
                break;
            case ISwitchOperation choice:
                Switch(choice);
                break;
            case ILoopOperation loop:
                Loop(loop);
                break;
            case IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } jump when _frame.Labels.TryGetValue(jump.Target, out Slot? target):
                _frame.Variables[target] = new FlagArgument(true);
                break;
            case IExpressionStatementOperation expression:
                Perform(expression.Operation);
                break;
            case IEmptyOperation or ILocalFunctionOperation:
                break;
            default:
                throw Unsupported(statement);
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        if (declarator.Symbol.IsConst)
            return;
        if ((declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value is { } initial)
            Bind(declarator.Symbol, Evaluate(initial));
        else
            _frame.Variables[declarator.Symbol] = UnsetArgument.Instance;
    }

    private void Perform(IOperation expression)
    {
        switch (expression)
        {
            case ISimpleAssignmentOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation or IDeconstructionAssignmentOperation:
                Evaluate(expression);
                break;
            case IInvocationOperation { TargetMethod: { Name: "ThrowIfNull", ContainingType.Name: "ArgumentNullException" } }:
                break; // What the generated code passes is never null.
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } call:
                Enter(call, call.TargetMethod, Arguments(call), receiver: null, known: null);
                break;
            case IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } instance } call when Evaluate(instance) is FunctionValue function:
                Enter(call, function.Method, Arguments(call), receiver: null, function.Body);
                break;
            default:
                throw expression is IInvalidOperation
                    ? new RefusedException(problem: null)
                    : Refuse(expression, Rules.Unsupported, "A call for its effect", "the generated code would not repeat it; a forward pass only computes values");
        }
    }

    private void Assign(IOperation target, Argument value)
    {
        switch (target)
        {
            case ILocalReferenceOperation { Local: { IsRef: false } local }:
                Bind(local, value);
                break;
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                Bind(parameter, value);
                break;
            case IDeclarationExpressionOperation declaration:
                Assign(declaration.Expression, value);
                break;
            case IDiscardOperation:
                break;
            case IPropertyReferenceOperation property when StateOf(property) is { } state:
                AssignState(target, state, value);
                break;
            case IArrayElementReferenceOperation element when IsTensorArray(element.ArrayReference.Type):
                StoreRow(element, value);
                break;
            case ITupleOperation tuple when value is TupleArgument items && items.Items.Count == tuple.Elements.Length:
                for (int i = 0; i < tuple.Elements.Length; i++)
                    Assign(tuple.Elements[i], Coerce(target, items.Items[i], tuple.Elements[i].Type));
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } changed }:
                throw Refuse(target, Rules.InPlace, "An assignment to an element", SourceLine.Of(changed.Syntax), "compute a new tensor, for instance with Nn.Concat or Nn.Where");
            case IFieldReferenceOperation or IPropertyReferenceOperation:
                throw Refuse(target, Rules.MutableCapture, SourceLine.Of(target.Syntax), "assign to local variables only, and return what is computed");
            default:
                throw Refuse(target, Rules.Unsupported, $"An assignment to '{SourceLine.Of(target.Syntax)}'", "the generated code would not repeat it; assign to local variables only");
        }
    }

    private void Bind(ISymbol variable, Argument value)
    {
        Owner(variable).Variables[variable] = value;
        if (value is ValueArgument graphValue && _builder[graphValue.Value.Node].Op is not ("loop" or "while" or "vjp" or "jvp"))
            _builder.Name(graphValue.Value, variable.Name);
    }

    // Local functions and lambdas see the variables of the method around them, which is among their callers.
    private Frame Owner(ISymbol variable)
    {
        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
        {
            if (SymbolEqualityComparer.Default.Equals(Bodies.Implementation(frame.Method), variable.ContainingSymbol?.OriginalDefinition))
                return frame;
        }

        return _frame;
    }
}
