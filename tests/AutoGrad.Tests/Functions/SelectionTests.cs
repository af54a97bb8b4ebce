using System.Numerics;
using System.Numerics.Tensors;
using CsCheck;

namespace AutoGrad.Tests.Functions;

public class SelectionTests
{
    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Maximum_Minimum_and_Where_agree_with_Math_for_every_shape(nint[] lengths)
    {
        Agrees<float>(lengths);
        Agrees<double>(lengths);

        static void Agrees<T>(nint[] lengths)
            where T : IFloatingPointIeee754<T>
        {
            Tensor<T> x = Samples.Tied<T>(18, lengths);
            Tensor<T> y = Samples.Tied<T>(19, lengths);
            T[] a = Samples.Elements(x), b = Samples.Elements(y);
            Expect.Same(Tensor.Create(a.Zip(b, T.Max).ToArray(), lengths), Nn.Maximum(x, y));
            Expect.Same(Tensor.Create(a.Zip(b, T.Min).ToArray(), lengths), Nn.Minimum(x, y));
            Tensor<bool> condition = Tensor.Create(a.Zip(b, (p, q) => p > q).ToArray(), lengths);
            Expect.Same(Nn.Maximum(x, y), Nn.Where(condition, x, y));
        }
    }

    [Fact]
    public void Operands_broadcast_like_the_operators_of_the_base_library()
        => Gen.Int[1, 5].Array[1, 4].Select(Gen.Int[0, 255], Gen.Int[0, 3], Gen.Int[0, 3]).Sample(
            (lengths, ones, dropX, dropY) =>
            {
                Tensor<float> x = Operand(lengths, ones, dropX, 20);
                Tensor<float> y = Operand(lengths, ones >> 4, dropY, 21);
                Tensor<float> half = Nn.Abs(x - y);
                Tensor<float> expected = (x + y + half) / 2;
                Tensor<float> maximum = Nn.Maximum(x, y);
                Assert.Equal(expected.Lengths.ToArray(), maximum.Lengths.ToArray());
                Assert.Equal(Samples.Elements(expected), Samples.Elements(maximum));
            },
            iter: 300);

    [Fact]
    public void NaN_of_either_operand_propagates()
    {
        Tensor<float> x = Samples.Row(float.NaN, 1, float.NaN, 1);
        Tensor<float> y = Samples.Row(1, float.NaN, float.NaN, 2);
        Assert.Equal([float.NaN, float.NaN, float.NaN, 2], Samples.Elements(Nn.Maximum(x, y)));
        Assert.Equal([float.NaN, float.NaN, float.NaN, 1], Samples.Elements(Nn.Minimum(x, y)));
    }

    [Fact]
    public void Where_leaves_the_other_side_out_even_if_it_is_NaN()
    {
        Tensor<bool> condition = Tensor.Create([true, false], [2]);
        Assert.Equal([1f, 2], Samples.Elements(Nn.Where(condition, Samples.Row(1, float.NaN), Samples.Row(float.NaN, 2))));
    }

    [Fact]
    public void Where_broadcasts_all_three()
    {
        Tensor<bool> condition = Tensor.Create([true, false], [2, 1]);
        Tensor<double> x = Samples.Row(1.0, 2, 3);
        Expect.Same(Tensor.Create([1.0, 2, 3, -1, -1, -1], [2, 3]), Nn.Where(condition, x, Samples.Row(-1.0)));
        Tensor<bool> views = Samples.NotDense(Tensor.Create([true, false, false, true, true, false], [2, 3]));
        Expect.Same(Tensor.Create([1.0, -1, -1, 1, 2, -1], [2, 3]), Nn.Where(views, x, Samples.Row(-1.0)));
    }

    [Fact]
    public void Comparisons_of_the_base_library_feed_Where()
    {
        Tensor<float> x = Samples.Row(-1f, 0, 2);
        Expect.Same(Nn.Relu(x), Nn.Where(Tensor.GreaterThan<float>(x, 0f), x, Nn.Zeros<float>(1)));
    }

    [Fact]
    public void Lengths_that_do_not_broadcast_are_refused()
    {
        Expect.Refused<ArgumentException>(
            "x and y do not broadcast: x has lengths [2, 3], y has lengths [2].",
            "y",
            () => Nn.Maximum(Nn.Ones<float>(2, 3), Nn.Ones<float>(2)));
        Expect.Refused<ArgumentException>(
            "x with y and condition do not broadcast: x with y has lengths [2, 3], condition has lengths [2].",
            "condition",
            () => Nn.Where(Tensor.Create([true, false], [2]), Nn.Ones<float>(2, 3), Nn.Ones<float>(3)));
    }

    private static Tensor<float> Operand(int[] lengths, int ones, int drop, int seed)
    {
        nint[] own = lengths.Select((length, axis) => (ones >> axis & 1) == 1 ? 1 : (nint)length).ToArray();
        return Samples.Tied<float>(seed, own.AsSpan(Math.Min(drop, own.Length - 1)));
    }
}
