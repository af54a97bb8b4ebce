using System.Numerics;
using System.Numerics.Tensors;
using AutoGrad.Kernels;
using AutoGrad.Tests.Testing;

namespace AutoGrad.Tests.Kernels;

public class FlashAttentionTests
{
    /// <summary>Samples, steps, width, heads: one block and several, whole and partial, heads of one number and of more than a vector.</summary>
    public static TheoryData<int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1 }, { 2, 3, 4, 2 }, { 2, 7, 6, 1 }, { 1, 64, 32, 2 }, { 2, 65, 24, 3 }, { 1, 130, 40, 1 }, { 3, 200, 16, 4 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Floats_equal_the_users_function(int n, int time, int width, int heads) => CheckForward<float>(n, time, width, heads, 2e-6);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Doubles_equal_the_users_function(int n, int time, int width, int heads) => CheckForward<double>(n, time, width, heads, 1e-13);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void The_gradient_is_that_of_all_weights_at_once(int n, int time, int width, int heads)
    {
        CheckGradient<float>(n, time, width, heads, 2e-5);
        CheckGradient<double>(n, time, width, heads, 1e-12);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_threads()
    {
        float[][] results = OnThreads.Each(() => new Run<float>(3, 200, 48, 4, causal: true, masked: true).All);
        Assert.All(results, r => Assert.Equal(results[0], r));
    }

    [Fact]
    public void After_the_first_call_nothing_is_allocated() => OnThreads.Each(() =>
    {
        var run = new Run<float>(2, 150, 32, 4, causal: true, masked: true);
        Allocation.AssertNone(run.Compute);
        return 0;
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Steps_that_see_nothing_give_zeros_and_no_gradient(bool causal)
    {
        var run = new Run<float>(2, 70, 8, 2, causal, masked: true);
        run.Mask.AsSpan(0, 70).Clear();
        run.Mask.AsSpan(70, 5).Clear();
        run.Compute();
        Assert.All(run.Y[..(70 * 8)], y => Assert.Equal(0, y));
        Assert.All(run.Dx[..(70 * 24)], d => Assert.Equal(0, d));
        Assert.All(run.All, v => Assert.True(float.IsFinite(v) || float.IsPositiveInfinity(v)));
        // Nothing flows to steps that nobody sees but by their queries, which see others unless all before them are hidden too.
        for (int t = 70; t < 75; t++)
        {
            Assert.All(run.Dx[((t * 24) + 8)..((t * 24) + 24)], d => Assert.Equal(0, d));
            Assert.Equal(causal, run.Dx[(t * 24)..((t * 24) + 8)].All(d => d == 0));
        }
    }

    [Fact]
    public void Scores_of_any_size_neither_overflow_nor_vanish()
    {
        var run = new Run<float>(1, 90, 4, 1, causal: false, masked: false);
        for (int i = 0; i < run.X.Length; i++)
            run.X[i] *= i % 12 < 8 ? 100 : 1;
        run.Compute();
        Assert.All(run.All, v => Assert.True(float.IsFinite(v)));
    }

    [Fact]
    public void A_NaN_reaches_those_who_see_it()
    {
        var run = new Run<float>(1, 80, 4, 1, causal: true, masked: false);
        run.X[(70 * 12) + 5] = float.NaN;
        run.Compute();
        for (int t = 0; t < 80; t++)
            Assert.Equal(t >= 70, float.IsNaN(run.Y[t * 4]));
    }

    [Fact]
    public void Heads_that_do_not_share_the_width_are_refused()
    {
        float[] x = new float[3 * 12 * 2], y = new float[24];
        var refused = Assert.Throws<ArgumentException>(() => FlashAttention.Forward(in x[0], true, ref y[0], ref y[0], 1, 2, 12, 5));
        Assert.Contains("A width of 12 cannot be shared by 5 heads", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(37)]
    public unsafe void Both_widths_of_vectors_give_the_gradient_of_softmax(int length)
    {
        double[] x = Numbers.Random<double>(length, 1), d = Numbers.Random<double>(length, 2);
        double[] narrow = [.. x], wide = [.. x], dNarrow = [.. d], dWide = [.. d];
        fixed (double* n = narrow, w = wide, dn = dNarrow, dw = dWide)
        {
            Row256.SoftmaxGradient(n, 0.7, 0.3, dn, 0.2, length);
            Row512.SoftmaxGradient(w, 0.7, 0.3, dw, 0.2, length);
        }

        for (int i = 0; i < length; i++)
        {
            double e = Math.Exp((x[i] * 0.7) - 0.3);
            Numbers.AssertClose(e, narrow[i], 1e-14, "e");
            Numbers.AssertClose(e, wide[i], 1e-14, "e, wide");
            Numbers.AssertClose(e * (d[i] - 0.2) * 0.7, dNarrow[i], 1e-14, "d");
            Numbers.AssertClose(e * (d[i] - 0.2) * 0.7, dWide[i], 1e-14, "d, wide");
        }
    }

    private static void CheckForward<T>(int n, int time, int width, int heads, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((bool causal, bool masked) in Masks)
        {
            var run = new Run<T>(n, time, width, heads, causal, masked);
            Tensor<T> x = Tensor.Create(run.X, [n, time, 3 * width]);
            Tensor<bool> mask = Tensor.Create(Array.ConvertAll(run.Mask, m => m != T.Zero), [n, time]);
            T[] expected = [.. masked ? Nn.Attention(x, mask, heads, causal) : Nn.Attention(x, heads, causal)];
            for (int i = 0; i < expected.Length; i++)
                Numbers.AssertClose(double.CreateChecked(expected[i]), run.Y[i], tolerance, $"causal {causal}, masked {masked}, {i}");
        }
    }

    private static void CheckGradient<T>(int n, int time, int width, int heads, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((bool causal, bool masked) in Masks)
        {
            var run = new Run<T>(n, time, width, heads, causal, masked);
            double[] expected = run.Expected();
            for (int i = 0; i < expected.Length; i++)
                Numbers.AssertClose(expected[i], run.Dx[i], tolerance, $"causal {causal}, masked {masked}, {i}");
        }
    }

    private static IEnumerable<(bool Causal, bool Masked)> Masks => [(false, false), (true, false), (false, true), (true, true)];

    /// <summary>One attention with its gradient.</summary>
    private sealed class Run<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly int n, time, width, heads;
        private readonly bool causal, masked;
        private readonly T[] g, logSums;

        public Run(int n, int time, int width, int heads, bool causal, bool masked)
        {
            (this.n, this.time, this.width, this.heads, this.causal, this.masked) = (n, time, width, heads, causal, masked);
            X = Numbers.Random<T>(n * time * 3 * width, 1);
            g = Numbers.Random<T>(n * time * width, 2);
            Mask = Array.ConvertAll(Numbers.Random<T>(n * time, 3), m => m > T.CreateChecked(-0.5) ? T.One : T.Zero);
            (Y, Dx, logSums) = (new T[n * time * width], new T[X.Length], new T[n * heads * time]);
            Compute();
        }

        public T[] X { get; }

        public T[] Mask { get; }

        public T[] Y { get; }

        public T[] Dx { get; }

        public T[] All => [.. Y, .. logSums, .. Dx];

        public void Compute()
        {
            if (masked)
            {
                FlashAttention.Forward(in X[0], in Mask[0], causal, ref Y[0], ref logSums[0], n, time, width, heads);
                FlashAttention.Gradient(in X[0], in Mask[0], causal, in Y[0], in logSums[0], in g[0], ref Dx[0], n, time, width, heads);
                return;
            }

            FlashAttention.Forward(in X[0], causal, ref Y[0], ref logSums[0], n, time, width, heads);
            FlashAttention.Gradient(in X[0], causal, in Y[0], in logSums[0], in g[0], ref Dx[0], n, time, width, heads);
        }

        /// <summary>The gradient in double, from the weights of the kernel that gives them all at once.</summary>
        public double[] Expected()
        {
            double[] x = Array.ConvertAll(X, v => double.CreateChecked(v)), mask = Array.ConvertAll(Mask, v => double.CreateChecked(v)), p = new double[n * heads * time * time], dx = new double[x.Length];
            if (masked)
                FlashAttention.Weights(in x[0], in mask[0], causal, ref p[0], n, time, width, heads);
            else
                FlashAttention.Weights(in x[0], causal, ref p[0], n, time, width, heads);
            int size = width / heads;
            double scale = 1 / Math.Sqrt(size);
            for (int s = 0; s < n; s++)
                for (int h = 0; h < heads; h++)
                    for (int i = 0; i < time; i++)
                    {
                        int X(int t, int part, int d) => (((s * time) + t) * 3 * width) + (part * width) + (h * size) + d;
                        double G(int d) => double.CreateChecked(g[(((s * time) + i) * width) + (h * size) + d]);
                        double P(int t) => p[(((((s * heads) + h) * time) + i) * time) + t];
                        double[] dP = [.. Enumerable.Range(0, time).Select(t => Enumerable.Range(0, size).Sum(d => G(d) * x[X(t, 2, d)]))];
                        double mean = Enumerable.Range(0, time).Sum(t => P(t) * dP[t]);
                        for (int t = 0; t < time; t++)
                            for (int d = 0; d < size; d++)
                            {
                                double dS = P(t) * (dP[t] - mean) * scale;
                                dx[X(i, 0, d)] += dS * x[X(t, 1, d)];
                                dx[X(t, 1, d)] += dS * x[X(i, 0, d)];
                                dx[X(t, 2, d)] += P(t) * G(d);
                            }
                    }

            return dx;
        }
    }
}
