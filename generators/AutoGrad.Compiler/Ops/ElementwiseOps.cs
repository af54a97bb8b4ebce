using static AutoGrad.Compiler.Ops.Binding;
using static AutoGrad.Compiler.Ops.Expr;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Element-wise operations, one a row (those without a form over vectors are functions of numbers only): the C# form over vectors, over scalars, the formula in documentation, and the cotangent of each
/// operand (g is the result's cotangent, x the operands, y the result; null: the derivative is zero by definition). Selections, not
/// products with a mask, cut a gradient: 0 times infinity would be NaN.
/// </summary>
public static class ElementwiseOps
{
    private const double TwoOverSqrtPi = 1.1283791670955126;

    private static ElementwiseVjp? Zero => null;

    /// <summary>All rows.</summary>
    public static IReadOnlyList<ElementwiseOp> Rows { get; } =
    [
        // arithmetic
        new("negate", "-{0}", "-{0}", Unary, Unary, "-{0}", (g, x, y) => -g),
        new("add", "{0} + {1}", "{0} + {1}", Additive, Additive, "{0} + {1}", (g, x, y) => g, (g, x, y) => g),
        new("subtract", "{0} - {1}", "{0} - {1}", Additive, Additive, "{0} - {1}", (g, x, y) => g, (g, x, y) => -g),
        new("multiply", "{0} * {1}", "{0} * {1}", Multiplicative, Multiplicative, "{0} * {1}", (g, x, y) => g * x[1], (g, x, y) => g * x[0]),
        new("divide", "{0} / {1}", "{0} / {1}", Multiplicative, Multiplicative, "{0} / {1}", (g, x, y) => g / x[1], (g, x, y) => -(g / x[1] * y)),

        new("remainder", "", "{0} % {1}", Multiplicative, Multiplicative, "{0} mod {1}", (g, x, y) => g, (g, x, y) => -(g * ((x[0] - y) / x[1]))),

        // powers and exponentials
        new("exp", "{V}.Exp({0})", "{T}.Exp({0})", Primary, Primary, "exp({0})", (g, x, y) => g * y),
        new("expm1", "{V}.ExpM1({0})", "{T}.ExpM1({0})", Primary, Primary, "expm1({0})", (g, x, y) => g * (y + 1)),
        new("log", "{V}.Log({0})", "{T}.Log({0})", Primary, Primary, "log({0})", (g, x, y) => g / x[0]),
        new("log1p", "{V}.Log1P({0})", "{T}.LogP1({0})", Primary, Primary, "log1p({0})", (g, x, y) => g / (x[0] + 1)),
        new("sqrt", "{V}.Sqrt({0})", "{T}.Sqrt({0})", Primary, Primary, "sqrt({0})", (g, x, y) => g / (2 * y)),
        new("pow", "{V}.Pow({0}, {1})", "{T}.Pow({0}, {1})", Primary, Primary, "pow({0}, {1})",
            (g, x, y) => Where(x[0].EqualTo(x[0].Number(0)).Apply("and", x[1].EqualTo(x[1].Number(0))), g.Number(0), g * (x[1] * (x[0].Apply("pow", x[1] - 1)))),
            (g, x, y) => x[0].EqualTo(x[0].Number(0)) is var isZero ? g * (y * Where(isZero, x[0].Number(0), Where(isZero, x[0].Number(1), x[0]).Apply("log"))) : g),

        // smooth functions
        new("tanh", "{V}.Tanh({0})", "{T}.Tanh({0})", Primary, Primary, "tanh({0})", (g, x, y) => g * (1 - (y * y))),
        new("sigmoid", "{V}.Sigmoid({0})", "VectorMath.Sigmoid({0})", Primary, Primary, "sigmoid({0})", (g, x, y) => g * (y * (1 - y))),
        new("softplus", "{V}.Softplus({0})", "VectorMath.Softplus({0})", Primary, Primary, "softplus({0})", (g, x, y) => g * x[0].Apply("sigmoid")),
        new("erf", "{V}.Erf({0})", "VectorMath.Erf({0})", Primary, Primary, "erf({0})", (g, x, y) => g * (TwoOverSqrtPi * (-(x[0] * x[0])).Apply("exp"))),
        new("sin", "{V}.Sin({0})", "{T}.Sin({0})", Primary, Primary, "sin({0})", (g, x, y) => g * x[0].Apply("cos")),
        new("cos", "{V}.Cos({0})", "{T}.Cos({0})", Primary, Primary, "cos({0})", (g, x, y) => -(g * x[0].Apply("sin"))),

        new("tan", "", "{T}.Tan({0})", Primary, Primary, "tan({0})", (g, x, y) => g * ((y * y) + 1)),
        new("asin", "", "{T}.Asin({0})", Primary, Primary, "asin({0})", (g, x, y) => g / (1 - (x[0] * x[0])).Apply("sqrt")),
        new("acos", "", "{T}.Acos({0})", Primary, Primary, "acos({0})", (g, x, y) => -(g / (1 - (x[0] * x[0])).Apply("sqrt"))),
        new("atan", "", "{T}.Atan({0})", Primary, Primary, "atan({0})", (g, x, y) => g / ((x[0] * x[0]) + 1)),
        new("atan2", "", "{T}.Atan2({0}, {1})", Primary, Primary, "atan2({0}, {1})",
            (g, x, y) => g * (x[1] / ((x[0] * x[0]) + (x[1] * x[1]))), (g, x, y) => -(g * (x[0] / ((x[0] * x[0]) + (x[1] * x[1]))))),
        new("sinh", "", "{T}.Sinh({0})", Primary, Primary, "sinh({0})", (g, x, y) => g * x[0].Apply("cosh")),
        new("cosh", "", "{T}.Cosh({0})", Primary, Primary, "cosh({0})", (g, x, y) => g * x[0].Apply("sinh")),
        new("asinh", "", "{T}.Asinh({0})", Primary, Primary, "asinh({0})", (g, x, y) => g / ((x[0] * x[0]) + 1).Apply("sqrt")),
        new("acosh", "", "{T}.Acosh({0})", Primary, Primary, "acosh({0})", (g, x, y) => g / ((x[0] - 1).Apply("sqrt") * (x[0] + 1).Apply("sqrt"))),
        new("atanh", "", "{T}.Atanh({0})", Primary, Primary, "atanh({0})", (g, x, y) => g / (1 - (x[0] * x[0]))),
        new("cbrt", "", "{T}.Cbrt({0})", Primary, Primary, "cbrt({0})", (g, x, y) => g / (3 * (y * y))),
        new("log2", "", "{T}.Log2({0})", Primary, Primary, "log2({0})", (g, x, y) => g / (Math.Log(2) * x[0])),
        new("log10", "", "{T}.Log10({0})", Primary, Primary, "log10({0})", (g, x, y) => g / (Math.Log(10) * x[0])),
        new("exp2", "", "{T}.Exp2({0})", Primary, Primary, "exp2({0})", (g, x, y) => g * (Math.Log(2) * y)),

        // steps: their derivative is 0 wherever they have one
        new("floor", "{V}.Floor({0})", "{T}.Floor({0})", Primary, Primary, "floor({0})", Zero),
        new("ceiling", "{V}.Ceiling({0})", "{T}.Ceiling({0})", Primary, Primary, "ceiling({0})", Zero),
        new("truncate", "{V}.Truncate({0})", "{T}.Truncate({0})", Primary, Primary, "truncate({0})", Zero),
        new("round", "{V}.Round({0})", "{T}.Round({0})", Primary, Primary, "round({0})", Zero),

        // kinks: the derivative there is 0, ties are shared equally
        new("abs", "{V}.Abs({0})", "{T}.Abs({0})", Primary, Primary, "|{0}|", (g, x, y) => g * x[0].Apply("sign")),
        new("sign", "{V}.Sign({0})", "VectorMath.Sign({0})", Primary, Primary, "sign({0})", Zero),
        new("relu", "{V}.Relu({0})", "VectorMath.Relu({0})", Primary, Primary, "relu({0})", (g, x, y) => Where(y > 0, g, g.Number(0))),
        new("maximum", "{V}.Max({0}, {1})", "{T}.Max({0}, {1})", Primary, Primary, "max({0}, {1})",
            (g, x, y) => Where(x[0] > x[1], g, Where(x[0].EqualTo(x[1]), 0.5 * g, g.Number(0))),
            (g, x, y) => Where(x[1] > x[0], g, Where(x[0].EqualTo(x[1]), 0.5 * g, g.Number(0)))),
        new("minimum", "{V}.Min({0}, {1})", "{T}.Min({0}, {1})", Primary, Primary, "min({0}, {1})",
            (g, x, y) => Where(x[0] < x[1], g, Where(x[0].EqualTo(x[1]), 0.5 * g, g.Number(0))),
            (g, x, y) => Where(x[1] < x[0], g, Where(x[0].EqualTo(x[1]), 0.5 * g, g.Number(0)))),

        // choices
        new("select", "{V}.ConditionalSelect({0}, {1}, {2})", "{0} ? {1} : {2}", Primary, Lowest, "({0} ? {1} : {2})",
            Zero, (g, x, y) => Where(x[0], g, g.Number(0)), (g, x, y) => Where(x[0], g.Number(0), g)) { TakesBool = static i => i == 0 },
        new("stop_gradient", "{0}", "{0}", Primary, Primary, "stop({0})", Zero),

        // truth values
        new("greater", "{V}.GreaterThan({0}, {1})", "{0} > {1}", Primary, Lowest, "({0} > {1})", Zero, Zero) { GivesBool = true },
        new("greater_equal", "{V}.GreaterThanOrEqual({0}, {1})", "{0} >= {1}", Primary, Lowest, "({0} >= {1})", Zero, Zero) { GivesBool = true },
        new("less", "{V}.LessThan({0}, {1})", "{0} < {1}", Primary, Lowest, "({0} < {1})", Zero, Zero) { GivesBool = true },
        new("less_equal", "{V}.LessThanOrEqual({0}, {1})", "{0} <= {1}", Primary, Lowest, "({0} <= {1})", Zero, Zero) { GivesBool = true },
        new("equal", "{V}.Equals({0}, {1})", "{0} == {1}", Primary, Lowest, "({0} == {1})", Zero, Zero) { GivesBool = true },
        new("not_equal", "~{V}.Equals({0}, {1})", "{0} != {1}", Unary, Lowest, "({0} != {1})", Zero, Zero) { GivesBool = true },
        new("and", "{0} & {1}", "{0} && {1}", Lowest, Lowest, "({0} and {1})", Zero, Zero) { GivesBool = true, TakesBool = static _ => true },
        new("or", "{0} | {1}", "{0} || {1}", Lowest, Lowest, "({0} or {1})", Zero, Zero) { GivesBool = true, TakesBool = static _ => true },
        new("not", "~{0}", "!{0}", Unary, Unary, "not {0}", Zero) { GivesBool = true, TakesBool = static _ => true },
    ];
}
