using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>A loop as it is lowered: what an iteration does, and either how often or as long as what.</summary>
internal sealed record Iteration(ILoopOperation At, Slot Broken, Slot Continued)
{
    /// <summary>The number of iterations, or null where <see cref="Condition"/> decides.</summary>
    public Dim? Count { get; init; }

    /// <summary>Whether the index runs down to 0.</summary>
    public bool IsReverse { get; init; }

    /// <summary>The name of the index.</summary>
    public string Name { get; init; } = "i";

    public Func<Argument>? Condition { get; init; }

    /// <summary>Whether this goes through layers, not through time.</summary>
    public bool IsOverLayers { get; init; }

    /// <summary>Binds what depends on the index of a counted loop.</summary>
    public Action<Value>? Enter { get; init; }

    public required Action Body { get; init; }

    /// <summary>Variables that the body assigns, as far as its syntax tells.</summary>
    public required HashSet<object> Assigned { get; init; }
}

/// <summary>One value that a loop carries from iteration to iteration: a variable, or a part of one that is a tuple.</summary>
internal sealed class Carried(string name, TensorType type, Value start)
{
    public string Name { get; } = name;

    public TensorType Type { get; } = type;

    /// <summary>Its value before the loop.</summary>
    public Value Start { get; } = start;

    /// <summary>The input of the body.</summary>
    public Value Input { get; set; }

    /// <summary>The value after an iteration.</summary>
    public Value Next { get; set; }

    /// <summary>The method whose variable it is.</summary>
    public Frame? Frame { get; init; }

    /// <summary>The variable.</summary>
    public object? Variable { get; init; }
}

/// <content>The body of a loop as a region, and the loop as a node.</content>
internal sealed partial class MethodLowering
{
    private void Run(Iteration loop)
    {
        var known = new HashSet<(Frame, object)>();
        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
            known.UnionWith(loop.Assigned.Where(v => frame.Variables.TryGetValue(v, out Argument? value) && value is not UnsetArgument).Select(v => (frame, v)));
        int positions = _positions.Count;
        // A variable that turns out to be assigned all the same, in a lambda, is carried at the next attempt.
        while (Attempt(loop, known) is { } more)
        {
            known.UnionWith(more);
            _positions.RemoveRange(positions, _positions.Count - positions);
        }
    }

    // Lowers the loop; gives the variables that would have had to be carried, or null.
    private HashSet<(Frame, object)>? Attempt(Iteration loop, HashSet<(Frame Frame, object Variable)> known)
    {
        var carried = new List<Carried>();
        var variables = new List<(Frame Frame, object Variable, Argument Shape)>();
        Region body = Open("body");
        if (loop.Count is { } count)
            body.Loop = (body.Builder.Input(loop.Name, new TensorType(ElementType.I32, Shape.Scalar)), count);
        foreach ((Frame frame, object variable) in known)
        {
            int first = carried.Count;
            Argument start = Region.Resolve(frame.Variables[variable]);
            AddCarried(loop.At, NameOf(variable), (frame, variable), TypeOf(frame, variable), start, carried);
            foreach (Carried value in carried.Skip(first))
            {
                value.Input = body.Builder.Input(value.Name, value.Type);
                if (start is ValueArgument && IsOwned(frame, variable, value.Start))
                    body.Owned.Add(value.Input);
            }

            variables.Add((frame, variable, start));
            Assume(body, frame, variable, Rebuild(start, carried.Skip(first).Select(c => c.Input).GetEnumerator()));
        }

        _depth += loop.IsOverLayers ? 0 : 1;
        Within(body, () =>
        {
            if (loop.Enter is { } enter)
                enter(body.Loop!.Value.Index);
            loop.Body();
        });
        _depth -= loop.IsOverLayers ? 0 : 1;

        Dictionary<Frame, Dictionary<object, Argument>> after = body.Current;
        var late = new List<(Frame Frame, object Variable, Carried Value)>();
        var more = new HashSet<(Frame, object)>();
        foreach ((Frame frame, object variable) in Changed(body))
        {
            bool isExit = variable is Slot slot && frame.Exits.Contains(slot);
            if (known.Contains((frame, variable)) || variable == loop.Continued || (isExit && after[frame][variable] is FlagArgument { Flag: false }))
                continue;
            if (!isExit && body.Entry[frame][variable] is not UnsetArgument)
                more.Add((frame, variable));
            else
                AddLate(loop, body, frame, variable, late);
        }

        if (more.Count > 0)
            return more;
        int position = 0;
        foreach ((Frame frame, object variable, Argument _) in variables)
            position = SetNext(loop.At, body, Region.Resolve(after[frame][variable]), carried, position, NameOf(variable));
        carried.AddRange(late.Select(l => l.Value));
        CheckOwned(body, carried);
        // A loop that is known never to run leaves everything as it was.
        if ((loop.Count is null ? AddWhile(loop, body, carried, variables, late) : AddLoop(loop, body, carried)) is not { } node)
            return null;
        position = 0;
        foreach ((Frame frame, object variable, Argument shape) in variables)
        {
            Value[] results = [.. Enumerable.Range(position, CountOf(shape)).Select(r => node with { Result = r })];
            position += results.Length;
            frame.Variables[variable] = Rebuild(shape, ((IEnumerable<Value>)results).GetEnumerator());
        }

        foreach ((Frame frame, object variable, Carried _) in late)
        {
            if (variable != loop.Broken)
                frame.Variables[variable] = new ValueArgument(node with { Result = position });
            position++;
        }

        for (int s = 0; s < body.Stacks.Count; s++)
            body.Stacks[s].Frame.Variables[body.Stacks[s].Array] = new ArrayArgument(loop.Count!, node with { Result = carried.Count + s });
        return null;
    }

