using System.Numerics;
using System.Numerics.Tensors;
using CsCheck;

namespace AutoGrad.Tests.Functions;

public class ProductsTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 3, 4)]
    [InlineData(5, 1, 7)]
    [InlineData(13, 17, 15)]
    [InlineData(13, 17, 16)]
    [InlineData(1, 64, 10)]
    [InlineData(31, 130, 33)]
    [InlineData(3, 70, 1030)]
    [InlineData(0, 3, 4)]
    [InlineData(3, 0, 4)]
    [InlineData(3, 0, 40)]
    [InlineData(3, 4, 0)]
    public void MatMul_of_matrices_agrees_with_a_naive_loop(int m, int k, int n)
    {
        Agrees(Samples.Normal<float>(7, m, k), Samples.Normal<float>(8, k, n));
        Agrees(Samples.Normal<double>(7, m, k), Samples.Normal<double>(8, k, n));
        Agrees(Samples.NotDense(Samples.Normal<float>(7, m, k)), Samples.NotDense(Samples.Normal<float>(8, k, n)));
    }

    [Fact]
    public void MatMul_of_random_sizes_agrees_with_a_naive_loop()
        => Gen.Int[0, 40].Select(Gen.Int[0, 140], Gen.Int[0, 40]).Sample(
            (m, k, n) => Agrees(Samples.Normal<double>(9, m, k), Samples.Normal<double>(10, k, n)), iter: 60);

    [Theory]
    [InlineData(new long[] { 5 }, new long[] { 5 })]
    [InlineData(new long[] { 5 }, new long[0])]
    [InlineData(new long[0], new long[] { 5 })]
    [InlineData(new long[] { 1 }, new long[] { 5 })]
    [InlineData(new long[] { 2, 1 }, new long[] { 3 })]
    [InlineData(new long[] { 2, 1, 3 }, new long[] { 1, 4, 1 })]
    [InlineData(new long[] { 0 }, new long[] { 1 })]
    public void MatMul_of_batches_broadcasts_leading_axes(long[] batchOfA, long[] batchOfB)
    {
        Tensor<float> a = Samples.Normal<float>(11, [.. Samples.Lengths(batchOfA), 3, 4]);
        Tensor<float> b = Samples.Normal<float>(12, [.. Samples.Lengths(batchOfB), 4, 5]);
        Agrees(a, b);
        Agrees(Samples.NotDense(a), Samples.NotDense(b));
    }

    [Fact]
    public void NaN_and_infinity_reach_exactly_the_elements_that_use_them()
    {
        Tensor<float> a = Samples.Filled<float>([3, 2], i => i == 2 ? float.NaN : 1);
        Tensor<float> b = Samples.Filled<float>([2, 3], i => i == 4 ? float.PositiveInfinity : 0);
        Tensor<float> c = Nn.MatMul(a, b);
        Assert.Equal([0, float.PositiveInfinity, 0, float.NaN, float.NaN, float.NaN, 0, float.PositiveInfinity, 0], Samples.Elements(c));
        Assert.Equal(float.NaN, Nn.MatMul(Nn.Zeros<float>(1, 1), Nn.Full(float.PositiveInfinity, 1, 1))[0, 0]);
    }

    [Fact]
    public void Wide_products_let_NaN_through_too()
    {
        Tensor<float> a = Nn.Zeros<float>(2, 3);
        Tensor<float> b = Samples.Filled<float>([3, 20], i => i == 27 ? float.NaN : 1);
        Assert.Equal(2, Samples.Elements(Nn.MatMul(a, b)).Count(float.IsNaN));
    }

    [Fact]
    public void Inner_lengths_that_differ_are_refused()
        => Expect.Refused<ArgumentException>(
            "a with lengths [2, 3] cannot be multiplied by b with lengths [4, 5]: "
            + "the last length of a, 3, must equal the second last of b, 4.",
            "b",
            () => Nn.MatMul(Nn.Zeros<float>(2, 3), Nn.Zeros<float>(4, 5)));

    [Fact]
    public void Leading_lengths_that_do_not_broadcast_are_refused()
        => Expect.Refused<ArgumentException>(
            "the leading lengths of a and b do not broadcast: a has lengths [2, 3, 4], b has lengths [3, 4, 5].",
            "b",
            () => Nn.MatMul(Nn.Zeros<float>(2, 3, 4), Nn.Zeros<float>(3, 4, 5)));

    [Fact]
    public void Vectors_are_refused()
    {
        Expect.Refused<ArgumentException>(
            "a must have rank 2 or more but has lengths [3].", "a", () => Nn.MatMul(Nn.Zeros<float>(3), Nn.Zeros<float>(3, 2)));
        Expect.Refused<ArgumentException>(
            "b must have rank 2 or more but has lengths [3].", "b", () => Nn.MatMul(Nn.Zeros<float>(2, 3), Nn.Zeros<float>(3)));
    }

    private static void Agrees<T>(Tensor<T> a, Tensor<T> b)
        where T : IFloatingPointIeee754<T>
    {
        int k = (int)a.Lengths[^1], rank = Math.Max(a.Rank, b.Rank);
        nint[] lengths = new nint[rank];
        for (int back = 3; back <= rank; back++)
        {
            nint ofA = back > a.Rank ? 1 : a.Lengths[^back], ofB = back > b.Rank ? 1 : b.Lengths[^back];
            lengths[^back] = ofA == 1 ? ofB : ofA;
        }

        (lengths[^2], lengths[^1]) = (a.Lengths[^2], b.Lengths[^1]);
        var expected = new List<double>();
        double largest = 0;
        foreach (nint[] index in Lanes.Indices(lengths))
        {
            double sum = 0, size = 0;
            for (int p = 0; p < k; p++)
            {
                double left = double.CreateTruncating(a[Broadcast(a, [.. index[..^1], p])]);
                double right = double.CreateTruncating(b[Broadcast(b, [.. index[..^2], p, index[^1]])]);
                sum += left * right;
                size += Math.Abs(left * right);
            }

            expected.Add(sum);
            largest = Math.Max(largest, size);
        }

        // k roundings, each at most half a unit of the largest partial sum.
        double unit = typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16;
        Expect.Close([.. expected], lengths, Nn.MatMul(a, b), slack: (k + 1) * unit * largest);
    }

    private static nint[] Broadcast<T>(Tensor<T> x, nint[] index)
    {
        nint[] own = index[^x.Rank..];
        for (int axis = 0; axis < own.Length; axis++)
            own[axis] = x.Lengths[axis] == 1 ? 0 : own[axis];
        return own;
    }
}
