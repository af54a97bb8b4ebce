using AutoGrad.EndToEnd.Tests.Testing;
using TorchSharp;
using F = TorchSharp.torch.nn.functional;
using TorchTensor = TorchSharp.torch.Tensor;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Five configurations and more of each layer of transformers.</summary>
internal static class LayerCases
{
    /// <summary>
    /// The rate of two blocks whose loss has no bottom: at 0.002 their gradients grow within ten steps from 4e2 to 4e8 and from 3e2 to 1e12, and every
    /// rounding with them. In step 7 our gradient and torch's are both 1.2e-6 of their norm off what the double twin has of the same parameters, and
    /// the twin's gradients of our parameters and of torch's are 5e-4 apart; in the other block 1.6e-5, 6e-6 and 6e-3. And of a block that
    /// normalises two numbers, which come close to each other in step 3: there the gradients are 2.5e-5 and 6e-6 off, and fifty times larger.
    /// </summary>
    private const float Slow = 0.0005f;

    public static IReadOnlyList<LayerCase> All { get; } =
    [
        .. new int[][] { [1, 1], [2, 2], [1, 3], [3, 7], [5, 16], [17, 33], [40, 100], [2, 3, 7], [2, 3, 2, 10] }.Select(s => Functional("LayerNorm", $"{s[^1]}", s, p => F.layer_norm(p["X"], [s[^1]], p["L.Scale"], p["L.Offset"])) with { Cancels = s[^1] <= 2 }),
        .. new int[][] { [1, 1], [2, 2], [1, 3], [3, 7], [5, 16], [17, 33], [40, 100], [2, 3, 7], [2, 3, 2, 10] }.Select(s => Functional("RmsNorm", $"{s[^1]}", s, p => p["X"] * ((p["X"] * p["X"]).mean([-1L], true) + 1e-5).rsqrt() * p["L.Scale"]) with { Cancels = s[^1] <= 2 }),
        .. new[] { (1, 1, 1, 1), (2, 5, 3, 1), (2, 5, 4, 2), (3, 7, 6, 1), (2, 9, 12, 3), (1, 70, 8, 2) }.Select(s => Heads(s, "", mask: [])),
        .. new[] { (1, 1, 2, 1), (2, 5, 4, 2), (3, 7, 6, 1), (2, 9, 12, 3), (1, 70, 8, 2) }.Select(s => Heads(s, ", true", mask: [])),
        .. new[] { (2, 5, 4, 2), (3, 7, 6, 1), (2, 9, 12, 3) }.Select(s => Heads(s, "", Mask(s))),
        .. new[] { (2, 5, 4, 2), (3, 7, 6, 1) }.Select(s => Heads(s, ", true", Mask(s))),
        .. new[] { (1, 2, 2, 1), (2, 5, 4, 2), (3, 7, 12, 2), (2, 9, 12, 3), (1, 40, 8, 4) }.Select(s => Rotary(s)),
        .. new[] { (1, 1, 2, 1), (2, 3, 3, 1), (2, 5, 4, 2), (3, 7, 6, 1), (2, 9, 12, 3), (1, 66, 8, 2) }.Select(s => PreNorm(s, isCausal: s.Item1 == 2, mask: []) with { LearningRate = s.Item3 is 2 or >= 8 ? Slow : 0.002f, Cancels = s.Item3 == 2 }),
        PreNorm((2, 5, 4, 2), isCausal: false, Mask((2, 5, 4, 2))),
        .. new[] { (1, 1, 2, 1), (2, 3, 3, 1), (2, 5, 4, 2), (3, 7, 6, 1), (2, 9, 12, 3), (1, 66, 8, 2) }.Select(s => PostNorm(s, isCausal: s.Item1 == 2, mask: []) with { Cancels = s.Item3 == 2 }),
        PostNorm((2, 5, 4, 2), isCausal: true, Mask((2, 5, 4, 2))),
        .. new int[][] { [1, 1, 1], [2, 5, 4], [1, 9, 7], [3, 2, 16], [2, 40, 10] }.Select(s => Functional("SinusoidalPositions", $"{s[^1]}", s, p => p["X"] + Positions(s[1], s[2]))),
    ];