    // A variable that has no value before the loop, or a jump: what it is before does not matter, but after the loop it does.
    private void AddLate(Iteration loop, Region body, Frame frame, object variable, List<(Frame Frame, object Variable, Carried Value)> late)
    {
        Argument value = Region.Resolve(body.Current[frame][variable]);
        if (value is FunctionValue or ListArgument or TupleArgument or UnsetArgument)
        {
            if (value is UnsetArgument)
                return;
            throw Refuse(loop.At, Rules.Unsupported, $"'{NameOf(variable)}'", "it has no value before the loop: give it one");
        }

        TensorType type = value is ValueArgument graphValue ? body.Builder.TypeOf(graphValue.Value) : ScalarType(loop.At, NameOf(variable), TypeOf(frame, variable), value);
        Argument start = frame.Variables[variable] is FlagArgument flag ? flag : UnsetArgument.Instance;
        var carried = new Carried(NameOf(variable), type, Lift(_builder, start, type))
        {
            Input = body.Builder.Input(NameOf(variable), type),
            Next = Lift(body.Builder, value, type),
            Frame = frame,
            Variable = variable,
        };
        late.Add((frame, variable, carried));
    }

    // How many steps gradients flow back through a loop over time that is opened here: the nearest method decides, for its outermost loops.
    private int? Steps()
    {
        Frame? frame = _frame;
        while (frame is not null && frame.Steps is null)
            frame = frame.Caller;
        return frame?.Depth == _depth ? frame.Steps : null;
    }

    private Value AddLoop(Iteration loop, Region body, List<Carried> carried)
    {
        GraphOutput[] outputs = [.. carried.Select(c => new GraphOutput(c.Name, c.Next)), .. body.Stacks.Select(s => new GraphOutput(s.Array.Name, s.Row))];
        Value[] needed = [.. outputs.Select(o => o.Value)];
        Value[] captured = [.. body.Captured(needed)];
        KeyValuePair<Value, Value>[] rows = [.. body.Rows.Where(r => body.IsLive(r.Value, needed))];
        if (outputs.Length == 0)
            return default;
        Graph region = body.Finish([body.Loop!.Value.Index, .. captured.Select(body.Capture), .. carried.Select(c => c.Input), .. rows.Select(r => r.Value)], outputs);
        NodeAttribute[] attributes =
        [
            NodeAttribute.Dims("count", [body.Loop!.Value.Count]),
            NodeAttribute.Integers("captured", [captured.Length]),
            NodeAttribute.Integers("carried", [carried.Count]),
            .. loop.IsReverse ? [NodeAttribute.Flag("reverse")] : Array.Empty<NodeAttribute>(),
            .. loop.IsOverLayers ? [Truncation.OverLayers] : Steps() is { } steps ? [Truncation.After(steps)] : Array.Empty<NodeAttribute>(),
        ];
        return _builder.Add(new Node(
            "loop",
            [.. captured, .. carried.Select(c => c.Start), .. rows.Select(r => r.Key)],
            attributes.ToEquatableArray(),
            [region],
            [],
            Origin.None));
    }

