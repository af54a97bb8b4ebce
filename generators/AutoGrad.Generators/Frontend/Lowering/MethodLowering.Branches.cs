using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>
/// Branches and jumps. A jump sets its slot; what follows runs where no slot is set: in the branch that did not jump, or in a branch of a
/// choice on the slots. So no slot is set where a statement begins.
/// </content>
internal sealed partial class MethodLowering
{
    private void ExecuteAll(IReadOnlyList<IOperation> statements, int from = 0)
    {
        for (int i = from; i < statements.Count; i++)
        {
            int next = i + 1;
            bool isLast = next == statements.Count;
            if (!isLast && statements[i] is IConditionalOperation conditional && Jumps(conditional))
            {
                Branch(conditional, () => ExecuteAll(statements, next));
                return;
            }

            Execute(statements[i]);
            if (isLast || !MayContinue(statements[i], () => ExecuteAll(statements, next)))
                return;
        }
    }

    private void Branch(IConditionalOperation conditional, Action? rest)
    {
        Argument condition = Evaluate(conditional.Condition);
        Choose(conditional, condition, () => Execute(conditional.WhenTrue), conditional.WhenFalse is { } otherwise ? () => Execute(otherwise) : null, rest);
    }

    /// <summary>Runs one of two parts, then the rest where neither has jumped.</summary>
    private void Choose(IOperation at, Argument condition, Action then, Action? otherwise, Action? rest)
    {
        if (condition is FlagArgument { Flag: var flag })
        {
            (flag ? then : otherwise)?.Invoke();
            if (rest is not null && MayContinue(at, rest))
                rest();
            return;
        }

        Value value = ((ValueArgument)condition).Value;
        Region first = Open("then"), second = Open("else");
        Within(first, then);
        if (otherwise is not null)
            Within(second, otherwise);
        bool firstLeft = HasLeft(first), secondLeft = HasLeft(second);
        if (rest is not null && firstLeft != secondLeft)
        {
            Within(firstLeft ? second : first, () =>
            {
                if (MayContinue(at, rest))
                    rest();
            });
            rest = null;
        }

        Merge(at, value, first, second);
        if (rest is not null && MayContinue(at, rest))
            rest();
    }

    // Whether a jump has certainly happened in a region.
    private bool HasLeft(Region region) => _frame.Exits.Any(e => region.Current[_frame][e] is FlagArgument { Flag: true });

    /// <summary>
    /// Whether the next statement runs. Where that is known at run time only, <paramref name="rest"/> is run in a branch and the answer is no.
    /// </summary>
    private bool MayContinue(IOperation at, Action rest)
    {
        var open = _frame.Exits.Where(e => _frame.Variables[e] is not FlagArgument { Flag: false }).ToList();
        if (open.Count == 0)
            return true;
        if (open.Any(e => _frame.Variables[e] is FlagArgument))
            return false;
        Value[] flags = [.. open.Select(e => ((ValueArgument)Region.Resolve(_frame.Variables[e])).Value)];
        Value left = flags.Aggregate((a, b) => _builder.Add("or", [a, b]));
        Region exited = Open("exited"), remaining = Open("rest");
        if (open.Count == 1)
            Assume(exited, _frame, open[0], new FlagArgument(true));
        foreach (Slot exit in open)
            Assume(remaining, _frame, exit, new FlagArgument(false));
        Within(remaining, rest);
        Merge(at, left, exited, remaining);
        return false;
    }

    private static bool Jumps(IOperation statement) => statement.Descendants().Any(d => d is IReturnOperation or IBranchOperation);

    private Argument Conditional(IConditionalOperation conditional)
        => Choice(conditional, Evaluate(conditional.Condition), () => Evaluate(conditional.WhenTrue), () => Evaluate(conditional.WhenFalse!));

    // An expression whose operands are computed only where they are chosen.
    private Argument Choice(IOperation at, Argument condition, Func<Argument> then, Func<Argument> otherwise)
    {
        if (condition is FlagArgument { Flag: var flag })
            return flag ? then() : otherwise();
        var result = new Slot(GraphBuilder.ChoiceName, at.Type is { } type ? _frame.Resolve(type) : null);
        _frame.Variables[result] = UnsetArgument.Instance;
        Region first = Open("then"), second = Open("else");
        Within(first, () => _frame.Variables[result] = then());
        Within(second, () => _frame.Variables[result] = otherwise());
        Merge(at, ((ValueArgument)condition).Value, first, second);
        Argument value = _frame.Variables[result];
        _frame.Variables.Remove(result);
        return value;
    }

    // The second operand is computed in any case where that can do no harm.
    private Argument ShortCircuit(IOperation at, Argument left, bool isAnd, IOperation right)
    {
        Region region = Open("operand");
        Within(region, () => Evaluate(right));
        bool isSafe = !Changed(region).Any() && Enumerable.Range(0, region.Builder.Count).All(i => region.Builder[i].Regions.Count == 0 && region.Builder[i].Op is not ("row" or "remainder" or "divide"));
        if (!isSafe)
            return Choice(at, left, () => isAnd ? Evaluate(right) : new FlagArgument(true), () => isAnd ? new FlagArgument(false) : Evaluate(right));
        return OnTruths(at, isAnd ? BinaryOperatorKind.ConditionalAnd : BinaryOperatorKind.ConditionalOr, left, Evaluate(right));
    }
}
