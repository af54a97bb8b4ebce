using System.Numerics.Tensors;
using AutoGrad.EndToEnd.Tests.Testing;
using AutoGrad.Layers;
using Microsoft.CodeAnalysis;

namespace AutoGrad.EndToEnd.Tests.Layers;

/// <summary>Sizes of transformers that cannot be, and how much memory those take that can.</summary>
public class TransformerSizeTests
{
    // Steps that see none, since all before them are hidden too.
    private static readonly (int Sample, int Step)[] s_blind = [(0, 0), (1, 0), (1, 1), (1, 2)];

    [Theory]
    [InlineData("MultiHeadAttention", "10, 3", "'heads' must divide 'width', and 3 does not divide 10")]
    [InlineData("MultiHeadAttention", "10, 0", "argument 'heads' of MultiHeadAttention(int width, int heads, bool causal, bool rotary) must be at least 1 and is 0")]
    [InlineData("TransformerBlock", "10, 4, 20", "'heads' must divide 'width', and 4 does not divide 10")]
    [InlineData("MultiHeadAttention", "10, 2, false, true", "In 'L': the numbers along the last axis of [n, time, 6, 5] cannot be turned in pairs: 5 is odd")]
    [InlineData("TransformerBlock", "10, 10, 20, true, false, true", "the numbers along the last axis of [n, time, 30, 1] cannot be turned in pairs: 1 is odd")]
    [InlineData("MultiHeadAttention", "0, 1", "must be at least 1 and is 0")]
    public void Sizes_that_do_not_fit_are_refused_where_they_are_written(string layer, string arguments, string message)
    {
        Diagnostic[] problems = new UserProject().Compile([("Program", $$"""
            [Model]
            public sealed partial class M
            {
                [Layer({{arguments}})] public partial AutoGrad.Layers.{{layer}} L { get; }
                [Loss] public float Loss([Shape("n", "time", 10)] Tensor<float> x) => Sum(L.Forward(x));
            }
            """)], alwaysAnalyzes: true).Problems;
        Assert.Contains(problems, p => p.Severity == DiagnosticSeverity.Error && p.GetMessage().Contains(message, StringComparison.Ordinal));
    }

    [Fact]
    public void Sizes_that_are_known_at_run_time_are_refused_by_the_constructor()
    {
        Assert.Contains("A width of 10 cannot be shared by 3 heads", Assert.Throws<ArgumentException>(() => new MultiHeadAttention(10, 3)).Message, StringComparison.Ordinal);
        Assert.Contains("heads must divide width, and 3 does not divide 10", Assert.Throws<ArgumentException>(() => new TransformerBlock(10, 3, 20)).Message, StringComparison.Ordinal);
        Assert.Contains("at least one head, not 0", Assert.Throws<ArgumentOutOfRangeException>(() => new MultiHeadAttention(10, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("Heads of 5 numbers cannot be turned in pairs", Assert.Throws<ArgumentException>(() => new MultiHeadAttention(10, 2, rotary: true)).Message, StringComparison.Ordinal);
        Assert.Equal(5, new MultiHeadAttention(10, 2).HeadWidth);
    }

    [Fact]
    public void A_step_that_sees_nothing_gives_the_bias()
    {
        var layer = new MultiHeadAttention(4, 2, causal: true);
        layer.OutputBias[2] = 3;
        Tensor<float> x = Data.Random(1, 2, 3, 4);
        Tensor<bool> mask = Sequences.MaskBatchMajor([3, 3], 3);
        foreach ((int n, int t) in s_blind)
            mask[n, t] = false;
        Tensor<float> eager = layer.Forward(x, mask), fused = Tensor.CreateFromShape<float>([2, 3, 4]);
        layer.Forward(x, mask, fused);
        foreach (Tensor<float> y in new[] { eager, fused })
        {
            foreach ((int n, int t) in s_blind)
                Assert.All(Enumerable.Range(0, 4), j => Assert.Equal(j == 2 ? 3 : 0, y[n, t, j]));
            Assert.NotEqual(0, y[0, 1, 0]);
        }
    }

    // What a first step allocates is the model's workspace, and the memory of the thread's kernels.
    [Fact]
    public void The_memory_of_a_step_grows_linearly_with_the_steps_of_time()
    {
        long[] bytes = [.. Enumerable.Range(9, 4).Select(power => FirstStep(1 << power))];
        for (int i = 1; i < bytes.Length; i++)
            Assert.InRange((double)bytes[i] / bytes[i - 1], 1.5, 2.1);
    }

    private static long FirstStep(int time)
    {
        long bytes = 0;
        var thread = new Thread(() =>
        {
            var model = new LongTransformer(seed: 1);
            Tensor<float> x = Data.Random(1, 1, time, 16), y = Data.Random(2, 1, time, 16);
            var optimizer = new Sgd(0.01f);
            long before = GC.GetAllocatedBytesForCurrentThread();
            model.TrainStep(x, y, optimizer);
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return bytes;
    }

    private static class Data
    {
        public static Tensor<float> Random(int seed, params int[] shape) => Numbers.Tensor(Numbers.Between(Numbers.Count(shape), -1, 1, new Random(seed)), shape);
    }
}

[Model]
internal sealed partial class LongTransformer
{
    [Layer(16, 2, 32, true)] public partial TransformerBlock Block { get; }

    [Loss]
    public float Loss([Shape("n", "time", 16)] Tensor<float> x, [Shape("n", "time", 16)] Tensor<float> y) => Nn.MeanSquaredError(Block.Forward(x), y);
}