    // The first step is always seen: torch gives NaN where nothing is.
    private static bool[] Mask((int N, int Time, int Width, int Heads) s) => [.. Enumerable.Range(0, s.N * s.Time).Select(i => i % s.Time == 0 || i % 3 != 1)];

    private static LayerCase Functional(string layer, string arguments, int[] input, Func<IReadOnlyDictionary<string, TorchTensor>, TorchTensor> value)
        => new(layer, arguments, input, p => new TorchSide(p.ToDictionary(l => l.Key, l => (l.Value, false)), () => value(p)));

    // Torch's module has the steps first.
    private static LayerCase Heads((int N, int Time, int Width, int Heads) s, string more, bool[] mask)
        => new("MultiHeadAttention", $"{s.Width}, {s.Heads}{more}", [s.N, s.Time, s.Width], p =>
        {
            var module = torch.nn.MultiheadAttention(s.Width, s.Heads);
            var leaves = new Dictionary<string, (TorchTensor, bool)> { ["X"] = (p["X"], false) };
            AddHeads(leaves, module, "", "L.");
            return new TorchSide(leaves, () =>
            {
                TorchTensor x = p["X"].transpose(0, 1);
                return module.forward(x, x, x, Hidden(mask, s), false, more.Length > 0 ? Later(s.Time) : null).Item1.transpose(0, 1);
            });
        }) { Mask = mask };

    private static LayerCase Rotary((int N, int Time, int Width, int Heads) s)
        => Functional("MultiHeadAttention", $"{s.Width}, {s.Heads}, true, true", [s.N, s.Time, s.Width], p =>
        {
            int size = s.Width / s.Heads;
            TorchTensor projected = torch.matmul(p["X"], p["L.QueryKeyValue"]) + p["L.QueryKeyValueBias"];
            TorchTensor[] parts = [.. projected.chunk(3, dim: -1).Select(part => part.reshape(s.N, s.Time, s.Heads, size).transpose(1, 2))];
            TorchTensor frequency = torch.pow(10000, -torch.arange(0, size, 2, dtype: torch.float32) / size);
            TorchTensor angle = torch.arange(s.Time, dtype: torch.float32).unsqueeze(1) * frequency;
            // A pair as a complex number, multiplied by one on the unit circle.
            TorchTensor Turn(TorchTensor x)
            {
                TorchTensor pairs = x.reshape(s.N, s.Heads, s.Time, size / 2, 2), even = pairs.select(-1, 0), odd = pairs.select(-1, 1);
                return torch.stack([(even * angle.cos()) - (odd * angle.sin()), (even * angle.sin()) + (odd * angle.cos())], -1).flatten(-2);
            }

            TorchTensor attended = F.scaled_dot_product_attention(Turn(parts[0]), Turn(parts[1]), parts[2], torch.ones(s.Time, s.Time, dtype: torch.@bool).tril());
            return torch.matmul(attended.transpose(1, 2).reshape(s.N, s.Time, s.Width), p["L.Output"]) + p["L.OutputBias"];
        });

