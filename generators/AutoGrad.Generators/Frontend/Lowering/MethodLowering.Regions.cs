using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <content>Regions: entered, left, and merged where two ways meet.</content>
internal sealed partial class MethodLowering
{
    private Region Open(string name)
    {
        var region = new Region(name, _region);
        for (Frame? frame = _frame; frame is not null; frame = frame.Caller)
        {
            var entry = frame.Variables.ToDictionary(v => v.Key, v => IsConstant(v.Value) ? v.Value : new OuterArgument(v.Value, region));
            region.Entry[frame] = entry;
            region.Current[frame] = new Dictionary<object, Argument>(entry);
        }

        return region;
    }

    // Runs a part of the lowering in a region; a region may be entered several times.
    private void Within(Region region, Action action)
    {
        Region around = _region;
        _region = region;
        foreach (Frame frame in region.Entry.Keys)
        {
            region.Around[frame] = frame.Variables;
            frame.Variables = region.Current[frame];
        }

        action();
        foreach (Frame frame in region.Entry.Keys)
        {
            region.Current[frame] = frame.Variables;
            frame.Variables = region.Around[frame];
        }

        _region = around;
    }

    // Says in a region what is known there of a variable, which is no change of it.
    private static void Assume(Region region, Frame frame, object variable, Argument value)
    {
        region.Entry[frame][variable] = value;
        region.Current[frame][variable] = value;
    }

    private static bool IsConstant(Argument argument) => argument is NumberArgument or IndexArgument or FlagArgument or FunctionValue or UnsetArgument or ArrayArgument { Rows: null };

    private static IEnumerable<(Frame Frame, object Variable)> Changed(Region region)
        => region.Entry.SelectMany(frame => frame.Value.Where(v => !ReferenceEquals(v.Value, region.Current[frame.Key][v.Key])).Select(v => (frame.Key, v.Key)));

    /// <summary>Where two ways meet: variables that differ become results of a choice.</summary>
    private void Merge(IOperation at, Value condition, Region then, Region otherwise)
    {
        var outputs = new List<(string Name, Value Then, Value Otherwise)>();
        var pending = new List<(Frame Frame, object Variable, Func<Value, Argument> Result)>();
        var origin = new Origin(null, SourceLine.Of(at.Syntax), -1);
        foreach ((Frame frame, object variable) in Changed(then).Concat(Changed(otherwise)).Distinct())
        {
            Argument a = Region.Resolve(then.Current[frame][variable]), b = Region.Resolve(otherwise.Current[frame][variable]);
            pending.Add((frame, variable, Meet(at, condition, then, otherwise, NameOf(variable), TypeOf(frame, variable), a, b, outputs)));
        }

        var node = default(Value);
        if (outputs.Count > 0)
        {
            Value[] captured = [.. then.Captured(outputs.Select(o => o.Then)).Concat(otherwise.Captured(outputs.Select(o => o.Otherwise))).Distinct()];
            Graph first = then.Finish([.. captured.Select(then.Capture)], [.. outputs.Select(o => new GraphOutput(o.Name, o.Then))]);
            Graph second = otherwise.Finish([.. captured.Select(otherwise.Capture)], [.. outputs.Select(o => new GraphOutput(o.Name, o.Otherwise))]);
            _builder.Origin = Origin.None;
            node = _builder.Add(new Node("cond", [condition, .. captured], [], [first, second], [], origin with { Source = null }));
        }

        foreach ((Frame frame, object variable, Func<Value, Argument> result) in pending)
            frame.Variables[variable] = result(node);
    }

    private Func<Value, Argument> Meet(
        IOperation at, Value condition, Region then, Region otherwise, string name, ITypeSymbol? type, Argument a, Argument b, List<(string Name, Value Then, Value Otherwise)> outputs)
    {
        if (a.Equals(b) && IsConstant(a))
            return _ => a;
        if (a is TupleArgument x && b is TupleArgument y && x.Items.Count == y.Items.Count)
        {
            Func<Value, Argument>[] items = [.. x.Items.Select((item, i) => Meet(at, condition, then, otherwise, name, ItemType(type, i), item, y.Items[i], outputs))];
            return node => new TupleArgument(items.Select(item => item(node)).ToEquatableArray());
        }

        if (a is FlagArgument first && b is FlagArgument)
            return _ => first.Flag ? new ValueArgument(condition) : Not(new ValueArgument(condition));
        TensorType common = CommonType(at, name, type, (then.Builder, a), (otherwise.Builder, b));
        if (common.IsScalar && Simple(then, a, common) is { } v && Simple(otherwise, b, common) is { } w)
            return _ => Select(condition, v, w, common);
        outputs.Add((name, Lift(then.Builder, a, common), Lift(otherwise.Builder, b, common)));
        int result = outputs.Count - 1;
        return node => new ValueArgument(node with { Result = result });
    }

