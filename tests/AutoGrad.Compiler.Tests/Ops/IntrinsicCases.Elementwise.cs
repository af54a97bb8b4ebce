using System.Numerics.Tensors;

namespace AutoGrad.Compiler.Tests.Ops;

/// <content>Operators and functions of single elements.</content>
internal static partial class IntrinsicCases
{
    private static readonly Shape[] s_tensors = [Leaves.Shape(1), Leaves.Shape(7), Leaves.Shape(3, 5), Leaves.Shape(2, 1, 3), Leaves.Shape(s_batch, 2, 2)];

    private static readonly (Shape X, Shape Y)[] s_pairs =
    [
        (Leaves.Shape(7), Leaves.Shape(7)), (Leaves.Shape(3, 5), Leaves.Shape(5)), (Leaves.Shape(1, 5), Leaves.Shape(3, 1)), (Leaves.Shape(2, 3, 5), Leaves.Shape(3, 1)), (Leaves.Shape(1), Leaves.Shape(s_batch, 2)),
    ];

    private static IEnumerable<IntrinsicCase> Arithmetic =>
    [
        .. Pairs("op_Addition", (x, y) => x + y, (x, y) => x + y), .. Pairs("Tensor.Add", (x, y) => Tensor.Add<double>(x, y)),
        .. Pairs("op_Subtraction", (x, y) => x - y, (x, y) => x - y), .. Pairs("Tensor.Subtract", (x, y) => Tensor.Subtract<double>(x, y)),
        .. Pairs("op_Multiply", (x, y) => x * y, (x, y) => x * y), .. Pairs("Tensor.Multiply", (x, y) => Tensor.Multiply<double>(x, y)),
        .. Pairs("op_Division", (x, y) => x / y, (x, y) => x / y, 0.4), .. Pairs("Tensor.Divide", (x, y) => Tensor.Divide<double>(x, y), null, 0.4),
        .. Each("op_UnaryNegation", x => -x, x => -x), .. Each("Tensor.Negate", x => Tensor.Negate<double>(x)),
        new("op_Multiply", [N(3), X(3, 5)], e => 3.0 * e[1]), new("op_Division", [X(3, 5), I(4)], e => e[0] / 4.0), new("op_Subtraction", [I(s_batch), X(2)], e => Tensor.Subtract(3.0, e[1])),
    ];

    private static IEnumerable<IntrinsicCase> Comparisons =>
    [
        .. Pairs("op_GreaterThan", null, (x, y) => x > y), .. Pairs("Tensor.GreaterThan", (x, y) => Tensor.GreaterThan<double>(x, y)),
        .. Pairs("op_GreaterThanOrEqual", null, (x, y) => x >= y), .. Pairs("Tensor.GreaterThanOrEqual", (x, y) => Tensor.GreaterThanOrEqual<double>(x, y)),
        .. Pairs("op_LessThan", null, (x, y) => x < y), .. Pairs("Tensor.LessThan", (x, y) => Tensor.LessThan<double>(x, y)),
        .. Pairs("op_LessThanOrEqual", null, (x, y) => x <= y), .. Pairs("Tensor.LessThanOrEqual", (x, y) => Tensor.LessThanOrEqual<double>(x, y)),
        .. Pairs("op_Equality", null, (x, y) => x == y), .. Pairs("Tensor.Equals", (x, y) => Tensor.Equals<double>(x, y)), .. Pairs("op_Inequality", null, (x, y) => x != y),
        new("Tensor.GreaterThan", [X(3, 5), N(0.5)], e => Tensor.GreaterThan(e[0], 0.5)),
    ];

