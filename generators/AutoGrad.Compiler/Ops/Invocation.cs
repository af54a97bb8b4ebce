using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>A call of an intrinsic: its arguments, read as what the rule needs.</summary>
public sealed class Invocation(GraphBuilder builder, IReadOnlyList<Argument> arguments)
{
    /// <summary>The graph that nodes are added to.</summary>
    public GraphBuilder Builder { get; } = builder;

    /// <summary>The number of arguments.</summary>
    public int Count => arguments.Count;

    /// <summary>A tensor or scalar; a constant becomes a scalar of the element type that the other arguments have.</summary>
    public Expr this[int index] => new(Builder, arguments[index] switch
    {
        ValueArgument value => value.Value,
        NumberArgument number => Builder.Constant(number.Number, Element),
        IndexArgument length => Builder.Dimension(length.Index, Element),
        _ => throw new ShapeException("a tensor or a number is expected", index),
    });

    /// <summary>The element type of the first floating-point argument; float where all are constants.</summary>
    public ElementType Element { get; } = Values(arguments).Select(v => builder.TypeOf(v).Element).Where(e => e is ElementType.F32 or ElementType.F64).Append(ElementType.F32).First();

    /// <summary>A constant number.</summary>
    public double Number(int index) => arguments[index] switch
    {
        NumberArgument number => number.Number,
        IndexArgument { Index.Constant: { } constant } => constant,
        _ => throw new ShapeException("a constant number is expected", index),
    };

    /// <summary>A length, an index or an offset.</summary>
    public Dim Index(int index) => arguments[index] is IndexArgument length ? length.Index : throw new ShapeException("an int is expected", index);

    /// <summary>A constant truth value.</summary>
    public bool Flag(int index) => arguments[index] is FlagArgument flag ? flag.Flag : throw new ShapeException("a constant true or false is expected", index);

    /// <summary>A truth value: a constant, or a value of the graph.</summary>
    public Expr Truth(int index) => arguments[index] is FlagArgument flag ? new(Builder, Builder.Constant(flag.Flag ? 1 : 0, ElementType.Bool)) : this[index];

    /// <summary>The lengths in a params list.</summary>
    public EquatableArray<Dim> Lengths(int index)
        => List(index).Select(a => a is IndexArgument length ? length.Index : throw new ShapeException("lengths must be ints", index)).ToEquatableArray();

    /// <summary>The tensors in a params list.</summary>
    public EquatableArray<Value> Tensors(int index)
        => List(index).Select(a => a is ValueArgument value ? value.Value : throw new ShapeException("tensors are expected", index)).ToEquatableArray();

    /// <summary>A constant axis of a tensor of that rank; negative ones count from the end.</summary>
    public int Axis(int index, int rank, Shape? shape = null)
    {
        long axis = Index(index).Constant ?? throw new ShapeException("an axis must be a constant", index, ShapeFault.Axis);
        return axis >= -rank && axis < rank
            ? (int)(axis < 0 ? axis + rank : axis)
            : throw new ShapeException(FormattableString.Invariant($"axis {axis} does not exist in {shape?.ToDisplayString() ?? $"a tensor of {rank} axes"}"), index, ShapeFault.Axis);
    }

    /// <summary>Two operands in their common shape.</summary>
    public (Expr X, Expr Y) Broadcast(int x, int y)
    {
        Shape shape = Broadcasting.Common(this[x].Type.Shape, this[y].Type.Shape);
        return (Broadcasting.To(this[x], shape), Broadcasting.To(this[y], shape));
    }

    private EquatableArray<Argument> List(int index) => arguments[index] is ListArgument list ? list.Items : throw new ShapeException("a list is expected", index);

    private static IEnumerable<Value> Values(IEnumerable<Argument> arguments)
        => arguments.SelectMany(a => a switch { ValueArgument v => [v.Value], ListArgument l => Values(l.Items), _ => Enumerable.Empty<Value>() });
}
