using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

public class ReductionsTests
{
    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Every_reduction_of_every_axis_agrees_with_a_naive_loop(nint[] lengths)
    {
        Agrees(Samples.Normal<float>(3, lengths));
        Agrees(Samples.Normal<double>(3, lengths));
        Agrees(Samples.Tied<float>(3, lengths));

        static void Agrees<T>(Tensor<T> x)
            where T : IFloatingPointIeee754<T>
        {
            for (int axis = 0; axis < x.Rank; axis++)
            {
                foreach (bool keepDims in new[] { false, true })
                {
                    Against((y, a, k) => Nn.Sum(y, a, k), x, axis, keepDims, lane => lane.Sum());
                    Against((y, a, k) => Nn.Mean(y, a, k), x, axis, keepDims, lane => lane.Sum() / lane.Length);
                    Against((y, a, k) => Nn.LogSumExp(y, a, k), x, axis, keepDims, lane => Math.Log(lane.Sum(Math.Exp)));
                    if (x.Lengths[axis] == 0)
                        continue;
                    Against((y, a, k) => Nn.Max(y, a, k), x, axis, keepDims, lane => lane.Max());
                    Against((y, a, k) => Nn.Min(y, a, k), x, axis, keepDims, lane => lane.Min());
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Sum_Mean_and_Max_of_everything_agree_with_a_naive_loop(nint[] lengths)
    {
        Tensor<float> x = Samples.Normal<float>(4, lengths);
        double[] values = Samples.Doubles(x);
        Expect.Close(values.Sum(), Nn.Sum(x));
        Expect.Close(values.Sum() / values.Length, Nn.Mean(x));
        if (values.Length > 0)
            Expect.Close(values.Max(), Nn.Max(x));
    }

    [Fact]
    public void Floats_are_summed_without_losing_small_terms()
    {
        Tensor<float> x = Nn.Concat(0, Samples.Row(1f), Nn.Full(1e-8f, 100_000));
        Assert.Equal(1.001f, Nn.Sum(x));
        Assert.Equal(1.001f, Nn.Sum(x, 0)[0]);
    }

    [Fact]
    public void Floats_that_overflow_in_between_still_sum_to_a_finite_total()
        => Assert.Equal(3e38f, Nn.Sum(Samples.Row(3e38f, 3e38f, -3e38f)));

    [Fact]
    public void Removing_the_only_axis_leaves_one_element()
    {
        Tensor<float> x = Samples.Row(1f, 2, 4);
        Assert.Equal([1], Nn.Sum(x, 0).Lengths.ToArray());
        Assert.Equal([1], Nn.Max(x, -1, keepDims: true).Lengths.ToArray());
        Assert.Equal(7, Nn.Sum(x, 0)[0]);
    }

    [Fact]
    public void NaN_propagates_from_any_place_to_its_lane_only()
    {
        for (int place = 0; place < 6; place++)
        {
            Tensor<double> x = Samples.Filled<double>([2, 3], i => i == place ? double.NaN : i);
            Tensor<double>[] all = [Nn.Sum(x, 1), Nn.Mean(x, 1), Nn.Max(x, 1), Nn.Min(x, 1), Nn.LogSumExp(x, 1)];
            Assert.All(all, reduced => Assert.Equal(double.NaN, reduced[place / 3]));
            Assert.All(all, reduced => Assert.False(double.IsNaN(reduced[1 - place / 3])));
            Assert.Equal(double.NaN, Nn.Max(x));
            Assert.Equal(double.NaN, Nn.Sum(x));
        }
    }

    [Fact]
    public void Infinities_are_reduced_as_numbers()
    {
        double inf = double.PositiveInfinity;
        Tensor<double> x = Tensor.Create([inf, 1, -inf, -inf, inf, -inf], [3, 2]);
        Assert.Equal([inf, -inf, inf], Samples.Elements(Nn.Max(x, 1)));
        Assert.Equal([1, -inf, -inf], Samples.Elements(Nn.Min(x, 1)));
        Assert.Equal([inf, -inf, double.NaN], Samples.Elements(Nn.Sum(x, 1)));
        Assert.Equal([inf, -inf, inf], Samples.Elements(Nn.LogSumExp(x, 1)));
    }

    [Fact]
    public void LogSumExp_neither_overflows_nor_underflows()
    {
        Tensor<float> x = Tensor.Create([1000f, 1000, -1000, -1000, 1000, -1000], [3, 2]);
        Expect.Close([1000 + Math.Log(2), -1000 + Math.Log(2), 1000], [3], Nn.LogSumExp(x, -1));
    }

    [Fact]
    public void Nothing_sums_to_zero_and_has_no_mean()
    {
        Assert.Equal(0, Nn.Sum(Nn.Zeros<float>(0)));
        Assert.Equal(float.NaN, Nn.Mean(Nn.Zeros<float>(0)));
        Assert.Equal([0.0, 0], Samples.Elements(Nn.Sum(Nn.Zeros<double>(2, 0), 1)));
        Assert.Equal([double.NaN, double.NaN], Samples.Elements(Nn.Mean(Nn.Zeros<double>(2, 0), 1)));
        Assert.Equal([0], Nn.Max(Nn.Zeros<double>(2, 0), 0).Lengths.ToArray());
    }

    [Fact]
    public void Nothing_has_no_largest_element()
    {
        Expect.Refused<ArgumentException>("x has no largest element: its lengths are [0, 3].", "x", () => Nn.Max(Nn.Zeros<float>(0, 3)));
        Expect.Refused<ArgumentException>(
            "x has no elements along axis 0: its lengths are [0, 3].", "x", () => Nn.Max(Nn.Zeros<float>(0, 3), 0));
        Expect.Refused<ArgumentException>(
            "x has no elements along axis 1: its lengths are [3, 0].", "x", () => Nn.Min(Nn.Zeros<float>(3, 0), -1));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-3)]
    public void An_axis_that_is_not_there_is_refused(int axis)
        => Expect.Refused<ArgumentOutOfRangeException>(
            "axis must be from -2 to 1 for x with lengths [2, 3].", "axis", () => Nn.Sum(Nn.Zeros<float>(2, 3), axis));

    [Fact]
    public void A_long_empty_axis_between_long_axes_is_refused_in_words()
        => Expect.Refused<ArgumentException>(
            "lengths [60000, 60000] hold more elements than an array can.", "lengths", () => Nn.Sum(Nn.Zeros<float>(60000, 0, 60000), 1));

    private static void Against<T>(
        Func<Tensor<T>, int, bool, Tensor<T>> function, Tensor<T> x, int axis, bool keepDims, Func<double[], double> expected)
        where T : IFloatingPointIeee754<T>
    {
        nint[] lengths = x.Lengths.ToArray();
        nint[] ones = lengths.Select((length, a) => a == axis ? 1 : length).ToArray();
        nint[] reduced = keepDims || ones.Length == 1 ? ones : ones.Where((_, a) => a != axis).ToArray();
        double[] values = Lanes.Of(x, axis).Select(expected).ToArray();
        Expect.Close(values, reduced, function(x, axis, keepDims), ulps: 2, slack: 2e-15);
        Expect.Same(function(x, axis, keepDims), function(x, axis - x.Rank, keepDims));
    }
}
