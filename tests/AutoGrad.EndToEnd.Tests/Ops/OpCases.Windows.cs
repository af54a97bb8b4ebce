using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Convolutions and pools.</content>
internal static partial class OpCases
{
    private static IEnumerable<OpCase> Windows =>
    [
        .. new (int[] X, int[] W, int Stride, int Padding, int Dilation, int Groups)[]
        {
            ([1, 1, 3, 4], [1, 1, 1, 1], 1, 0, 1, 1), ([2, 3, 6, 7], [5, 3, 3, 3], 1, 0, 1, 1), ([2, 3, 5, 17], [4, 3, 3, 3], 1, 1, 1, 1), ([1, 2, 9, 8], [3, 2, 3, 3], 2, 1, 1, 1),
            ([1, 2, 8, 9], [3, 2, 2, 2], 3, 0, 1, 1), ([1, 2, 9, 9], [3, 2, 3, 3], 1, 2, 2, 1), ([2, 4, 7, 5], [6, 2, 3, 3], 1, 1, 1, 2), ([1, 5, 6, 6], [5, 1, 3, 3], 2, 1, 1, 5),
            ([1, 4, 9, 9], [8, 1, 2, 2], 2, 1, 3, 4),
        }.SelectMany(g => new[]
        {
            Case("Nn.Conv2d", $"Conv2d(A, B, {g.Stride}, {g.Padding}, {g.Dilation}, {g.Groups})", t => Conv(t[0], t[1], null, g.Stride, g.Padding, g.Dilation, g.Groups), g.X, g.W),
            Case("Nn.Conv2d", $"Relu(Conv2d(A * 2, B, C, {g.Stride}, {g.Padding}, {g.Dilation}, {g.Groups}))", t => Conv(t[0] * 2, t[1], t[2], g.Stride, g.Padding, g.Dilation, g.Groups).relu(), g.X, g.W, [g.W[0]]),
        }),
        Case("Nn.Conv2d", "Conv2d(A, B, padding: 1)", t => Conv(t[0], t[1], null, 1, 1, 1, 1), [2, 2, 4, 4], [3, 2, 3, 3]),
        Case("Nn.Conv2d", "Conv2d(MaxPool2d(Relu(Conv2d(A, B, C, 1, 1)), 2, 2), D)", t => Conv(torch.nn.functional.max_pool2d(Conv(t[0], t[1], t[2], 1, 1, 1, 1).relu(), 2, 2), t[3], null, 1, 0, 1, 1), [2, 1, 8, 8], [3, 1, 3, 3], [3], [2, 3, 3, 3]),
        Case("Nn.Conv2d", "Conv2d(A, B) * Conv2d(A, B)", t => Conv(t[0], t[1], null, 1, 0, 1, 1).square(), [1, 2, 4, 4], [2, 2, 2, 2]),

        Case("Nn.Conv1d", "Conv1d(A, B)", t => torch.nn.functional.conv1d(t[0], t[1]), [2, 3, 17], [4, 3, 3]),
        Case("Nn.Conv1d", "Conv1d(A, B, C, 2, 1, 2, 1)", t => torch.nn.functional.conv1d(t[0], t[1], t[2], 2, 1, 2), [2, 3, 17], [4, 3, 3], [4]),
        Case("Nn.Conv1d", "Conv1d(A, B, C, 1, 2, 1, 2)", t => torch.nn.functional.conv1d(t[0], t[1], t[2], 1, 2, 1, 2), [1, 4, 7], [6, 2, 5], [6]),

        .. new (int[] X, int[] W, int Stride, int Padding, int Dilation, int Groups, int More)[]
        {
            ([1, 1, 3, 2], [1, 1, 1, 1], 1, 0, 1, 1, 0), ([2, 3, 4, 5], [3, 4, 3, 3], 1, 1, 1, 1, 0), ([1, 2, 4, 3], [2, 3, 4, 4], 2, 1, 1, 1, 0), ([1, 2, 4, 5], [2, 3, 3, 3], 2, 1, 1, 1, 1),
            ([1, 4, 3, 4], [4, 3, 2, 2], 3, 0, 2, 2, 2), ([1, 3, 3, 3], [3, 1, 2, 2], 2, 0, 1, 3, 0),
        }.SelectMany(g => new[]
        {
            Case("Nn.ConvTranspose2d", $"ConvTranspose2d(A, B, {g.Stride}, {g.Padding}, {g.Dilation}, {g.Groups}, {g.More})", t => Transposed(t[0], t[1], null, g.Stride, g.Padding, g.Dilation, g.Groups, g.More), g.X, g.W),
            Case("Nn.ConvTranspose2d", $"ConvTranspose2d(A, B, C, {g.Stride}, {g.Padding}, {g.Dilation}, {g.Groups}, {g.More})", t => Transposed(t[0], t[1], t[2], g.Stride, g.Padding, g.Dilation, g.Groups, g.More), g.X, g.W, [g.W[1] * g.Groups]),
        }),

        .. new (int[] X, int Kernel, int Stride, int Padding)[] { ([1, 1, 2, 2], 1, 1, 0), ([2, 3, 6, 18], 2, 2, 0), ([1, 2, 7, 9], 3, 2, 1), ([2, 1, 5, 20], 3, 1, 1), ([1, 2, 8, 8], 2, 3, 1), ([1, 1, 4, 5], 4, 1, 2) }.SelectMany(g => new[]
        {
            Case("Nn.MaxPool2d", $"MaxPool2d(A, {g.Kernel}, {g.Stride}, {g.Padding})", t => torch.nn.functional.max_pool2d(t[0], g.Kernel, g.Stride, g.Padding), g.X),
            Case("Nn.AvgPool2d", $"AvgPool2d(A, {g.Kernel}, {g.Stride}, {g.Padding})", t => torch.nn.functional.avg_pool2d(t[0], g.Kernel, g.Stride, g.Padding), g.X),
        }),
        Case("Nn.MaxPool2d", "MaxPool2d(Relu(A), 2, 2) * B", t => torch.nn.functional.max_pool2d(t[0].relu(), 2, 2) * t[1], [2, 2, 6, 4], [2]),
        Case("Nn.MaxPool1d", "MaxPool1d(A, 3, 2, 1)", t => torch.nn.functional.max_pool1d(t[0], 3, 2, 1), [2, 3, 17]),
        Case("Nn.MaxPool1d", "MaxPool1d(A, 2, 2)", t => torch.nn.functional.max_pool1d(t[0], 2, 2), [1, 2, 7]),
        Case("Nn.AvgPool1d", "AvgPool1d(A, 3, 2, 1)", t => torch.nn.functional.avg_pool1d(t[0], 3, 2, 1), [2, 3, 17]),
    ];

    private static TorchTensor Conv(TorchTensor x, TorchTensor w, TorchTensor? bias, long stride, long padding, long dilation, long groups)
        => torch.nn.functional.conv2d(x, w, bias, [stride, stride], [padding, padding], [dilation, dilation], groups);

    private static TorchTensor Transposed(TorchTensor x, TorchTensor w, TorchTensor? bias, long stride, long padding, long dilation, long groups, long more)
        => torch.nn.functional.conv_transpose2d(x, w, bias, [stride, stride], [padding, padding], [more, more], [dilation, dilation], groups);
}