    private static IEnumerable<IntrinsicCase> Functions =>
    [
        .. Each("Nn.Exp", Nn.Exp), .. Each("Tensor.Exp", x => Tensor.Exp<double>(x)), .. Each("Math.Exp", null, Math.Exp),
        .. Each("Tensor.ExpM1", x => Tensor.ExpM1<double>(x)), .. Each("Math.ExpM1", null, double.ExpM1),
        .. Each("Nn.Log", Nn.Log, null, 0.3), .. Each("Tensor.Log", x => Tensor.Log<double>(x), null, 0.3), .. Each("Math.Log", null, Math.Log, 0.3),
        .. Each("Tensor.LogP1", x => Tensor.LogP1<double>(x), null, -0.6), .. Each("Math.LogP1", null, double.LogP1, -0.6),
        .. Each("Nn.Sqrt", Nn.Sqrt, null, 0.3), .. Each("Tensor.Sqrt", x => Tensor.Sqrt<double>(x), null, 0.3), .. Each("Math.Sqrt", null, Math.Sqrt, 0.3),
        .. Each("Nn.Tanh", Nn.Tanh), .. Each("Tensor.Tanh", x => Tensor.Tanh<double>(x)), .. Each("Math.Tanh", null, Math.Tanh),
        .. Each("Nn.Sigmoid", Nn.Sigmoid), .. Each("Tensor.Sigmoid", x => Tensor.Sigmoid<double>(x)),
        .. Each("Nn.Sin", Nn.Sin), .. Each("Tensor.Sin", x => Tensor.Sin<double>(x)), .. Each("Math.Sin", null, Math.Sin),
        .. Each("Nn.Cos", Nn.Cos), .. Each("Tensor.Cos", x => Tensor.Cos<double>(x)), .. Each("Math.Cos", null, Math.Cos),
        .. Each("Nn.Abs", Nn.Abs), .. Each("Tensor.Abs", x => Tensor.Abs<double>(x)), .. Each("Math.Abs", null, Math.Abs),
        .. Each("Nn.Erf", Nn.Erf),
        OfNumber("Math.Tan", Math.Tan, -1.2, 1.2), OfNumber("Math.Asin", Math.Asin, -0.9, 0.9), OfNumber("Math.Acos", Math.Acos, -0.9, 0.9), OfNumber("Math.Atan", Math.Atan),
        OfNumber("Math.Sinh", Math.Sinh), OfNumber("Math.Cosh", Math.Cosh), OfNumber("Math.Asinh", Math.Asinh), OfNumber("Math.Acosh", Math.Acosh, 1.2), OfNumber("Math.Atanh", Math.Atanh, -0.9, 0.9),
        OfNumber("Math.Cbrt", Math.Cbrt, 0.3), OfNumber("Math.Log2", Math.Log2, 0.3), OfNumber("Math.Log10", Math.Log10, 0.3), OfNumber("Math.Exp2", double.Exp2),
        OfNumber("Math.Floor", Math.Floor), OfNumber("Math.Ceiling", Math.Ceiling), OfNumber("Math.Truncate", Math.Truncate), OfNumber("Math.Round", Math.Round),
        new("Math.Atan2", [X(), X()], e => Math.Atan2(e.Number(0), e.Number(1)), 0.4), new("op_Modulus", [X(), X()], e => e.Number(0) % e.Number(1), 0.4),
        new("Math.FusedMultiplyAdd", [X(), X(), X()], e => Math.FusedMultiplyAdd(e.Number(0), e.Number(1), e.Number(2))),
        new("Math.Clamp", [X(), N(-0.5), N(1)], e => Math.Clamp(e.Number(0), -0.5, 1)),
        .. Pairs("Nn.Pow", null, null, 0.4), .. Pairs("Tensor.Pow", (x, y) => Tensor.Pow<double>(x, y), null, 0.4), .. Pairs("Math.Pow", null, Math.Pow, 0.4),
        new("Nn.Pow", [X(3, 5), X(3, 5)], e => Nn.Pow(e[0], e[1]), 0.4), new("Nn.Pow", [X(7), N(2)], e => Nn.Pow(e[0], 2)), new("Nn.Pow", [X(7), N(-1.5)], e => Nn.Pow(e[0], -1.5), 0.4),
        new("Nn.StopGradient", [X(3, 5)], e => Nn.StopGradient(e[0])),
    ];

    private static IEnumerable<IntrinsicCase> Choices =>
    [
        .. Pairs("Nn.Maximum", Nn.Maximum), .. Pairs("Tensor.Max", (x, y) => Tensor.Max<double>(x, y)), .. Pairs<double>("Tensor.Maximum", null, null), .. Pairs("Math.Max", null, Math.Max),
        .. Pairs("Nn.Minimum", Nn.Minimum), .. Pairs("Tensor.Min", (x, y) => Tensor.Min<double>(x, y)), .. Pairs<double>("Tensor.Minimum", null, null), .. Pairs("Math.Min", null, Math.Min),
        .. Total("Tensor.Max", x => Tensor.Max<double>(x)), .. Total("Tensor.Min", x => Tensor.Min<double>(x)),
        new("Nn.Where", [Mask(3, 5), X(3, 5), X(3, 5)], e => Nn.Where(e.Mask(0), e[1], e[2])),
        new("Nn.Where", [Mask(3, 1), X(5), C(1, 5)], e => Nn.Where(e.Mask(0), e[1], e[2])),
        new("Nn.Where", [Mask(s_batch), X(s_batch), N(0)], null),
    ];

