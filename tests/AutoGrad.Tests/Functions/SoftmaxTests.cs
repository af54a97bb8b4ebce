using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

public class SoftmaxTests
{
    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Softmax_and_LogSoftmax_of_every_axis_agree_with_a_naive_loop(nint[] lengths)
    {
        Agrees(Samples.Normal<float>(5, lengths));
        Agrees(Samples.Normal<double>(5, lengths));

        static void Agrees<T>(Tensor<T> x)
            where T : IFloatingPointIeee754<T>
        {
            for (int axis = 0; axis < x.Rank; axis++)
            {
                double[][] softmax = Lanes.Of(x, axis).Select(Naive).ToArray();
                Along(axis, Nn.Softmax(x, axis), softmax);
                Along(axis, Nn.LogSoftmax(x, axis), softmax.Select(lane => Array.ConvertAll(lane, Math.Log)));
                Expect.Same(Nn.Softmax(x, axis), Nn.Softmax(x, axis - x.Rank));
                Expect.Same(Nn.LogSoftmax(x, axis), Nn.LogSoftmax(x, axis - x.Rank));
            }
        }

        static double[] Naive(double[] lane)
        {
            double sum = lane.Sum(Math.Exp);
            return Array.ConvertAll(lane, value => Math.Exp(value) / sum);
        }

        static void Along<T>(int axis, Tensor<T> actual, IEnumerable<double[]> expected)
            where T : IFloatingPointIeee754<T>
        {
            foreach ((double[] lane, double[] wanted) in Lanes.Of(actual, axis).Zip(expected))
            {
                for (int i = 0; i < lane.Length; i++)
                    Expect.Close(wanted[i], T.CreateTruncating(lane[i]), ulps: 4, slack: 1e-15);
            }
        }
    }

    [Fact]
    public void The_last_axis_is_the_default()
    {
        Tensor<float> x = Samples.Normal<float>(6, 3, 5);
        Expect.Same(Nn.Softmax(x, 1), Nn.Softmax(x));
        Expect.Same(Nn.LogSoftmax(x, 1), Nn.LogSoftmax(x));
    }

    [Fact]
    public void Extreme_logits_stay_finite()
    {
        Tensor<float> x = Samples.Row(3e38f, -3e38f, 3e38f);
        Assert.Equal([0.5f, 0, 0.5f], Samples.Elements(Nn.Softmax(x)));
        Assert.Equal([-0.6931472f, float.NegativeInfinity, -0.6931472f], Samples.Elements(Nn.LogSoftmax(x)));
        Expect.Close([-1 - Math.Log(1 + Math.Exp(-1)), -Math.Log(1 + Math.Exp(-1))], [2], Nn.LogSoftmax(Samples.Row(1e15, 1e15 + 1)));
    }

    [Fact]
    public void Minus_infinity_takes_no_part()
    {
        Assert.Equal([0.5, 0, 0.5], Samples.Elements(Nn.Softmax(Samples.Row(1, double.NegativeInfinity, 1))));
        Assert.Equal(double.NegativeInfinity, Nn.LogSoftmax(Samples.Row(1, double.NegativeInfinity, 1))[1]);
    }

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(1, double.NaN)]
    [InlineData(double.PositiveInfinity, 1)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    public void A_lane_without_a_finite_largest_logit_is_NaN_and_its_neighbour_is_not(double first, double second)
    {
        Tensor<double> x = Tensor.Create([first, second, 1, 1], [2, 2]);
        Assert.Equal([double.NaN, double.NaN, 0.5, 0.5], Samples.Elements(Nn.Softmax(x)));
        Assert.Equal([double.NaN, double.NaN], Samples.Elements(Nn.LogSoftmax(x))[..2]);
    }

    [Fact]
    public void An_axis_that_is_not_there_is_refused()
        => Expect.Refused<ArgumentOutOfRangeException>(
            "axis must be from -2 to 1 for x with lengths [2, 3].", "axis", () => Nn.Softmax(Nn.Zeros<float>(2, 3), 2));
}
