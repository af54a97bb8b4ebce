using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Loops. Those whose iterations are known on entry are counted; all others run while a condition holds.</content>
internal sealed partial class MethodLowering
{
    private void Loop(ILoopOperation loop)
    {
        Slot broken = new("broken"), continued = new("continued");
        _frame.Variables[broken] = new FlagArgument(false);
        _frame.Variables[continued] = new FlagArgument(false);
        _frame.Labels[loop.ExitLabel] = broken;
        _frame.Labels[loop.ContinueLabel] = continued;
        _frame.Exits.AddRange([broken, continued]);
        switch (loop)
        {
            case IForLoopOperation counting:
                For(counting, broken, continued);
                break;
            case IForEachLoopOperation { IsAsynchronous: false } each:
                ForEach(each, broken, continued);
                break;
            case IWhileLoopOperation { Condition: { } condition, ConditionIsUntil: false } conditional:
                While(conditional, condition, broken, continued);
                break;
            default:
                throw Unsupported(loop);
        }

        _frame.Exits.Remove(broken);
        _frame.Exits.Remove(continued);
        _frame.Variables.Remove(broken);
        _frame.Variables.Remove(continued);
    }

    private void For(IForLoopOperation loop, Slot broken, Slot continued)
    {
        foreach (IOperation before in loop.Before)
            Execute(before);
        if (Counted(loop) is { } counted)
        {
            // Each iteration has a variable of its own.
            _frame.Variables.Remove(counted.Variable);
            Run(new Iteration(loop, broken, continued)
            {
                Count = counted.Count,
                IsReverse = counted.IsReverse,
                Name = counted.Variable.Name,
                Assigned = Assigned(loop.Body),
                Enter = index => _frame.Variables[counted.Variable] = counted.Value(index),
                Body = () => Execute(loop.Body),
            });
            return;
        }

        bool isOwn = loop.AtLoopBottom.SelectMany(Assigned).All(v => v is ILocalSymbol local && loop.Locals.Contains(local, SymbolEqualityComparer.Default));
        void Step()
        {
            foreach (IOperation step in loop.AtLoopBottom)
                Execute(step);
        }

        RunWhile(loop, loop.Condition, broken, continued, atBottom: false, Assigned([loop.Body, .. loop.AtLoopBottom]), () =>
        {
            Execute(loop.Body);
            _frame.Variables[continued] = new FlagArgument(false);
            // Its own variables are not seen any more after a jump out of the loop.
            if (isOwn || MayContinue(loop, Step))
                Step();
        });
    }

    private void While(IWhileLoopOperation loop, IOperation condition, Slot broken, Slot continued)
        => RunWhile(loop, condition, broken, continued, !loop.ConditionIsTop, Assigned(loop.Body), () =>
        {
            Execute(loop.Body);
            _frame.Variables[continued] = new FlagArgument(false);
        });

    // A condition that assigns, and one after the body, are evaluated in the body, which leaves the answer in a variable.
    private void RunWhile(ILoopOperation loop, IOperation? condition, Slot broken, Slot continued, bool atBottom, HashSet<object> assigned, Action body)
    {
        HashSet<object> byCondition = condition is null ? [] : Assigned(condition);
        if (!atBottom && byCondition.Count == 0)
        {
            Run(new Iteration(loop, broken, continued) { Assigned = assigned, Condition = () => condition is null ? new FlagArgument(true) : Evaluate(condition), Body = body });
            return;
        }

        var again = new Slot("again");
        _frame.Variables[again] = atBottom ? new FlagArgument(true) : Evaluate(condition!);
        assigned.UnionWith(byCondition);
        assigned.Add(again);
        Run(new Iteration(loop, broken, continued)
        {
            Assigned = assigned,
            Condition = () => Held(again),
            Body = () =>
            {
                body();
                void Decide() => _frame.Variables[again] = Evaluate(condition!);
                if (MayContinue(loop, Decide))
                    Decide();
            },
        });
        _frame.Variables.Remove(again);
    }

