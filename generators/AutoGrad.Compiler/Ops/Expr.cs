using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>A value of a graph under construction, with operators that add nodes: the vocabulary of derivative rules.</summary>
public readonly struct Expr(GraphBuilder builder, Value value)
{
    /// <summary>The value.</summary>
    public Value Value { get; } = value;

    /// <summary>The graph it is a value of.</summary>
    public GraphBuilder Builder { get; } = builder;

    /// <summary>The type.</summary>
    public TensorType Type => Builder.TypeOf(Value);

    /// <summary>Applies an element-wise operation.</summary>
    public Expr Apply(string op) => new(Builder, Builder.Add(op, [Value]));

    /// <summary>Applies an element-wise operation to two values of one shape.</summary>
    public Expr Apply(string op, Expr other) => new(Builder, Builder.Add(op, [Value, other.Value]));

    /// <summary>The number, in this value's shape and element type.</summary>
    public Expr Number(double number) => new Expr(Builder, Builder.Constant(number, ElementOf())).BroadcastTo(Type.Shape, []);

    /// <summary>This value where the condition (of the same shape) holds, else the other.</summary>
    public static Expr Where(Expr condition, Expr x, Expr y) => new(x.Builder, x.Builder.Add("select", [condition.Value, x.Value, y.Value]));

    /// <summary>This value with its axes placed at <paramref name="axes"/> of a larger shape, repeated along the others.</summary>
    public Expr BroadcastTo(Shape shape, IEnumerable<long> axes)
        => shape == Type.Shape ? this : new(Builder, Builder.Add("broadcast", [Value], NodeAttribute.Integers("axes", axes), NodeAttribute.Dims("lengths", shape.Dims)));

    /// <summary>The inverse of a sum over <paramref name="axes"/>: repeated along them.</summary>
    public Expr RepeatAlong(Shape shape, EquatableArray<long> axes)
        => BroadcastTo(shape, Enumerable.Range(0, shape.Rank).Select(i => (long)i).Except(axes));

    /// <summary>The sum over axes, which disappear.</summary>
    public Expr Sum(IEnumerable<long> axes) => Reduce("reduce_sum", axes);

    /// <summary>A reduction over axes, which disappear; over no axes the value itself.</summary>
    public Expr Reduce(string op, IEnumerable<long> axes)
    {
        long[] over = [.. axes];
        return over.Length == 0 ? this : new(Builder, Builder.Add(op, [Value], NodeAttribute.Integers("axes", over)));
    }

    /// <summary>The same elements in another shape.</summary>
    public Expr Reshape(Shape shape)
        => shape == Type.Shape ? this : new(Builder, Builder.Add("reshape", [Value], NodeAttribute.Dims("lengths", shape.Dims)));

    /// <summary>All axes.</summary>
    public EquatableArray<long> AllAxes => Enumerable.Range(0, Type.Shape.Rank).Select(i => (long)i).ToEquatableArray();

    /// <summary>Sum.</summary>
    public static Expr operator +(Expr x, Expr y) => x.Apply("add", y);

    /// <summary>Difference.</summary>
    public static Expr operator -(Expr x, Expr y) => x.Apply("subtract", y);

    /// <summary>Product of elements.</summary>
    public static Expr operator *(Expr x, Expr y) => x.Apply("multiply", y);

    /// <summary>Quotient.</summary>
    public static Expr operator /(Expr x, Expr y) => x.Apply("divide", y);

    /// <summary>Sum with a number.</summary>
    public static Expr operator +(Expr x, double y) => x + x.Number(y);

    /// <summary>Difference with a number.</summary>
    public static Expr operator -(Expr x, double y) => x - x.Number(y);

    /// <summary>Difference with a number.</summary>
    public static Expr operator -(double x, Expr y) => y.Number(x) - y;

    /// <summary>Product with a number.</summary>
    public static Expr operator *(double x, Expr y) => y.Number(x) * y;

    /// <summary>Quotient with a number.</summary>
    public static Expr operator /(Expr x, double y) => x / x.Number(y);

    /// <summary>Negation.</summary>
    public static Expr operator -(Expr x) => x.Apply("negate");

    /// <summary>Comparison.</summary>
    public static Expr operator >(Expr x, Expr y) => x.Apply("greater", y);

    /// <summary>Comparison.</summary>
    public static Expr operator <(Expr x, Expr y) => x.Apply("less", y);

    /// <summary>Comparison with a number.</summary>
    public static Expr operator >(Expr x, double y) => x > x.Number(y);

    /// <summary>Comparison with a number.</summary>
    public static Expr operator <(Expr x, double y) => x < x.Number(y);

    /// <summary>Where two values are equal.</summary>
    public Expr EqualTo(Expr other) => Apply("equal", other);

    // Masks have no numbers of their own; a number beside one takes the type that select gives it.
    private ElementType ElementOf() => Type.Element;
}
