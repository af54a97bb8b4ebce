using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Losses.</content>
internal static partial class OpCases
{
    private static int[][] LossShapes => [[1], [7], [33], [3, 1], [5, 17], [2, 3, 7]];

    private static IEnumerable<OpCase> Losses =>
    [
        .. Loss("Nn.MeanSquaredError", "MeanSquaredError(A, B)", (x, y) => ((x - y) * (x - y)).mean()),
        .. Loss("Nn.MeanAbsoluteError", "MeanAbsoluteError(A, B)", (x, y) => (x - y).abs().mean()),
        .. Loss("Nn.Huber", "Huber(A, B)", (x, y) => torch.nn.functional.huber_loss(x, y, delta: 1)),
        .. Loss("Nn.Huber", "Huber(A, B, 0.3)", (x, y) => torch.nn.functional.huber_loss(x, y, delta: 0.3)),
        .. Loss("Nn.BinaryCrossEntropy", "BinaryCrossEntropy(A, B)", (x, y) => torch.nn.functional.binary_cross_entropy_with_logits(x, y), Domain.Wide, Domain.Probability),

        .. new[] { (1, 1), (1, 7), (7, 1), (5, 3), (3, 17), (17, 10), (33, 33) }.Select(s => CrossEntropy("SoftmaxCrossEntropy(A, labels)", [s.Item1, s.Item2], x => x)),
        CrossEntropy("SoftmaxCrossEntropy(A, labels)", [2, 3, 7], x => x),
        CrossEntropy("SoftmaxCrossEntropy(A, labels)", [2, 3, 5, 17], x => x),
        CrossEntropy("SoftmaxCrossEntropy(A * 5, labels)", [5, 17], x => x * 5),
        CrossEntropy("SoftmaxCrossEntropy(Tanh(A), labels) * 3 + Mean(A)", [5, 7], x => x.tanh(), (x, loss) => (loss * 3) + x.mean()),
    ];

    private static IEnumerable<OpCase> Loss(string intrinsic, string expression, Func<TorchTensor, TorchTensor, TorchTensor> reference, Domain x = Domain.Any, Domain y = Domain.Any)
        => Binary(intrinsic, expression, reference, x, y, [.. LossShapes.Select(s => (s, s))]);

    private static OpCase CrossEntropy(string expression, int[] shape, Func<TorchTensor, TorchTensor> logits, Func<TorchTensor, TorchTensor, TorchTensor>? after = null)
    {
        int rows = Testing.Numbers.Count(shape.AsSpan(0, shape.Length - 1)), classes = shape[^1];
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i * 5 % classes)];
        return new OpCase("Nn.SoftmaxCrossEntropy", expression, [new(Domain.Any, shape)], t =>
        {
            TorchTensor loss = torch.nn.functional.cross_entropy(logits(t[0]).reshape(rows, classes), torch.tensor(Array.ConvertAll(labels, l => (long)l)));
            return after is null ? loss : after(t[0], loss);
        })
        {
            Constants = [new("labels", shape[..^1], labels)],
        };
    }
}
