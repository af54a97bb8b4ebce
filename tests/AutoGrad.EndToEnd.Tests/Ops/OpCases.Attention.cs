using TorchSharp;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Ops;

/// <content>Attention, and the rotation of pairs.</content>
internal static partial class OpCases
{
    private static bool[] Truths => [false, true];

    private static IEnumerable<OpCase> Attentions =>
    [
        .. from s in new (int N, int Time, int Width, int Heads)[] { (1, 1, 1, 1), (2, 3, 4, 2), (2, 7, 6, 3), (1, 17, 8, 1), (1, 70, 4, 2) }
           from causal in Truths
           select Attention(s.N, s.Time, s.Width, s.Heads, causal, []),
        .. from causal in Truths
           select Attention(2, 5, 6, 3, causal, [.. Enumerable.Range(0, 10).Select(i => i % 5 == 0 || i % 3 != 1)]),
        Attention(3, 9, 8, 2, causal: true, [.. Enumerable.Range(0, 27).Select(i => i % 9 < 2 || i % 4 != 1)]),

        .. Unary("Nn.RotatePairs", "RotatePairs(A)", x => torch.stack([-Every(x, 1), Every(x, 0)], -1).flatten(-2), shapes: [[2], [3, 6], [2, 3, 16]]),
    ];

    private static OpCase Attention(int n, int time, int width, int heads, bool causal, bool[] mask)
    {
        string truth = causal ? "true" : "false";
        return new OpCase("Nn.Attention", mask.Length == 0 ? $"Attention(A, {heads}, {truth})" : $"Attention(A, mask, {heads}, {truth})", [new(Domain.Any, n, time, 3 * width)], t =>
        {
            TorchTensor seen = torch.ones(time, time, dtype: torch.@bool);
            if (causal)
                seen = seen.tril();
            if (mask.Length > 0)
                seen = seen & torch.tensor(mask, [n, 1, 1, time]);
            TorchTensor[] parts = [.. t[0].chunk(3, dim: -1).Select(p => p.reshape(n, time, heads, width / heads).transpose(1, 2))];
            return torch.nn.functional.scaled_dot_product_attention(parts[0], parts[1], parts[2], seen).transpose(1, 2).reshape(n, time, width);
        })
        {
            Constants = mask.Length == 0 ? [] : [new("mask", [n, time], mask)],
        };
    }

    private static TorchTensor Every(TorchTensor x, int second) => x.reshape([.. x.shape[..^1], x.shape[^1] / 2, 2]).select(-1, second);
}
