using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Switches and patterns of constants, as chains of choices.</content>
internal sealed partial class MethodLowering
{
    private void Switch(ISwitchOperation choice)
    {
        Slot value = Hold(Evaluate(choice.Value));
        var broken = new Slot("switched");
        _frame.Variables[broken] = new FlagArgument(false);
        _frame.Labels[choice.ExitLabel] = broken;
        _frame.Exits.Add(broken);
        ISwitchCaseOperation[] cases = [.. choice.Cases.OrderBy(c => c.Clauses.Any(k => k is IDefaultCaseClauseOperation) ? 1 : 0)];
        ExecuteCase(cases, 0, value);
        _frame.Exits.Remove(broken);
        _frame.Variables.Remove(broken);
        _frame.Variables.Remove(value);
    }

    // A value that is read in regions to come.
    private Slot Hold(Argument value)
    {
        var slot = new Slot("held");
        _frame.Variables[slot] = value;
        return slot;
    }

    private Argument Held(Slot slot) => Region.Resolve(_frame.Variables[slot]);

    private void ExecuteCase(ISwitchCaseOperation[] cases, int index, Slot value)
    {
        if (index == cases.Length)
            return;
        Argument matches = cases[index].Clauses.Select(c => Matches(c, Held(value))).Aggregate((a, b) => OnTruths(cases[index], BinaryOperatorKind.Or, a, b));
        Choose(cases[index], matches, () => ExecuteAll(cases[index].Body), () => ExecuteCase(cases, index + 1, value), rest: null);
    }

    private Argument Matches(ICaseClauseOperation clause, Argument value) => clause switch
    {
        IDefaultCaseClauseOperation => new FlagArgument(true),
        ISingleValueCaseClauseOperation single => AreEqual(clause, value, Evaluate(single.Value)),
        IPatternCaseClauseOperation { Guard: null } pattern => Matches(clause, value, pattern.Pattern),
        IPatternCaseClauseOperation { Guard: { } guard } pattern => AndAlso(clause, Matches(clause, value, pattern.Pattern), guard),
        _ => throw Unsupported(clause),
    };

    private Argument Switch(ISwitchExpressionOperation choice)
    {
        Slot value = Hold(Evaluate(choice.Value));
        Argument result = Arm(choice, 0, value);
        _frame.Variables.Remove(value);
        return result;
    }

    private Argument Arm(ISwitchExpressionOperation choice, int index, Slot value)
    {
        if (index == choice.Arms.Length)
            throw Refuse(choice, Rules.Unsupported, "A switch that may throw", "add an arm '_ =>' for all other values");
        ISwitchExpressionArmOperation arm = choice.Arms[index];
        Argument matches = Matches(arm, Held(value), arm.Pattern);
        if (arm.Guard is { } guard)
            matches = AndAlso(arm, matches, guard);
        // Where the arms before match all other values, such as false before true, the last one needs no test.
        if (choice.IsExhaustive && index == choice.Arms.Length - 1 && arm.Guard is null)
            return Evaluate(arm.Value);
        return Choice(choice, matches, () => Evaluate(arm.Value), () => Arm(choice, index + 1, value));
    }

    private Argument Matches(IOperation at, Argument value, IPatternOperation pattern) => pattern switch
    {
        IDiscardPatternOperation => new FlagArgument(true),
        IConstantPatternOperation constant => AreEqual(at, value, Evaluate(constant.Value)),
        IRelationalPatternOperation relation => Apply(at, relation.OperatorKind, null, relation.Value, value, relation.Value, Evaluate(relation.Value)),
        INegatedPatternOperation negated => Matches(at, value, negated.Pattern) is var inner && inner is FlagArgument flag ? new FlagArgument(!flag.Flag) : Not(inner),
        IBinaryPatternOperation binary => OnTruths(at, binary.OperatorKind, Matches(at, value, binary.LeftPattern), Matches(at, value, binary.RightPattern)),
        IDeclarationPatternOperation { MatchesNull: true } or IDeclarationPatternOperation { MatchedType.IsValueType: true } => Named(value, ((IDeclarationPatternOperation)pattern).DeclaredSymbol),
        IRecursivePatternOperation { PropertySubpatterns.Length: 0, DeconstructionSubpatterns: { Length: > 0 } parts } recursive when value is TupleArgument tuple && tuple.Items.Count == parts.Length
            => parts.Select((part, i) => Matches(at, tuple.Items[i], part)).Aggregate((Argument)Named(value, recursive.DeclaredSymbol), (a, b) => OnTruths(at, BinaryOperatorKind.And, a, b)),
        _ => throw Refuse(pattern, Rules.Unsupported, "This pattern", "patterns of constants, comparisons and tuples of them are supported"),
    };

    // A pattern that matches whatever the value is, and gives it a name.
    private FlagArgument Named(Argument value, ISymbol? name)
    {
        if (name is not null)
            Bind(name, value);
        return new FlagArgument(true);
    }

    private Argument AndAlso(IOperation at, Argument matches, IOperation guard)
        => matches is FlagArgument { Flag: var flag } ? flag ? Evaluate(guard) : matches : ShortCircuit(at, matches, isAnd: true, guard);

    private Argument AreEqual(IOperation at, Argument value, Argument constant)
        => Apply(at, BinaryOperatorKind.Equals, null, at, value, at, constant);
}