    private static LayerCase PreNorm((int N, int Time, int Width, int Heads) s, bool isCausal, bool[] mask)
        => Functional("TransformerBlock", $"{s.Width}, {s.Heads}, {2 * s.Width + 1}{(isCausal ? ", true" : "")}", [s.N, s.Time, s.Width], p =>
        {
            TorchTensor seen = torch.ones(s.Time, s.Time, dtype: torch.@bool);
            if (isCausal)
                seen = seen.tril();
            if (mask.Length > 0)
                seen = seen & torch.tensor(mask, [s.N, 1, 1, s.Time]);
            TorchTensor Norm(TorchTensor x, string name) => F.layer_norm(x, [s.Width], p[$"L.{name}.Scale"], p[$"L.{name}.Offset"]);
            TorchTensor x = p["X"];
            TorchTensor projected = torch.matmul(Norm(x, "AttentionNorm"), p["L.Attention.QueryKeyValue"]) + p["L.Attention.QueryKeyValueBias"];
            TorchTensor[] parts = [.. projected.chunk(3, dim: -1).Select(part => part.reshape(s.N, s.Time, s.Heads, s.Width / s.Heads).transpose(1, 2))];
            TorchTensor attended = F.scaled_dot_product_attention(parts[0], parts[1], parts[2], seen).transpose(1, 2).reshape(s.N, s.Time, s.Width);
            TorchTensor a = x + torch.matmul(attended, p["L.Attention.Output"]) + p["L.Attention.OutputBias"];
            return a + torch.matmul(F.gelu(torch.matmul(Norm(a, "HiddenNorm"), p["L.Hidden.Kernel"]) + p["L.Hidden.Bias"]), p["L.Output.Kernel"]) + p["L.Output.Bias"];
        }) with { Mask = mask };

    private static LayerCase PostNorm((int N, int Time, int Width, int Heads) s, bool isCausal, bool[] mask)
        => new("TransformerBlock", $"{s.Width}, {s.Heads}, {2 * s.Width + 1}, {(isCausal ? "true" : "false")}, true", [s.N, s.Time, s.Width], p =>
        {
            var module = torch.nn.TransformerEncoderLayer(s.Width, s.Heads, 2 * s.Width + 1, dropout: 0, activation: torch.nn.Activations.GELU);
            var leaves = new Dictionary<string, (TorchTensor, bool)> { ["X"] = (p["X"], false) };
            AddHeads(leaves, module, "self_attn.", "L.Attention.");
            foreach ((string theirs, string ours) in new[] { ("linear1", "Hidden"), ("linear2", "Output") })
                (leaves[$"L.{ours}.Kernel"], leaves[$"L.{ours}.Bias"]) = ((module.get_parameter(theirs + ".weight")!, true), (module.get_parameter(theirs + ".bias")!, false));
            foreach ((string theirs, string ours) in new[] { ("norm1", "AttentionNorm"), ("norm2", "HiddenNorm") })
                (leaves[$"L.{ours}.Scale"], leaves[$"L.{ours}.Offset"]) = ((module.get_parameter(theirs + ".weight")!, false), (module.get_parameter(theirs + ".bias")!, false));
            return new TorchSide(leaves, () => module.call(p["X"].transpose(0, 1), (isCausal ? Later(s.Time) : null)!, Hidden(mask, s)!).transpose(0, 1));
        }) { Mask = mask };

    private static void AddHeads(Dictionary<string, (TorchTensor, bool)> leaves, torch.nn.Module module, string theirs, string ours)
    {
        leaves[ours + "QueryKeyValue"] = (module.get_parameter(theirs + "in_proj_weight")!, true);
        leaves[ours + "QueryKeyValueBias"] = (module.get_parameter(theirs + "in_proj_bias")!, false);
        leaves[ours + "Output"] = (module.get_parameter(theirs + "out_proj.weight")!, true);
        leaves[ours + "OutputBias"] = (module.get_parameter(theirs + "out_proj.bias")!, false);
    }

    // Torch's masks say what is not seen.
    private static TorchTensor? Hidden(bool[] mask, (int N, int Time, int Width, int Heads) s) => mask.Length == 0 ? null : torch.tensor(Array.ConvertAll(mask, m => !m), [s.N, s.Time]);

    // The module adds its mask to the scores, as libtorch does.
    private static TorchTensor Later(int time) => torch.full(time, time, float.NegativeInfinity).triu(1);

    private static TorchTensor Positions(int time, int width)
    {
        double At(int t, int j) => j % 2 == 0 ? Math.Sin(t / Math.Pow(10000, (double)j / width)) : Math.Cos(t / Math.Pow(10000, (double)(j - 1) / width));
        return torch.tensor([.. Enumerable.Range(0, time * width).Select(i => (float)At(i / width, i % width))], [time, width]);
    }
}
