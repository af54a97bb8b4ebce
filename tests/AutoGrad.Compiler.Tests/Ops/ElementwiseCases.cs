namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>Cases of the element-wise operations, over all shapes.</summary>
internal static class ElementwiseCases
{
    public static IEnumerable<DerivativeCase> All =>
    [
        .. Unary("negate"), .. Unary("exp"), .. Unary("expm1"), .. Unary("tanh"), .. Unary("sigmoid"), .. Unary("softplus"), .. Unary("erf"),
        .. Unary("sin"), .. Unary("cos"), .. Unary("abs"), .. Unary("relu"),
        .. Unary("log", 0.3, 3), .. Unary("sqrt", 0.3, 3), .. Unary("log1p", -0.6, 3),
        .. Binary("add"), .. Binary("subtract"), .. Binary("multiply"), .. Binary("maximum"), .. Binary("minimum"),
        .. Binary("divide", 0.4, 2), .. Binary("divide", -2, -0.4), .. Binary("pow", 0.4, 2.5),
        .. OfNumber("tan", -1.2, 1.2), .. OfNumber("asin", -0.9, 0.9), .. OfNumber("acos", -0.9, 0.9), .. OfNumber("atan"), .. OfNumber("sinh"), .. OfNumber("cosh"),
        .. OfNumber("asinh"), .. OfNumber("acosh", 1.2, 3), .. OfNumber("atanh", -0.9, 0.9), .. OfNumber("cbrt", 0.3, 3), .. OfNumber("log2", 0.3, 3),
        .. OfNumber("log10", 0.3, 3), .. OfNumber("exp2"), .. OfNumbers("atan2", 0.4, 2), .. OfNumbers("remainder", 0.4, 2),
        .. ConstantPowers,
        .. Selections,
        .. Flat("floor", x => x.Apply("floor")), .. Flat("ceiling", x => x.Apply("ceiling")), .. Flat("truncate", x => x.Apply("truncate")), .. Flat("round", x => x.Apply("round")),
        .. Flat("sign", x => x.Apply("sign")),
        .. Flat("stop_gradient", x => x * x.Apply("stop_gradient")),
        .. Flat("greater", x => Choice(x > 0.5, x)),
        .. Flat("less", x => Choice(x < 0.5, x)),
        .. Flat("greater_equal", x => Choice(x.Apply("greater_equal", x.Number(0.5)), x)),
        .. Flat("less_equal", x => Choice(x.Apply("less_equal", x.Number(0.5)), x)),
        .. Flat("equal", x => Choice(x.EqualTo(x.Number(0.5)), x)),
        .. Flat("not_equal", x => Choice(x.Apply("not_equal", x.Number(0.5)), x)),
        .. Flat("and", x => Choice((x > 0.5).Apply("and", x < 1), x)),
        .. Flat("or", x => Choice((x > 0.5).Apply("or", x < -0.5), x)),
        .. Flat("not", x => Choice((x > 0.5).Apply("not"), x)),
    ];

    private static IEnumerable<DerivativeCase> ConstantPowers =>
        from exponent in new double[] { -2, -1, 0, 1, 2, 3, 4 }
        from range in new (double Low, double High)[] { (-2, -0.4), (0.4, 2) }
        select new DerivativeCase("pow", $"{exponent} from {range.Low}", b => b.Parameter("x", Leaves.Shape(5)) is var x ? (x * x.Apply("pow", x.Number(exponent))).Value : default, range.Low, range.High);

    private static IEnumerable<DerivativeCase> Selections => Over("select", (b, shape) =>
    {
        Expr condition = b.Input("coins", shape, ElementType.Bool);
        Expr x = b.Parameter("x", shape), y = b.Parameter("y", shape);
        return Expr.Where(condition, x * y, x);
    });

    private static IEnumerable<DerivativeCase> Unary(string op, double low = -2, double high = 2)
        => Over(op, (b, shape) => b.Parameter("x", shape).Apply(op), low, high);

    // Functions without a form over vectors.
    private static IEnumerable<DerivativeCase> OfNumber(string op, double low = -2, double high = 2)
        => [new DerivativeCase(op, $"from {low} to {high}", b => b.Parameter("x", Leaves.Shape()).Apply(op).Value, low, high)];

    private static IEnumerable<DerivativeCase> OfNumbers(string op, double low, double high)
        => [new DerivativeCase(op, $"from {low} to {high}", b => b.Parameter("x", Leaves.Shape()).Apply(op, b.Parameter("y", Leaves.Shape())).Value, low, high)];

    private static IEnumerable<DerivativeCase> Binary(string op, double low = -2, double high = 2) =>
    [
        .. Over(op, (b, shape) => b.Parameter("x", shape).Apply(op, b.Parameter("y", shape)), low, high),
        .. Over(op + " of a constant", (b, shape) => b.Input("c", shape).Apply(op, b.Parameter("y", shape)), low, high),
        .. Over(op + " with a constant", (b, shape) => b.Parameter("x", shape).Apply(op, b.Input("c", shape)), low, high),
        .. op is "maximum" or "minimum" ? [] : Over(op + " of x and x", (b, shape) => b.Parameter("x", shape) is var x ? x.Apply(op, x) : default, low, high),
    ];

    // Where an operation's derivative is zero by definition, the gradient is that of what stands beside it.
    private static IEnumerable<DerivativeCase> Flat(string op, Func<Expr, Expr> build)
        => Over(op, (b, shape) => b.Parameter("x", shape) is var x ? (x * x) + build(x) : default);

    private static Expr Choice(Expr condition, Expr x) => Expr.Where(condition, x.Apply("sin"), 3 * x);

    private static IEnumerable<DerivativeCase> Over(string op, Func<GraphBuilder, Shape, Expr> build, double low = -2, double high = 2)
        => Leaves.Shapes.Select(s => new DerivativeCase(op, $"{s} from {low} to {high}", b => build(b, s).Value, low, high));
}
