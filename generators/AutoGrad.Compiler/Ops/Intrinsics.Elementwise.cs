using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <content>Operators and functions of single elements.</content>
public static partial class Intrinsics
{
    private static IEnumerable<Intrinsic> Operators =>
    [
        .. Binary("add", "op_Addition", "Tensor.Add"),
        .. Binary("subtract", "op_Subtraction", "Tensor.Subtract"),
        .. Binary("multiply", "op_Multiply", "Tensor.Multiply"),
        .. Binary("divide", "op_Division", "Tensor.Divide"),
        .. Unary("negate", "op_UnaryNegation", "Tensor.Negate"),
        .. Binary("greater", "op_GreaterThan", "Tensor.GreaterThan"),
        .. Binary("greater_equal", "op_GreaterThanOrEqual", "Tensor.GreaterThanOrEqual"),
        .. Binary("less", "op_LessThan", "Tensor.LessThan"),
        .. Binary("less_equal", "op_LessThanOrEqual", "Tensor.LessThanOrEqual"),
        .. Binary("equal", "op_Equality", "Tensor.Equals"),
        .. Binary("not_equal", "op_Inequality"),
    ];

    private static IEnumerable<Intrinsic> Elementwise =>
    [
        .. Unary("exp", "Nn.Exp", "Tensor.Exp", "Math.Exp"),
        .. Unary("expm1", "Tensor.ExpM1", "Math.ExpM1"),
        .. Unary("log", "Nn.Log", "Tensor.Log", "Math.Log"),
        .. Unary("log1p", "Tensor.LogP1", "Math.LogP1"),
        .. Unary("sqrt", "Nn.Sqrt", "Tensor.Sqrt", "Math.Sqrt"),
        .. Unary("tanh", "Nn.Tanh", "Tensor.Tanh", "Math.Tanh"),
        .. Unary("sigmoid", "Nn.Sigmoid", "Tensor.Sigmoid"),
        .. Unary("sin", "Nn.Sin", "Tensor.Sin", "Math.Sin"),
        .. Unary("cos", "Nn.Cos", "Tensor.Cos", "Math.Cos"),
        .. Unary("abs", "Nn.Abs", "Tensor.Abs", "Math.Abs"),
        .. Unary("erf", "Nn.Erf"),
        .. Unary("tan", "Math.Tan"),
        .. Unary("asin", "Math.Asin"),
        .. Unary("acos", "Math.Acos"),
        .. Unary("atan", "Math.Atan"),
        .. Binary("atan2", "Math.Atan2"),
        .. Unary("sinh", "Math.Sinh"),
        .. Unary("cosh", "Math.Cosh"),
        .. Unary("asinh", "Math.Asinh"),
        .. Unary("acosh", "Math.Acosh"),
        .. Unary("atanh", "Math.Atanh"),
        .. Unary("cbrt", "Math.Cbrt"),
        .. Unary("log2", "Math.Log2"),
        .. Unary("log10", "Math.Log10"),
        .. Unary("exp2", "Math.Exp2"),
        .. Unary("floor", "Math.Floor"),
        .. Unary("ceiling", "Math.Ceiling"),
        .. Unary("truncate", "Math.Truncate"),
        .. Named(c => c.Count == 1 ? c[0].Apply("round") : throw new ShapeException("only rounding to whole numbers, halves to even, is supported"), "Math.Round"),
        .. Named(c => c[0] is var x ? (x * c[1]) + c[2] : default, "Math.FusedMultiplyAdd"),
        .. Named(c => c[0].Apply("maximum", c[1]).Apply("minimum", c[2]), "Math.Clamp"),
        .. Binary("remainder", "op_Modulus"),
        .. Unary("stop_gradient", "Nn.StopGradient"),
        .. Binary("pow", "Nn.Pow", "Tensor.Pow", "Math.Pow"),
        .. Binary("maximum", "Nn.Maximum", "Tensor.Max", "Tensor.Maximum", "Math.Max"),
        .. Binary("minimum", "Nn.Minimum", "Tensor.Min", "Tensor.Minimum", "Math.Min"),
        .. Named(Where, "Nn.Where"),
    ];

    private static IEnumerable<Intrinsic> Activations =>
    [
        .. Unary("relu", "Nn.Relu"),
        .. Unary("softplus", "Nn.Softplus"),
        .. Named(c => LeakyRelu(c[0], c.Number(1)), "Nn.LeakyRelu"),
        .. Named(c => Elu(c[0], c.Number(1)), "Nn.Elu"),
        .. Named(c => Gelu(c[0]), "Nn.Gelu"),
        .. Named(c => GeluTanh(c[0]), "Nn.GeluTanh"),
        .. Named(c => c[0] is var x ? x * x.Apply("sigmoid") : default, "Nn.Silu"),
        .. Named(c => HardTanh(c[0]), "Nn.HardTanh"),
    ];

    private static IEnumerable<Intrinsic> Unary(string op, params string[] names) => Named(c => c[0].Apply(op), names);

    // Tensor.Max and Tensor.Min of one tensor are reductions.
    private static IEnumerable<Intrinsic> Binary(string op, params string[] names) => Named(
        c => c.Count == 1 ? Total(c[0], op == "maximum" ? "reduce_max" : "reduce_min") : c.Broadcast(0, 1) is var (x, y) ? x.Apply(op, y) : default,
        names);

    private static Expr Where(Invocation c)
    {
        (Expr x, Expr y) = c.Broadcast(1, 2);
        Shape shape = Broadcasting.Common(x.Type.Shape, c[0].Type.Shape);
        return Expr.Where(Broadcasting.To(c[0], shape), Broadcasting.To(x, shape), Broadcasting.To(y, shape));
    }

    private static Expr LeakyRelu(Expr x, double slope) => Expr.Where(x > 0, x, slope * x);

    // expm1 of the negative part only: of a large positive number it is infinite, and a cut gradient would be 0 times infinity. Not of
    // minimum(x, 0), which halves the derivative at 0, where there is no kink for alpha = 1.
    private static Expr Elu(Expr x, double alpha) => Expr.Where(x > 0, x, alpha * Expr.Where(x > 0, x.Number(0), x).Apply("expm1"));

    // x Phi(x) (Hendrycks and Gimpel 2016), exact.
    private static Expr Gelu(Expr x) => 0.5 * x * (((1 / Math.Sqrt(2)) * x).Apply("erf") + 1);

    // The tanh approximation of the same paper.
    private static Expr GeluTanh(Expr x) => 0.5 * x * ((Math.Sqrt(2 / Math.PI) * (x + (0.044715 * (x * x * x)))).Apply("tanh") + 1);

    private static Expr HardTanh(Expr x) => Expr.Where(x.Apply("greater_equal", x.Number(1)), x.Number(1), Expr.Where(x.Apply("less_equal", x.Number(-1)), x.Number(-1), x));
}