    private static IEnumerable<IntrinsicCase> Activations =>
    [
        .. Each("Nn.Relu", Nn.Relu), .. Each("Nn.Softplus", Nn.Softplus), .. Each("Nn.Gelu", Nn.Gelu), .. Each("Nn.GeluTanh", Nn.GeluTanh), .. Each("Nn.Silu", Nn.Silu), .. Each("Nn.HardTanh", Nn.HardTanh),
        .. from shape in s_tensors
           from slope in new[] { 0.01, 0, 1.5, -0.5 }
           from c in new IntrinsicCase[] { new("Nn.LeakyRelu", [X(shape), N(slope)], e => Nn.LeakyRelu(e[0], slope)), new("Nn.Elu", [X(shape), N(slope)], e => Nn.Elu(e[0], slope)) }
           select c,
    ];

    // Over a number only.
    private static IntrinsicCase OfNumber(string name, Func<double, double> scalar, double low = -2, double high = 2) => new(name, [X()], e => scalar(e.Number(0)), low, high);

    // Over tensors, and over a number.
    private static IEnumerable<IntrinsicCase> Each(string name, Func<Tensor<double>, Tensor<double>>? eager, Func<double, double>? scalar = null, double low = -2) =>
    [
        .. s_tensors.Select(s => new IntrinsicCase(name, [X(s)], eager is null ? null : e => eager(e[0]), low)),
        new(name, [X()], scalar is null ? null : e => scalar(e.Number(0)), low),
    ];

    // Over tensors that are broadcast to each other, in both orders, with constants on either side, and over numbers.
    private static IEnumerable<IntrinsicCase> Pairs<T>(string name, Func<Tensor<double>, Tensor<double>, Tensor<T>>? eager, Func<double, double, object>? scalar, double low = -2)
    {
        Func<EagerArguments, object>? tensors = eager is null ? null : e => eager(e[0], e[1]);
        foreach ((Shape x, Shape y) in s_pairs)
        {
            yield return new(name, [X(x), X(y)], tensors, low);
            yield return new(name, [X(y), X(x)], tensors, low);
            yield return new(name, [X(x), C(y)], tensors, low);
            yield return new(name, [C(x), X(y)], tensors, low);
        }

        yield return new(name, [X(), X()], scalar is null ? null : e => scalar(e.Number(0), e.Number(1)), low);
        yield return new(name, [X(), X(3)], null, low);
        yield return new(name, [X(3), X()], null, low);
    }

    private static IEnumerable<IntrinsicCase> Pairs(string name, Func<Tensor<double>, Tensor<double>, Tensor<double>>? eager, Func<double, double, double>? scalar = null, double low = -2)
        => Pairs<double>(name, eager, scalar is null ? null : (x, y) => scalar(x, y), low);

    private static IEnumerable<IntrinsicCase> Pairs(string name, Func<Tensor<double>, Tensor<double>, Tensor<bool>>? eager, Func<double, double, bool>? scalar = null)
        => Pairs<bool>(name, eager, scalar is null ? null : (x, y) => scalar(x, y));

    private static TensorCase X(params Dim[] lengths) => X(Leaves.Shape(lengths));

    private static TensorCase X(Shape shape) => new(ElementType.F64, shape, IsParameter: true);

    private static TensorCase C(params Dim[] lengths) => C(Leaves.Shape(lengths));

    private static TensorCase C(Shape shape) => new(ElementType.F64, shape, IsParameter: false);

    private static TensorCase Mask(params Dim[] lengths) => new(ElementType.Bool, Leaves.Shape(lengths), IsParameter: false);

    private static TensorCase Labels(Dim length) => new(ElementType.I32, Leaves.Shape(length), IsParameter: false);

    private static TensorsCase Xs(params Dim[][] shapes) => new([.. shapes.Select(X)]);

    private static PlainCase N(double number) => new(new NumberArgument(number));

    private static PlainCase I(Dim index) => new(new IndexArgument(index));

    private static PlainCase Flag(bool flag) => new(new FlagArgument(flag));

    private static PlainCase Lengths(params Dim[] lengths) => new(new ListArgument(lengths.Select(l => (Argument)new IndexArgument(l)).ToEquatableArray()));
}