    private Value? AddWhile(
        Iteration loop, Region body, List<Carried> carried, List<(Frame Frame, object Variable, Argument Shape)> variables, List<(Frame Frame, object Variable, Carried Value)> late)
    {
        if (Steps() is not null)
            throw Refuse(loop.At.Syntax.GetFirstToken().GetLocation(), Rules.Unsupported, "This loop", "the number of its steps is not known on entry, which [TruncatedBackprop] needs");
        Region condition = Open("condition");
        Value[] inputs = [.. carried.Select(c => condition.Builder.Input(c.Name, c.Type))];
        IEnumerator<Value> next = ((IEnumerable<Value>)inputs).GetEnumerator();
        foreach ((Frame frame, object variable, Argument shape) in variables)
            Assume(condition, frame, variable, Rebuild(shape, next));
        Argument holds = new FlagArgument(true);
        Within(condition, () =>
        {
            holds = loop.Condition!();
            for (int i = 0; i < late.Count; i++)
            {
                if (late[i].Variable is Slot slot && late[i].Frame.Exits.Contains(slot))
                    holds = OnTruths(loop.At, BinaryOperatorKind.And, holds, Not(new ValueArgument(inputs[carried.Count - late.Count + i])));
            }
        });
        if (holds is FlagArgument { Flag: false })
            return null;
        if (holds is FlagArgument)
            throw Refuse(loop.At.Syntax.GetFirstToken().GetLocation(), Rules.Unsupported, "This loop", "it has no end");
        Value test = Lift(condition.Builder, holds, new TensorType(ElementType.Bool, Shape.Scalar));
        Value[] captured = [.. condition.Captured([test]).Concat(body.Captured(carried.Select(c => c.Next))).Distinct()];
        Graph first = condition.Finish([.. captured.Select(condition.Capture), .. inputs], [new GraphOutput("holds", test)]);
        Graph second = body.Finish([.. captured.Select(body.Capture), .. carried.Select(c => c.Input)], [.. carried.Select(c => new GraphOutput(c.Name, c.Next))]);
        return _builder.Add(new Node(
            "while",
            [.. captured, .. carried.Select(c => c.Start)],
            [NodeAttribute.Integers("captured", [captured.Length]), NodeAttribute.Text("symbol", FormattableString.Invariant($"loopCount{++_whileCount}"))],
            [first, second],
            [],
            Origin.None));
    }

    private void AddCarried(IOperation at, string name, (Frame Frame, object Variable) owner, ITypeSymbol? type, Argument start, List<Carried> carried)
    {
        if (start is TupleArgument tuple)
        {
            for (int i = 0; i < tuple.Items.Count; i++)
                AddCarried(at, name, owner, ItemType(type, i), tuple.Items[i], carried);
            return;
        }

        TensorType carriedType = start is ValueArgument value ? _builder.TypeOf(value.Value) : ScalarType(at, name, type, start);
        carried.Add(new Carried(name, carriedType, Lift(_builder, start, carriedType)) { Frame = owner.Frame, Variable = owner.Variable });
    }

    private static int SetNext(IOperation at, Region body, Argument next, List<Carried> carried, int position, string name)
    {
        if (next is TupleArgument tuple)
        {
            foreach (Argument item in tuple.Items)
                position = SetNext(at, body, item, carried, position, name);
            return position;
        }

        Carried value = carried[position];
        if (next is ValueArgument graphValue && body.Builder.TypeOf(graphValue.Value) is var type && type != value.Type)
        {
            Location loop = at.Syntax is StatementSyntax statement ? statement.GetFirstToken().GetLocation() : at.Syntax.GetLocation();
            throw new RefusedException(new Problem(Rules.ShapeMismatch, loop, $"'{name}' has shape {value.Type.Shape.ToDisplayString()} before the loop and {type.Shape.ToDisplayString()} after an iteration")
            {
                Declaration = (value.Variable as ISymbol)?.Location(),
            });
        }

        value.Next = Lift(body.Builder, next, value.Type);
        return position + 1;
    }

    private static int CountOf(Argument shape) => shape is TupleArgument tuple ? tuple.Items.Sum(CountOf) : 1;

    private static Argument Rebuild(Argument shape, IEnumerator<Value> values)
    {
        if (shape is TupleArgument tuple)
            return new TupleArgument(tuple.Items.ToList().ConvertAll(i => Rebuild(i, values)).ToEquatableArray());
        values.MoveNext();
        return new ValueArgument(values.Current);
    }
}
