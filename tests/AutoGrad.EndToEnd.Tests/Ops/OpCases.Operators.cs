using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Operators between tensors and numbers, the functions that mean the same, and comparisons.</content>
internal static partial class OpCases
{
    private static IEnumerable<OpCase> Operators =>
    [
        .. Binary("op_Addition", "A + B", (x, y) => x + y),
        .. Binary("op_Subtraction", "A - B", (x, y) => x - y),
        .. Binary("op_Multiply", "A * B", (x, y) => x * y),
        .. Binary("op_Division", "A / B", (x, y) => x / y, y: Domain.Positive),
        .. Unary("op_UnaryNegation", "-A", x => -x),

        .. Binary("Tensor.Add", "Tensor.Add<float>(A, B)", (x, y) => x + y, shapes: FewPairs),
        .. Binary("Tensor.Subtract", "Tensor.Subtract<float>(A, B)", (x, y) => x - y, shapes: FewPairs),
        .. Binary("Tensor.Multiply", "Tensor.Multiply<float>(A, B)", (x, y) => x * y, shapes: FewPairs),
        .. Binary("Tensor.Divide", "Tensor.Divide<float>(A, B)", (x, y) => x / y, y: Domain.Positive, shapes: FewPairs),
        .. Unary("Tensor.Negate", "Tensor.Negate<float>(A)", x => -x, shapes: FewShapes),

        // a constant on either side
        .. Unary("op_Addition", "A + 1.5f", x => x + 1.5, shapes: FewShapes),
        .. Unary("op_Addition", "1.5f + A", x => 1.5 + x, shapes: FewShapes),
        .. Unary("op_Subtraction", "A - 1.5f", x => x - 1.5, shapes: FewShapes),
        .. Unary("op_Subtraction", "1.5f - A", x => 1.5 - x, shapes: FewShapes),
        .. Unary("op_Multiply", "A * 1.5f", x => x * 1.5, shapes: FewShapes),
        .. Unary("op_Multiply", "-1.5f * A", x => -1.5 * x, shapes: FewShapes),
        .. Unary("op_Division", "A / 1.5f", x => x / 1.5, shapes: FewShapes),
        .. Unary("op_Division", "1.5f / A", x => 1.5 / x, Domain.Positive, FewShapes),
        .. Unary("Tensor.Add", "Tensor.Add<float>(A, 1.5f)", x => x + 1.5, shapes: FewShapes),
        .. Unary("Tensor.Multiply", "Tensor.Multiply<float>(A, 1.5f)", x => x * 1.5, shapes: FewShapes),
        .. Unary("Tensor.Subtract", "Tensor.Subtract<float>(1.5f, A)", x => 1.5 - x, shapes: FewShapes),
        .. Unary("Tensor.Divide", "Tensor.Divide<float>(1.5f, A)", x => 1.5 / x, Domain.Positive, FewShapes),

        // a computed number on either side
        .. Binary("op_Addition", "A + Sum(B)", (x, y) => x + y.sum(), shapes: FewPairs),
        .. Binary("op_Subtraction", "Sum(B) - A", (x, y) => y.sum() - x, shapes: FewPairs),
        .. Binary("op_Multiply", "A * Sum(B)", (x, y) => x * y.sum(), shapes: FewPairs),
        .. Binary("op_Multiply", "Mean(B) * A", (x, y) => y.mean() * x, shapes: FewPairs),
        .. Binary("op_Division", "A / Sum(B)", (x, y) => x / y.sum(), y: Domain.Positive, shapes: FewPairs),
        .. Binary("op_Division", "Sum(B) / A", (x, y) => y.sum() / x, x: Domain.Positive, shapes: FewPairs),

        // numbers alone
        .. Binary("op_Addition", "Mean(A) + Mean(B)", (x, y) => x.mean() + y.mean(), shapes: FewPairs),
        .. Binary("op_Subtraction", "Mean(A) - Sum(B)", (x, y) => x.mean() - y.sum(), shapes: FewPairs),
        .. Binary("op_Multiply", "Mean(A) * Sum(B) * 3", (x, y) => x.mean() * y.sum() * 3, shapes: FewPairs),
        .. Binary("op_Division", "Mean(A) / Mean(B)", (x, y) => x.mean() / y.mean(), y: Domain.Positive, shapes: FewPairs),
        .. Unary("op_Division", "1 / Mean(A)", x => 1 / x.mean(), Domain.Positive, FewShapes),
        .. Unary("op_UnaryNegation", "-Sum(A)", x => -x.sum(), shapes: FewShapes),

        // one operand twice
        .. Unary("op_Multiply", "A * A", x => x * x),
        .. Unary("op_Addition", "A + A * A + A", x => x + (x * x) + x, shapes: FewShapes),
        .. Unary("op_Division", "A / (A * A + 1)", x => x / ((x * x) + 1)),
        .. Unary("op_Multiply", "A * Sum(A)", x => x * x.sum(), shapes: FewShapes),
        Case("op_Subtraction", "A - Mean(A, 0)", t => t[0] - t[0].mean([0L]), [5, 17]),
        Case("op_Multiply", "A * Transpose(A)", t => t[0] * t[0].t(), [7, 7]),
        Case("op_Addition", "A + B + C", t => t[0] + t[1] + t[2], [3, 1, 7], [5, 1], [2, 1, 1, 1]),
    ];