    private void ForEach(IForEachLoopOperation loop, Slot broken, Slot continued)
    {
        ISymbol variable = loop.LoopControlVariable is IVariableDeclaratorOperation { Symbol: { } local } ? local : throw Unsupported(loop);
        IOperation source = loop.Collection is IConversionOperation { OperatorMethod: null } conversion ? conversion.Operand : loop.Collection;
        bool isRange = source is IInvocationOperation { TargetMethod: { Name: "Range", ContainingType: { Name: "Enumerable", ContainingNamespace.Name: "Linq" } } };
        Argument[] range = isRange ? Arguments((IInvocationOperation)source) : [];
        Argument sequence = isRange ? range[1] : Evaluate(source);
        if (sequence is LayerArgument { IsStack: true } stack)
        {
            ForEachLayer(loop, stack, variable, broken, continued);
            return;
        }

        if (sequence is ListArgument list)
        {
            Slot items = Hold(list);
            Unroll(loop, items, 0, variable, continued);
            _frame.Variables.Remove(items);
            return;
        }

        Value? tensor = null;
        if (!isRange)
        {
            // The elements in row-major order, whatever the rank.
            var elements = new Expr(_builder, sequence is ValueArgument { Value: var value } && _builder.ShapeOf(value).Rank > 0 ? value : throw Unsupported(loop));
            tensor = elements.Reshape(new Shape([elements.Type.Shape.Count])).Value;
            sequence = new IndexArgument(elements.Type.Shape.Count);
        }

        Slot all = Hold(tensor is { } whole ? new ValueArgument(whole) : range[0]), position = new("position");
        void Bind(Argument index) => _frame.Variables[variable] = tensor is null
            ? Apply(loop, BinaryOperatorKind.Add, null, loop, Held(all), loop, index)
            : ScalarAt(loop, ((ValueArgument)Held(all)).Value, [index]);
        if (sequence is IndexArgument { Index: var count } && !LeavesEarly(loop))
        {
            Run(new Iteration(loop, broken, continued)
            {
                Count = Natural(count),
                Assigned = Assigned(loop.Body),
                Enter = index => Bind(new ValueArgument(index)),
                Body = () => Execute(loop.Body),
            });
        }
        else
        {
            _frame.Variables[position] = new IndexArgument(0);
            Slot length = new("length");
            _frame.Variables[length] = sequence;
            HashSet<object> assigned = Assigned(loop.Body);
            assigned.Add(position);
            Run(new Iteration(loop, broken, continued)
            {
                Assigned = assigned,
                Condition = () => OnIntegers(loop, BinaryOperatorKind.LessThan, Held(position), Held(length)),
                Body = () =>
                {
                    Argument index = Held(position);
                    Bind(index);
                    Execute(loop.Body);
                    _frame.Variables[continued] = new FlagArgument(false);
                    _frame.Variables[position] = OnIntegers(loop, BinaryOperatorKind.Add, index, new IndexArgument(1));
                },
            });
            _frame.Variables.Remove(length);
        }

        foreach (object temporary in new object[] { all, position })
            _frame.Variables.Remove(temporary);
    }

    // Lists are known, so their iterations are written one after the other.
    private void Unroll(IForEachLoopOperation loop, Slot items, int index, ISymbol variable, Slot continued)
    {
        var list = (ListArgument)Held(items);
        if (index == list.Items.Count)
            return;
        Bind(variable, list.Items[index]);
        Execute(loop.Body);
        _frame.Variables[continued] = new FlagArgument(false);
        if (MayContinue(loop, () => Unroll(loop, items, index + 1, variable, continued)))
            Unroll(loop, items, index + 1, variable, continued);
    }

    private static bool LeavesEarly(ILoopOperation loop)
        => loop.Body.Descendants().Any(d => d is IReturnOperation || (d is IBranchOperation { BranchKind: BranchKind.Break } jump && SymbolEqualityComparer.Default.Equals(jump.Target, loop.ExitLabel)));