    // What needs no computation in the branch can be chosen without one.
    private ValueArgument? Simple(Region region, Argument argument, TensorType type) => argument switch
    {
        ValueArgument value => region.OuterOf(value.Value) is { } outer ? new ValueArgument(outer) : null,
        _ => new ValueArgument(Lift(_builder, argument, type)),
    };

    private ValueArgument Select(Value condition, ValueArgument a, ValueArgument b, TensorType type)
    {
        if (a.Value == b.Value)
            return a;
        if (type.Element != ElementType.Bool)
            return new ValueArgument(_builder.Add("select", [condition, a.Value, b.Value]));
        Value first = _builder.Add("and", [condition, a.Value]), second = _builder.Add("and", [Not(new ValueArgument(condition)).Value, b.Value]);
        return new ValueArgument(_builder.Add("or", [first, second]));
    }

    private static TensorType CommonType(IOperation at, string name, ITypeSymbol? type, (GraphBuilder Builder, Argument Value) a, (GraphBuilder Builder, Argument Value) b)
    {
        if (a.Value is ValueArgument x && b.Value is ValueArgument y)
        {
            TensorType first = a.Builder.TypeOf(x.Value), second = b.Builder.TypeOf(y.Value);
            return first == second ? first : throw Refuse(at, Rules.ShapeMismatch, $"'{Said(at, name)}' has shape {first.Shape.ToDisplayString()} on one way and {second.Shape.ToDisplayString()} on the other");
        }

        return a.Value is ValueArgument u ? a.Builder.TypeOf(u.Value) : b.Value is ValueArgument v ? b.Builder.TypeOf(v.Value) : ScalarType(at, name, type, a.Value is UnsetArgument ? b.Value : a.Value);
    }

    private static TensorType ScalarType(IOperation at, string name, ITypeSymbol? type, Argument value)
    {
        ElementType? element = value switch
        {
            NumberArgument => type?.Element() is ElementType.F32 or ElementType.F64 ? type.Element() : null,
            IndexArgument => ElementType.I32,
            FlagArgument => ElementType.Bool,
            _ => null,
        };
        return element is { } known ? new TensorType(known, Shape.Scalar) : throw Refuse(at, Rules.Unsupported, $"'{Said(at, name)}'", "its value differs between the ways that lead here: only numbers, truth values, tensors and tuples of them can");
    }

    // What the user calls a value: a choice has no name, and is its expression.
    private static string Said(IOperation at, string name) => name == GraphBuilder.ChoiceName ? SourceLine.Of(at.Syntax) : name;

    private static Value Lift(GraphBuilder builder, Argument argument, TensorType type) => argument switch
    {
        ValueArgument value => value.Value,
        NumberArgument number => builder.Constant(number.Number, type.Element),
        IndexArgument index => builder.Dimension(index.Index, type.Element),
        FlagArgument flag => builder.Constant(flag.Flag ? 1 : 0, type.Element),
        _ => new Expr(builder, builder.Constant(0, type.Element)).BroadcastTo(type.Shape, []).Value,
    };

    private static string NameOf(object variable) => variable is ISymbol symbol ? symbol.Name : ((Slot)variable).Name;

    private static ITypeSymbol? TypeOf(Frame frame, object variable) => (variable switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        Slot slot when slot == frame.ResultSlot => frame.Method.ReturnType,
        Slot slot => slot.Type,
        _ => null,
    }) is { } type ? frame.Resolve(type) : null;

    private ITypeSymbol? ItemType(ITypeSymbol? tuple, int index)
        => tuple is INamedTypeSymbol { IsTupleType: true } named && index < named.TupleElements.Length ? _frame.Resolve(named.TupleElements[index].Type) : null;
}
