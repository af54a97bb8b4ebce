using System.Numerics;
using AutoGrad.Kernels;
using CsCheck;

namespace AutoGrad.Tests.Kernels;

public class GemmTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 1 }, { 1, 1, 40 }, { 1, 50, 7 }, { 50, 1, 7 }, { 600, 1, 33 }, { 1, 700, 33 }, { 2, 3, 5 }, { 3, 40, 64 }, { 4, 17, 9 },
        { 12, 32, 8 }, { 13, 33, 17 }, { 25, 25, 20 }, { 6, 64, 3 }, { 7, 100, 11 }, { 8, 48, 16 }, { 32, 10, 128 }, { 128, 10, 32 },
        { 31, 257, 66 }, { 48, 16, 512 }, { 100, 300, 64 }, { 64, 512, 512 }, { 16, 16, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_transposition_form_of_floats_equals_the_definition(int m, int n, int k) => CheckForms<float>(m, n, k, 2e-6);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_transposition_form_of_doubles_equals_the_definition(int m, int n, int k) => CheckForms<double>(m, n, k, 5e-15);

    [Fact]
    public void Random_small_shapes_and_strides_equal_the_definition()
        => Gen.Select(Gen.Int[1, 40], Gen.Int[1, 70], Gen.Int[0, 40], Gen.Int[0, 3], Gen.Int[0, 5], Gen.Int[0, 1000])
            .Sample((m, n, k, form, padding, seed) => Check<float>(m, n, k, form, padding, seed, 2e-6), iter: 400);

    [Theory]
    [InlineData(128, 1024, 300)]
    [InlineData(1100, 260, 130)]
    [InlineData(5000, 10, 100)]
    [InlineData(300, 2100, 64)]
    [InlineData(192, 640, 1024)]
    public void Large_products_equal_the_definition(int m, int n, int k)
    {
        for (int form = 0; form < 4; form++)
            Check<float>(m, n, k, form, 0, 5, 4e-6, samples: 400);
    }

    [Theory]
    [InlineData(20, 40, 30)]
    [InlineData(20, 1, 30)]
    [InlineData(1, 40, 30)]
    [InlineData(2, 40, 30)]
    [InlineData(5, 6, 1)]
    public void Operands_without_a_contiguous_axis_are_accepted(int m, int n, int k)
    {
        float[] a = Numbers.Random<float>(m * k * 3, 1), b = Numbers.Random<float>(k * n * 2, 2), c = new float[m * n];
        Gemm.Multiply(in a[0], 3 * k, 3, in b[0], 2 * n, 2, m, n, k, ref c[0], n);
        for (int i = 0; i < m; i++)
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++)
                    sum += (double)a[i * 3 * k + p * 3] * b[p * 2 * n + j * 2];
                Numbers.AssertClose(sum, c[i * n + j], 2e-6, $"[{i}, {j}]");
            }
    }

    [Fact]
    public unsafe void Nothing_beyond_the_operands_is_read()
    {
        foreach ((int m, int n, int k) in new[] { (5, 7, 3), (13, 33, 17), (32, 10, 20), (25, 1, 19), (1, 35, 18), (2, 35, 18), (64, 300, 64) })
            for (int form = 0; form < 4; form++)
            {
                using GuardedMemory<float> a = new(Numbers.Random<float>(m * k, 1)), b = new(Numbers.Random<float>(k * n, 2));
                using GuardedMemory<float> c = new(new float[m * n]);
                (nint aRow, nint aColumn) = (form & 1) == 0 ? (k, (nint)1) : (1, m);
                (nint bRow, nint bColumn) = (form & 2) == 0 ? (n, (nint)1) : (1, k);
                Gemm.Multiply(in *a.Pointer, aRow, aColumn, in *b.Pointer, bRow, bColumn, m, n, k, ref *c.Pointer, n);
            }
    }

    [Fact]
    public void A_batch_multiplies_each_pair_and_repeats_an_operand_of_stride_0()
    {
        foreach (int batch in new[] { 0, 1, 3, 200 })
        {
            float[] a = Numbers.Random<float>(batch * 6 * 5 + 1, 1), b = Numbers.Random<float>(5 * 7, 2), c = new float[batch * 6 * 7 + 1];
            Gemm.MultiplyBatch(in a[0], 30, 5, 1, in b[0], 0, 7, 1, batch, 6, 7, 5, ref c[0], 42, 7);
            float[] single = new float[42];
            for (int i = 0; i < batch; i++)
            {
                Gemm.Multiply(in a[i * 30], 5, 1, in b[0], 7, 1, 6, 7, 5, ref single[0], 7);
                Assert.Equal(single, c[(i * 42)..(i * 42 + 42)]);
            }
        }
    }

    [Fact]
    public void A_large_batch_gives_the_same_bits_on_one_thread_and_on_many()
    {
        const int Batch = 64, M = 50, N = 48, K = 64;
        float[] a = Numbers.Random<float>(Batch * M * K, 1), b = Numbers.Random<float>(Batch * K * N, 2);
        float[][] results = OnThreads.Each(() =>
        {
            float[] c = new float[Batch * M * N];
            Gemm.MultiplyBatch(in a[0], M * K, K, 1, in b[0], K * N, 1, K, Batch, M, N, K, ref c[0], M * N, N);
            return c;
        });
        Assert.All(results, c => Assert.Equal(results[0], c));
    }

    [Fact]
    public void Large_products_give_the_same_bits_on_one_thread_and_on_many()
    {
        foreach ((int m, int n, int k) in new[] { (128, 1024, 256), (4096, 16, 128), (512, 512, 64) })
        {
            float[] a = Numbers.Random<float>(m * k, 1), b = Numbers.Random<float>(k * n, 2);
            float[][] results = OnThreads.Each(() =>
            {
                float[] c = new float[m * n];
                Gemm.Multiply(in a[0], k, 1, in b[0], 1, k, m, n, k, ref c[0], n);
                return c;
            });
            Assert.All(results, c => Assert.Equal(results[0], c));
        }
    }

    private static void CheckForms<T>(int m, int n, int k, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int form = 0; form < 4; form++)
            foreach (int padding in new[] { 0, 3 })
                Check<T>(m, n, k, form, padding, 7, tolerance, samples: 3000);
    }

    private static void Check<T>(int m, int n, int k, int form, int padding, int seed, double tolerance, int samples = int.MaxValue)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (nint aRow, nint aColumn) = (form & 1) == 0 ? (k + padding, (nint)1) : (1, m + padding);
        (nint bRow, nint bColumn) = (form & 2) == 0 ? (n + padding, (nint)1) : (1, k + padding);
        nint cRow = n + padding;
        T[] a = Numbers.Random<T>((m + padding) * (k + padding) + 1, seed), b = Numbers.Random<T>((n + padding) * (k + padding) + 1, seed + 1);
        T[] c = Numbers.Filled(m * cRow + 1, T.CreateChecked(123));
        Gemm.Multiply(in a[0], aRow, aColumn, in b[0], bRow, bColumn, m, n, k, ref c[0], cRow);

        int step = Math.Max(1, (int)((long)m * n / samples));
        for (int at = 0; at < m * n; at += step)
        {
            (int i, int j) = Math.DivRem(at, n);
            double sum = 0;
            for (int p = 0; p < k; p++)
                sum += double.CreateChecked(a[i * aRow + p * aColumn]) * double.CreateChecked(b[p * bRow + j * bColumn]);
            Numbers.AssertClose(sum, c[i * cRow + j], tolerance * Math.Sqrt(k + 1), $"{m} x {n} x {k}, form {form}, [{i}, {j}]");
        }
        for (int i = 0; i < m; i++)
            for (nint j = n; j < cRow; j++)
                Assert.Equal(T.CreateChecked(123), c[i * cRow + j]);
        Assert.Equal(T.CreateChecked(123), c[^1]);
    }
}
