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
        switch (statement)
        {
            case IBlockOperation block:
                ExecuteAll(block.Operations);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (IVariableDeclarationOperation declaration in group.Declarations)
                    ExecuteAll(declaration.Declarators);
                break;
            case IVariableDeclaratorOperation { Symbol.IsRef: false } declarator:
                if ((declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer)?.Value is { } initial && !declarator.Symbol.IsConst)
                    Bind(declarator.Symbol, Evaluate(initial));
                break;
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } returned }:
                _frame.Result = Evaluate(returned);
                break;
            case IConditionalOperation conditional:
                if (Decide(conditional) is { } branch)
                    Execute(branch);
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

    private void ExecuteAll(IEnumerable<IOperation> statements)
    {
        foreach (IOperation statement in statements)
        {
            if (_frame.Result is not null)
                return;
            Execute(statement);
        }
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
            default:
                throw expression is IInvalidOperation
                    ? new RefusedException(problem: null)
                    : Refuse(expression, Rules.Unsupported, "A call for its effect", "the generated code would not repeat it; a forward pass only computes values");
        }
    }

    // The branch to take where the condition is known at build time, such as a bool that a helper is called with.
    private IOperation? Decide(IConditionalOperation conditional)
        => Evaluate(conditional.Condition) is FlagArgument { Flag: var flag } ? (flag ? conditional.WhenTrue : conditional.WhenFalse) : throw Unsupported(conditional);

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
            case ITupleOperation tuple when value is TupleArgument items && items.Items.Count == tuple.Elements.Length:
                for (int i = 0; i < tuple.Elements.Length; i++)
                    Assign(tuple.Elements[i], Coerce(target, items.Items[i], tuple.Elements[i].Type));
                break;
            case IPropertyReferenceOperation { Property.IsIndexer: true }:
                throw Refuse(target, Rules.InPlace, "An assignment to an element", "compute a new tensor, for instance with Nn.Concat or Nn.Where");
            default:
                throw Refuse(target, Rules.Unsupported, $"An assignment to '{SourceLine.Of(target.Syntax)}'", "the generated code would not repeat it; assign to local variables only");
        }
    }

    private void Bind(ISymbol variable, Argument value)
    {
        _frame.Variables[variable] = value;
        if (value is ValueArgument graphValue)
            _builder.Name(graphValue.Value, variable.Name);
    }
}
