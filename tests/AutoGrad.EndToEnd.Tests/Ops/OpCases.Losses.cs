using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Losses.</content>
internal static partial class OpCases
{
    private static int[][] LossShapes => [[1], [2], [7], [33], [3, 1], [5, 17], [2, 3, 7]];

    private static IEnumerable<OpCase> Losses =>
    [
        .. Loss("Nn.MeanSquaredError", "MeanSquaredError(A, B)", (x, y) => ((x - y) * (x - y)).mean()),
        .. Loss("Nn.MeanAbsoluteError", "MeanAbsoluteError(A, B)", (x, y) => (x - y).abs().mean()),
        .. Loss("Nn.Huber", "Huber(A, B)", (x, y) => torch.nn.functional.huber_loss(x, y, delta: 1)),
        .. Loss("Nn.Huber", "Huber(A, B, 0.3)", (x, y) => torch.nn.functional.huber_loss(x, y, delta: 0.3)),
        .. Loss("Nn.BinaryCrossEntropy", "BinaryCrossEntropy(A, B)", (x, y) => torch.nn.functional.binary_cross_entropy_with_logits(x, y), Domain.Wide, Domain.Probability),
        .. Loss("Nn.MeanSquaredError", "MeanSquaredError(A, B, Reduction.Sum)", (x, y) => ((x - y) * (x - y)).sum()),
        .. Loss("Nn.MeanAbsoluteError", "MeanAbsoluteError(A, B, Reduction.Sum)", (x, y) => (x - y).abs().sum()),
        .. Loss("Nn.Huber", "Huber(A, B, reduction: Reduction.Sum)", (x, y) => torch.nn.functional.huber_loss(x, y, delta: 1, reduction: torch.nn.Reduction.Sum)),
        .. Loss("Nn.BinaryCrossEntropy", "BinaryCrossEntropy(A, B, labelSmoothing: 0.2, positiveWeight: 2.5)", (x, y) => torch.nn.functional.binary_cross_entropy_with_logits(x, (0.8 * y) + 0.1, pos_weights: torch.tensor(2.5)), Domain.Wide, Domain.Probability),
        .. Loss("Nn.BinaryCrossEntropy", "BinaryCrossEntropy(A, B, reduction: Reduction.Sum)", (x, y) => torch.nn.functional.binary_cross_entropy_with_logits(x, y, reduction: torch.nn.Reduction.Sum), Domain.Wide, Domain.Probability),
        .. Loss("Nn.Hinge", "Hinge(A, B)", (x, y) => (1 - (x * y)).clamp(min: 0).mean()),
        .. Loss("Nn.Hinge", "Hinge(A, B, Reduction.Sum)", (x, y) => (1 - (x * y)).clamp(min: 0).sum()),
        .. Loss("Nn.Focal", "Focal(A, B)", (x, y) => Focal(x, y, 2, 0.25).mean(), Domain.Wide, Domain.Probability),
        .. Loss("Nn.Focal", "Focal(A, B, gamma: 0.5, alpha: 0.6, reduction: Reduction.Sum)", (x, y) => Focal(x, y, 0.5, 0.6).sum(), Domain.Wide, Domain.Probability),
        .. Loss("Nn.KullbackLeibler", "KullbackLeibler(A, B)", (x, y) => Divergence(x, y).mean(), Domain.Wide, Domain.Probability),
        .. Loss("Nn.KullbackLeibler", "KullbackLeibler(A, Softmax(B), Reduction.Sum)", (x, y) => Divergence(x, y.softmax(-1)).sum()),
        .. Loss("Nn.CosineDistance", "CosineDistance(A, B)", (x, y) => (1 - torch.nn.functional.cosine_similarity(x, y, dim: -1)).mean()).Select(LoneDirection),
        .. Loss("Nn.CosineDistance", "CosineDistance(A, B, Reduction.Sum)", (x, y) => (1 - torch.nn.functional.cosine_similarity(x, y, dim: -1)).sum()).Select(LoneDirection),

        .. new[] { (1, 3), (5, 3), (3, 17), (17, 10), (33, 33) }.SelectMany(s => SmoothedCrossEntropies([s.Item1, s.Item2])),
        .. new[] { (1, 1), (1, 7), (7, 1), (5, 3), (3, 17), (17, 10), (33, 33) }.Select(s => CrossEntropy("SoftmaxCrossEntropy(A, labels)", [s.Item1, s.Item2], x => x)),
        CrossEntropy("SoftmaxCrossEntropy(A, labels)", [2, 3, 7], x => x),
        CrossEntropy("SoftmaxCrossEntropy(A, labels)", [2, 3, 5, 17], x => x),
        CrossEntropy("SoftmaxCrossEntropy(A * 5, labels)", [5, 17], x => x * 5),
        CrossEntropy("SoftmaxCrossEntropy(Tanh(A), labels) * 3 + Mean(A)", [5, 7], x => x.tanh(), (x, loss) => (loss * 3) + x.mean()),
    ];

    // Of targets of 0 and 1 it is that of the paper; between, that of the same formula.
    private static TorchTensor Focal(TorchTensor x, TorchTensor y, double gamma, double alpha)
    {
        TorchTensor z = ((2 * y) - 1) * x;
        return ((((2 * alpha) - 1) * y) + 1 - alpha) * torch.pow(torch.sigmoid(-z), gamma) * torch.nn.functional.softplus(-z);
    }

    private static TorchTensor Divergence(TorchTensor x, TorchTensor y) => (y * (y.log() - x.log_softmax(-1))).sum(-1);

    private static IEnumerable<OpCase> SmoothedCrossEntropies(int[] shape)
    {
        int[] labels = [.. Enumerable.Range(0, shape[0]).Select(i => i * 5 % shape[1])];
        TorchTensor Labels() => torch.tensor(Array.ConvertAll(labels, l => (long)l));
        TorchTensor Weighted(TorchTensor x, TorchTensor w)
        {
            TorchTensor log = x.log_softmax(1), own = w.index_select(0, Labels());
            return (0.7 * (-own * log.gather(1, Labels().unsqueeze(1)).squeeze(1)).sum()) - (0.3 / shape[1] * (w * log).sum());
        }

        Constant[] constants = [new("labels", [shape[0]], labels)];
        Operand logits = new(Domain.Any, shape), weights = new(Domain.Positive, shape[1]);
        const string name = "Nn.SoftmaxCrossEntropy";
        yield return new(name, "SoftmaxCrossEntropy(A, labels, Reduction.Sum)", [logits], t => torch.nn.functional.cross_entropy(t[0], Labels(), reduction: torch.nn.Reduction.Sum)) { Constants = constants };
        yield return new(name, "SoftmaxCrossEntropy(A, labels, labelSmoothing: 0.3)", [logits], t => torch.nn.functional.cross_entropy(t[0], Labels(), label_smoothing: 0.3)) { Constants = constants };
        yield return new(name, "SoftmaxCrossEntropy(A, labels, B, labelSmoothing: 0.3, Reduction.Sum)", [logits, weights], t => Weighted(t[0], t[1])) { Constants = constants };
        yield return new(name, "SoftmaxCrossEntropy(A, labels, B, labelSmoothing: 0.3)", [logits, weights], t => Weighted(t[0], t[1]) / t[1].index_select(0, Labels()).sum()) { Constants = constants };
    }

    // A number has the direction of its sign alone, so that its gradient is terms of about 1 less themselves.
    private static OpCase LoneDirection(OpCase c) => c.Operands[0].Shape is [.., 1] ? c with { Cancelled = 1 } : c;

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
