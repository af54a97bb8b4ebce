using System.Numerics.Tensors;

namespace AutoGrad.Compiler.Tests.Ops;

/// <summary>
/// Calls of every intrinsic function, each beside the library's. Where the library has no such function (operators of numbers, names kept
/// for older versions), the call stands alone.
/// </summary>
internal static partial class IntrinsicCases
{
    private static readonly Dim s_batch = Dim.Symbol("batch"), s_time = Dim.Symbol("time");

    public static IEnumerable<IntrinsicCase> All
        => [.. Arithmetic, .. Comparisons, .. Functions, .. Choices, .. Activations, .. Reductions, .. Losses, .. Products, .. Windows, .. Layouts,
            .. Creation];

    private static IEnumerable<IntrinsicCase> Reductions =>
    [
        .. Total("Nn.Sum", Nn.Sum), .. Total("Nn.Mean", Nn.Mean), .. Total("Nn.Max", Nn.Max), .. Total("Nn.Min", null),
        .. Total("Nn.LogSumExp", null),
        .. Total("Tensor.Sum", x => Tensor.Sum<double>(x)),
        .. Along("Nn.Sum", Nn.Sum), .. Along("Nn.Mean", Nn.Mean), .. Along("Nn.Max", Nn.Max), .. Along("Nn.Min", Nn.Min),
        .. Along("Nn.LogSumExp", Nn.LogSumExp),
        .. Normalized("Nn.Softmax", Nn.Softmax), .. Normalized("Nn.LogSoftmax", Nn.LogSoftmax),
        .. s_tensors.Select(s => new IntrinsicCase("Tensor.SoftMax", [X(s)], e => Tensor.SoftMax<double>(e[0]))),
        new("Tensor.Dot", [X(7), X(7)], e => Tensor.Dot<double>(e[0], e[1])),
        new("Tensor.Dot", [X(3, 5), X(3, 5)], e => Tensor.Dot<double>(e[0], e[1])),
        new("Tensor.Dot", [X(s_batch), C(s_batch)], e => Tensor.Dot<double>(e[0], e[1])),
    ];

    private static IEnumerable<IntrinsicCase> Losses =>
        from shape in new[] { Leaves.Shape(1), Leaves.Shape(7), Leaves.Shape(s_batch, 5), Leaves.Shape(2, 1, 3) }
        from loss in new IntrinsicCase[]
        {
            new("Nn.MeanSquaredError", [X(shape), X(shape)], e => Nn.MeanSquaredError(e[0], e[1])),
            new("Nn.MeanAbsoluteError", [X(shape), X(shape)], e => Nn.MeanAbsoluteError(e[0], e[1])),
            new("Nn.Huber", [X(shape), X(shape), N(1)], e => Nn.Huber(e[0], e[1])),
            new("Nn.Huber", [X(shape), C(shape), N(0.3)], e => Nn.Huber(e[0], e[1], 0.3)),
            new("Nn.BinaryCrossEntropy", [X(shape), X(shape)], e => Nn.BinaryCrossEntropy(e[0], e[1])),
            new("Nn.SoftmaxCrossEntropy", [X(shape[0], 3), Labels(shape[0])], e => Nn.SoftmaxCrossEntropy(e[0], e.Labels(1))),
        }
        select loss;

    private static IEnumerable<IntrinsicCase> Products =>
        from c in new (Shape A, Shape B)[]
        {
            (Leaves.Shape(1, 1), Leaves.Shape(1, 1)), (Leaves.Shape(3, 5), Leaves.Shape(5, 2)),
            (Leaves.Shape(s_batch, 7), Leaves.Shape(7, 1)), (Leaves.Shape(2, 3, 5), Leaves.Shape(5, 2)),
            (Leaves.Shape(2, 3, 5), Leaves.Shape(2, 5, 2)), (Leaves.Shape(3, 5), Leaves.Shape(2, 5, 2)),
            (Leaves.Shape(2, 1, 3, 2), Leaves.Shape(3, 2, 1)), (Leaves.Shape(1, 2, 3), Leaves.Shape(4, 3, 2)),
            (Leaves.Shape(s_time, s_batch, 2), Leaves.Shape(2, 3)),
        }
        select new IntrinsicCase("Nn.MatMul", [X(c.A), X(c.B)], e => Nn.MatMul(e[0], e[1]));