    private static IEnumerable<OpCase> Comparisons =>
    [
        .. Choice("Tensor.GreaterThan", "GreaterThan", (x, y) => x.gt(y)),
        .. Choice("Tensor.GreaterThanOrEqual", "GreaterThanOrEqual", (x, y) => x.ge(y)),
        .. Choice("Tensor.LessThan", "LessThan", (x, y) => x.lt(y)),
        .. Choice("Tensor.LessThanOrEqual", "LessThanOrEqual", (x, y) => x.le(y)),
        .. Choice("Tensor.Equals", "Equals", (x, y) => x.eq(y)),
        Case("Tensor.Equals", "Where(Tensor.Equals<float>(A * 1, A), A * B, A + B)", t => t[0] * t[1], [3, 17], [3, 17]),
        Case("Tensor.GreaterThan", "Where(Tensor.GreaterThan<float>(A, 0.25f), A * B, A + B)", t => torch.where(t[0].gt(0.25), t[0] * t[1], t[0] + t[1]), [3, 17], [3, 17]),
        Case("Tensor.LessThan", "Where(Tensor.LessThan<float>(0.25f, A), A * B, A + B)", t => torch.where(t[0].gt(0.25), t[0] * t[1], t[0] + t[1]), [3, 17], [3, 17]),
        Case("Nn.Where", "Where(Tensor.GreaterThan<float>(A, B), A * A, 3 * B)", t => torch.where(t[0].gt(t[1]), t[0] * t[0], 3 * t[1]), [5, 1], [17]),
        .. AllShapes.Select(shape => Masked("Where(mask, A, B)", shape, shape, shape)),
        Masked("Where(mask, A, B)", [3, 17], [17], [3, 1]),
        Masked("Where(mask, A, B)", [17], [3, 17], [3, 1]),
        Masked("Where(mask, A * B, A)", [2, 3, 1], [3, 7], [2, 1, 1]),
    ];

    private static OpCase[] Choice(string intrinsic, string method, Func<TorchTensor, TorchTensor, TorchTensor> comparison) =>
    [
        .. Binary(intrinsic, $"Where(Tensor.{method}<float>(A, B), A * B, A - 2 * B)", (x, y) => torch.where(comparison(x, y), x * y, x - (2 * y)), shapes: [([1], [1]), ([17], [17]), ([5, 33], [5, 33]), ([3, 17], [17])]),
    ];

    private static OpCase Masked(string expression, int[] mask, int[] x, int[] y)
    {
        bool[] elements = [.. Enumerable.Range(0, Testing.Numbers.Count(mask)).Select(i => i % 3 != 1)];
        TorchTensor Mask() => torch.tensor(elements).reshape([.. mask.Select(l => (long)l)]);
        return new OpCase("Nn.Where", expression, [new(Domain.Any, x), new(Domain.Any, y)], t => torch.where(Mask(), expression.Contains('*', StringComparison.Ordinal) ? t[0] * t[1] : t[0], expression.Contains('*', StringComparison.Ordinal) ? t[0] : t[1]))
        {
            Constants = [new("mask", mask, elements)],
        };
    }
}
