using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Reductions and soft-max.</content>
internal static partial class OpCases
{
    private static (int[] Shape, int Axis)[] Axes =>
    [
        ([1], 0), ([7], 0), ([33], 0), ([1, 7], 0), ([5, 17], 0), ([5, 17], 1), ([5, 17], -1), ([33, 3], -2), ([7, 1], 1), ([2, 3, 7], 1), ([2, 3, 17], 2), ([3, 1, 5, 2], 0), ([3, 1, 5, 2], 2), ([2, 3, 4, 17], 1),
    ];

    private static IEnumerable<OpCase> Reductions =>
    [
        .. Unary("Nn.Sum", "Sum(A)", x => x.sum()),
        .. Unary("Tensor.Sum", "Tensor.Sum<float>(A)", x => x.sum(), shapes: FewShapes),
        .. Unary("Nn.Mean", "Mean(A)", x => x.mean()),
        .. Unary("Nn.Max", "Max(A)", x => x.amax([.. Enumerable.Range(0, (int)x.dim()).Select(i => (long)i)])),
        .. Unary("Tensor.Max", "Tensor.Max<float>(A)", x => x.max(), shapes: FewShapes),
        .. Unary("Tensor.Min", "Tensor.Min<float>(A)", x => x.min(), shapes: FewShapes),
        .. Along("Nn.Sum", "Sum", (x, axis, keep) => x.sum([(long)axis], keep)),
        .. Along("Nn.Mean", "Mean", (x, axis, keep) => x.mean([(long)axis], keep)),
        .. Along("Nn.Max", "Max", (x, axis, keep) => x.amax([axis], keep)),
        .. Along("Nn.Min", "Min", (x, axis, keep) => x.amin([axis], keep)),
        .. Along("Nn.LogSumExp", "LogSumExp", (x, axis, keep) => x.logsumexp(axis, keep)),

        Case("Nn.Sum", "Sum(Sum(A * A, 0), 0)", t => (t[0] * t[0]).sum([0L, 1L]).reshape(1), [5, 17]),
        Case("Nn.Sum", "Sum(Sum(A * B, 2), 0)", t => (t[0] * t[1]).sum([0L, 2L]), [2, 3, 7], [2, 3, 7]),
        Case("Nn.Mean", "A / (1 + Mean(A * A, -1, keepDims: true))", t => t[0] / (1 + (t[0] * t[0]).mean([-1L], true)), [5, 17]),
        Case("Nn.Max", "A - Max(A, 1, keepDims: true)", t => t[0] - t[0].amax([1], true), [5, 17]),
        Case("Nn.Max", "Max(A * B, 0)", t => (t[0] * t[1]).amax([0], false), [33, 17], [33, 17]),
        Case("Nn.Max", "Max(A - B, 0) + Sum(A - B, 0)", t => (t[0] - t[1]).amax([0], false) + (t[0] - t[1]).sum([0L]), [5, 19], [19]),
        Case("Nn.Max", "Max(MatMul(A, B) + 1, 0)", t => (t[0].mm(t[1]) + 1).amax([0], false), [13, 5], [5, 37]),
        Case("Nn.Sum", "Sum(A + B, axis: 1)", t => (t[0] + t[1]).sum([1L]), [3, 1, 7], [5, 1]),

        .. Binary("Tensor.Dot", "Tensor.Dot<float>(A, B)", (x, y) => (x * y).sum(), shapes: [([1], [1]), ([7], [7]), ([33], [33]), ([5, 17], [5, 17])]),
        .. Unary("Tensor.Dot", "Tensor.Dot<float>(A, A)", x => (x * x).sum(), shapes: FewShapes),
    ];

    private static IEnumerable<OpCase> Softmaxes =>
    [
        .. Axes.Select(a => Soft("Nn.Softmax", $"Softmax(A, {a.Axis})", a.Shape, x => x.softmax(a.Axis))),
        .. Axes.Select(a => Soft("Nn.LogSoftmax", $"LogSoftmax(A, {a.Axis})", a.Shape, x => x.log_softmax(a.Axis))),
        Soft("Nn.Softmax", "Softmax(A)", [5, 17], x => x.softmax(-1)),
        Soft("Nn.LogSoftmax", "LogSoftmax(A)", [2, 3, 7], x => x.log_softmax(-1)),
        // The base library's takes all elements together, so the front end refuses it for more axes than one.
        Soft("Tensor.SoftMax", "Tensor.SoftMax<float>(A)", [1], x => x.softmax(0)),
        Soft("Tensor.SoftMax", "Tensor.SoftMax<float>(A)", [17], x => x.softmax(0)),
    ];

    private static OpCase Soft(string intrinsic, string expression, int[] shape, Func<TorchTensor, TorchTensor> reference)
        => new(intrinsic, expression, [new(Domain.Any, shape)], t => reference(t[0]));

    private static IEnumerable<OpCase> Along(string intrinsic, string function, Func<TorchTensor, int, bool, TorchTensor> reference)
        => Axes.Select((a, i) =>
        {
            bool keep = i % 2 == 1;
            return new OpCase(intrinsic, keep ? $"{function}(A, {a.Axis}, keepDims: true)" : $"{function}(A, axis: {a.Axis})", [new(Domain.Any, a.Shape)], t =>
            {
                TorchTensor reduced = reference(t[0], a.Axis, keep);
                return reduced.dim() == 0 ? reduced.reshape(1) : reduced;
            });
        });
}