    private static IEnumerable<IntrinsicCase> Layouts =>
    [
        new("Nn.Transpose", [X(3, 5)], e => Nn.Transpose(e[0])),
        new("Nn.Transpose", [X(3, 5), I(0), I(0)], e => Nn.Transpose(e[0], 0, 0)),
        new("Nn.Transpose", [X(2, 3, 5), I(0), I(-1)], e => Nn.Transpose(e[0], 0, -1)),
        new("Nn.Transpose", [X(s_time, s_batch, 2, 3), I(1), I(2)], e => Nn.Transpose(e[0], 1, 2)),
        new("Nn.Reshape", [X(3, 4), Lengths(2, 6)], e => Nn.Reshape(e[0], 2, 6)),
        new("Nn.Reshape", [X(3, 4), Lengths(-1)], e => Nn.Reshape(e[0], -1)),
        new("Nn.Reshape", [X(s_batch, 4), Lengths(2, -1)], e => Nn.Reshape(e[0], 2, -1)),
        new("Nn.Reshape", [X(s_batch, 4), Lengths(3, 4)], e => Nn.Reshape(e[0], 3, 4)),
        new("Nn.Reshape", [X(s_time * s_batch, 2), Lengths(s_time, s_batch, -1)], e => Nn.Reshape(e[0], 2, 3, -1)),
        new("Nn.At", [X(7), I(3)], e => Nn.At(e[0], 3)),
        new("Nn.At", [X(3, 5), I(0)], e => Nn.At(e[0], 0)),
        new("Nn.At", [X(s_batch, 2, 2), I(s_batch - 2)], e => Nn.At(e[0], 1)),
        new("Nn.Gather", [X(3, 5), Labels(s_batch)], e => Nn.Gather(e[0], e.Labels(1))),
        new("Nn.Last", [X(7)], e => Nn.Last(e[0])),
        new("Nn.Last", [X(s_batch, 2, 2)], e => Nn.Last(e[0])),
        new("Nn.Slice", [X(7), I(0), I(2), I(3)], e => Nn.Slice(e[0], 0, 2, 3)),
        new("Nn.Slice", [X(2, 3, 5), I(-1), I(0), I(2)], e => Nn.Slice(e[0], -1, 0, 2)),
        new("Nn.Slice", [X(s_batch, 5), I(0), I(1), I(s_batch - 1)], e => Nn.Slice(e[0], 0, 1, 2)),
        new("Nn.Concat", [I(0), Xs([2, 3], [1, 3], [s_batch, 3])], e => Nn.Concat(0, e.List(1))),
        new("Nn.Concat", [I(-1), Xs([2, 3], [2, 1])], e => Nn.Concat(-1, e.List(1))),
        new("Nn.Concat", [I(0), Xs([7])], e => Nn.Concat(0, e.List(1))),
        new("Nn.Stack", [I(0), Xs([2, 3], [2, 3], [2, 3])], e => Nn.Stack(0, e.List(1))),
        new("Nn.Stack", [I(-1), Xs([2, 3], [2, 3])], e => Nn.Stack(-1, e.List(1))),
        new("Nn.Stack", [I(1), Xs([s_batch], [s_batch])], e => Nn.Stack(1, e.List(1))),
    ];

    private static IEnumerable<IntrinsicCase> Creation =>
    [
        new("Nn.Zeros", [Lengths(3, 5)], _ => Nn.Zeros<float>(3, 5) is var zeros
            ? Tensor.Create(zeros.Select(x => (double)x).ToArray(), zeros.Lengths) : null!),
        new("Nn.Ones", [Lengths(s_batch)], _ => Nn.Ones<double>(3)),
        new("Nn.Full", [X(), Lengths(2, s_batch)], e => Nn.Full(e.Number(0), 2, 3)),
        new("Nn.Full", [N(0.5), Lengths(4)], _ => Nn.Full(0.5, 4)),
    ];

    private static IEnumerable<IntrinsicCase> Total(string name, Func<Tensor<double>, double>? eager)
        => s_tensors.Select(s => new IntrinsicCase(name, [X(s)], eager is null ? null : e => eager(e[0])));

    private static IEnumerable<IntrinsicCase> Along(string name, Func<Tensor<double>, int, bool, Tensor<double>> eager) =>
        from shape in s_tensors
        from axis in Enumerable.Range(-shape.Rank, 2 * shape.Rank)
        from keep in new[] { false, true }
        select new IntrinsicCase(name, [X(shape), I(axis), Flag(keep)], e => eager(e[0], axis, keep));

    private static IEnumerable<IntrinsicCase> Normalized(string name, Func<Tensor<double>, int, Tensor<double>> eager) =>
        from shape in s_tensors
        from axis in Enumerable.Range(-shape.Rank, 2 * shape.Rank)
        select new IntrinsicCase(name, [X(shape), I(axis)], e => eager(e[0], axis));
}