    /// <summary>
    /// A loop over an int from a known start to a known limit in steps of one, which its body neither assigns nor leaves early: its variable,
    /// the number of iterations, whether their index runs down, and the variable's value in each.
    /// </summary>
    private (ISymbol Variable, Dim Count, bool IsReverse, Func<Value, Argument> Value)? Counted(IForLoopOperation loop)
    {
        if (loop is not { Condition: IBinaryOperation { OperatorMethod: null } test, AtLoopBottom: [IExpressionStatementOperation { Operation: var step }] }
            || Peel(test.LeftOperand) is not ILocalReferenceOperation { Local: var variable } || !loop.Locals.Contains(variable, SymbolEqualityComparer.Default) || loop.Locals.Length != 1
            || Direction(step, variable) is not { } direction || LeavesEarly(loop))
            return null;
        HashSet<object> assigned = Assigned(loop.Body);
        bool isSteady = !assigned.Contains(variable) && !test.RightOperand.DescendantsAndSelf().Any(d => Variable(d) is { } v && (assigned.Contains(v) || SymbolEqualityComparer.Default.Equals(v, variable)))
            && !test.RightOperand.DescendantsAndSelf().Any(d => d is IInvocationOperation or IAssignmentOperation or IIncrementOrDecrementOperation);
        if (!isSteady || _frame.Variables[variable] is not IndexArgument { Index: var start } || Evaluate(test.RightOperand) is not IndexArgument { Index: var limit })
            return null;
        Dim? count = (direction, test.OperatorKind) switch
        {
            (1, BinaryOperatorKind.LessThan) => limit - start,
            (1, BinaryOperatorKind.LessThanOrEqual) => limit - start + 1,
            (-1, BinaryOperatorKind.GreaterThan) => start - limit,
            (-1, BinaryOperatorKind.GreaterThanOrEqual) => start - limit + 1,
            _ => null,
        };
        if (count is null)
            return null;
        // Where it runs down to a known value, the index can be counted down with it, so that rows are rows.
        bool isReverse = direction < 0 && _arithmetic.IsNatural(count);
        return isReverse ? (variable, count, true, index => Counter(index, start - count + 1, 1)) : (variable, Natural(count), false, index => Counter(index, start, direction));
    }

    private ValueArgument Counter(Value index, Dim start, int direction)
    {
        if (direction < 0)
            return new(_builder.Add("subtract", [_builder.Dimension(start, ElementType.I32), index]));
        return new(start.Is(0) ? index : _builder.Add("add", [_builder.Dimension(start, ElementType.I32), index]));
    }

    // A number of iterations is never negative.
    private Dim Natural(Dim count) => count.Constant is { } constant ? Math.Max(constant, 0) : _arithmetic.IsNatural(count) ? count : Dim.Max(count, 0);

    private static int? Direction(IOperation step, ISymbol variable) => step switch
    {
        IIncrementOrDecrementOperation { OperatorMethod: null } increment when SymbolEqualityComparer.Default.Equals(Variable(increment.Target), variable) => increment.Kind == OperationKind.Increment ? 1 : -1,
        ICompoundAssignmentOperation { OperatorMethod: null, Value.ConstantValue: { HasValue: true, Value: 1 } } compound when SymbolEqualityComparer.Default.Equals(Variable(compound.Target), variable)
            => compound.OperatorKind switch { BinaryOperatorKind.Add => 1, BinaryOperatorKind.Subtract => -1, _ => null },
        _ => null,
    };

    private static IOperation Peel(IOperation operation) => operation is IConversionOperation { OperatorMethod: null } conversion ? Peel(conversion.Operand) : operation;

    private static ISymbol? Variable(IOperation reference) => reference switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    private HashSet<object> Assigned(IOperation part) => Assigned([part]);

    // The variables that statements assign, those that local functions and lambdas assign for them included.
    private HashSet<object> Assigned(IEnumerable<IOperation> parts)
    {
        HashSet<object> assigned = [];
        HashSet<ISymbol> seen = new(SymbolEqualityComparer.Default);
        var queue = new Stack<IOperation>(parts);
        while (queue.Count > 0)
        {
            foreach (IOperation operation in queue.Pop().DescendantsAndSelf())
            {
                IOperation? target = operation switch
                {
                    IAssignmentOperation assignment => assignment.Target,
                    IIncrementOrDecrementOperation step => step.Target,
                    _ => null,
                };
                // An element of an array of tensors is no variable: see the arrays that loops fill.
                foreach (IOperation reference in target is IArrayElementReferenceOperation ? [] : target?.DescendantsAndSelf() ?? [])
                {
                    if (Variable(reference) is { } variable)
                        assigned.Add(variable);
                }

                if (operation is IInvocationOperation { TargetMethod: { MethodKind: Microsoft.CodeAnalysis.MethodKind.LocalFunction } function } && seen.Add(function.OriginalDefinition) && _bodies.Find(function.OriginalDefinition) is { } body)
                    queue.Push(body);
            }
        }

        return assigned;
    }
}
