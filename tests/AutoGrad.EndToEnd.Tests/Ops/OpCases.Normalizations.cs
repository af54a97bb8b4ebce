using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Normalisation along the last axis.</content>
internal static partial class OpCases
{
    private static int[][] NormalizedShapes => [[1], [2], [7], [33], [3, 16], [5, 17], [17, 33], [2, 3, 7], [2, 3, 2, 40], [40, 500]];

    // One number has no deviation: its gradient is terms of 1 / sqrt(1e-5) = 316 less themselves, each rounded to 2e-5.
    private const double Lone = 4;

    private static IEnumerable<OpCase> Normalizations =>
    [
        .. NormalizedShapes.Select(s => Case("Nn.LayerNorm", "LayerNorm(A, B, C)", t => torch.nn.functional.layer_norm(t[0], [s[^1]], t[1], t[2]), s, [s[^1]], [s[^1]]) with { Cancelled = s[^1] == 1 ? Lone : 0 }),
        .. NormalizedShapes.Select(s => Case("Nn.RmsNorm", "RmsNorm(A, B)", t => t[0] * ((t[0] * t[0]).mean([-1L], true) + 1e-5).rsqrt() * t[1], s, [s[^1]])),
        Case("Nn.LayerNorm", "LayerNorm(Tanh(A), B, B, 0.1)", t => torch.nn.functional.layer_norm(t[0].tanh(), [17], t[1], t[1], 0.1), [5, 17], [17]),
        Case("Nn.RmsNorm", "RmsNorm(A, A, epsilon: 0.5)", t => t[0] * ((t[0] * t[0]).mean() + 0.5).rsqrt() * t[0], [17]),
    ];
}
