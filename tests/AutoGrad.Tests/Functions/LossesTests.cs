using System.Numerics;
using System.Numerics.Tensors;

namespace AutoGrad.Tests.Functions;

public class LossesTests
{
    [Theory]
    [MemberData(nameof(Samples.AllShapes), MemberType = typeof(Samples))]
    public void Losses_over_pairs_agree_with_a_naive_loop(nint[] lengths)
    {
        if (lengths.Contains(0))
            return;
        Agrees<float>(lengths);
        Agrees<double>(lengths);

        static void Agrees<T>(nint[] lengths)
            where T : IFloatingPointIeee754<T>
        {
            Tensor<T> x = Samples.Normal<T>(22, lengths);
            Tensor<T> y = Samples.Normal<T>(23, lengths);
            Tensor<T> probabilities = Nn.Sigmoid(y);
            double Mean(Tensor<T> target, Func<double, double, double> error)
                => Samples.Doubles(x).Zip(Samples.Doubles(target), error).Average();
            Expect.Close(Mean(y, (p, t) => Math.Pow(p - t, 2)), Nn.MeanSquaredError(x, y), ulps: 4);
            Expect.Close(Mean(y, (p, t) => Math.Abs(p - t)), Nn.MeanAbsoluteError(x, y), ulps: 4);
            Expect.Close(Mean(y, Naive(1)), Nn.Huber(x, y), ulps: 4);
            Expect.Close(Mean(y, Naive(0.5)), Nn.Huber(x, y, 0.5), ulps: 4);
            double expected = Mean(
                probabilities, (logit, t) => t * Math.Log(1 + Math.Exp(-logit)) + (1 - t) * Math.Log(1 + Math.Exp(logit)));
            Expect.Close(expected, Nn.BinaryCrossEntropy(x, probabilities), ulps: 8);
            Expect.Close(expected, Nn.BinaryCrossEntropy(Samples.NotDense(x), Samples.NotDense(probabilities)), ulps: 8);
        }

        static Func<double, double, double> Naive(double delta)
            => (p, t) => Math.Abs(p - t) <= delta ? 0.5 * (p - t) * (p - t) : delta * (Math.Abs(p - t) - 0.5 * delta);
    }

    [Theory]
    [InlineData(0.25, 0, 0.03125)]
    [InlineData(1, 0, 0.5)]
    [InlineData(-1, 0, 0.5)]
    [InlineData(3, 0, 2.5)]
    [InlineData(0, -3, 2.5)]
    [InlineData(double.NaN, 0, double.NaN)]
    [InlineData(double.PositiveInfinity, 0, double.PositiveInfinity)]
    public void Huber_is_quadratic_up_to_delta_and_linear_beyond(double prediction, double target, double expected)
        => Assert.Equal(expected, Nn.Huber(Samples.Row(prediction), Samples.Row(target)));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void Huber_refuses_a_delta_that_is_not_positive(double delta)
        => Expect.Refused<ArgumentOutOfRangeException>(
            "delta must be above 0.", "delta", () => Nn.Huber(Samples.Row(1f), Samples.Row(1f), delta));

    [Theory]
    [InlineData(1000, 1, 0)]
    [InlineData(1000, 0, 1000)]
    [InlineData(-1000, 0, 0)]
    [InlineData(-1000, 1, 1000)]
    [InlineData(0, 0.5, 0.69314718055994530942)]
    [InlineData(20, 1, 2.061153620314381e-09)]
    [InlineData(double.NaN, 1, double.NaN)]
    [InlineData(1, double.NaN, double.NaN)]
    public void BinaryCrossEntropy_is_stable_at_extreme_logits(double logit, double target, double expected)
        => Expect.Close(expected, Nn.BinaryCrossEntropy(Samples.Row(logit), Samples.Row(target)), ulps: 4);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 10)]
    [InlineData(7, 3)]
    [InlineData(32, 10)]
    [InlineData(5, 37)]
    public void SoftmaxCrossEntropy_agrees_with_a_naive_loop(int rows, int classes)
    {
        Agrees<float>(rows, classes);
        Agrees<double>(rows, classes);

        static void Agrees<T>(int rows, int classes)
            where T : IFloatingPointIeee754<T>
        {
            Tensor<T> logits = Samples.Normal<T>(24, rows, classes);
            Tensor<int> labels = Samples.Filled([rows], row => row * 7 % classes);
            double expected = Lanes.Of(logits, 1).Select((lane, row) => Math.Log(lane.Sum(Math.Exp)) - lane[row * 7 % classes]).Average();
            Expect.Close(expected, Nn.SoftmaxCrossEntropy(logits, labels), ulps: 4, slack: 1e-15);
            Expect.Close(expected, Nn.SoftmaxCrossEntropy(Samples.NotDense(logits), Samples.NotDense(labels)), ulps: 4, slack: 1e-15);
        }
    }

    [Fact]
    public void SoftmaxCrossEntropy_of_higher_ranks_averages_over_all_labels()
    {
        Tensor<double> logits = Samples.Normal<double>(25, 2, 3, 5);
        Tensor<int> labels = Samples.Filled([2, 3], i => i % 5);
        double flat = Nn.SoftmaxCrossEntropy(Nn.Reshape(logits, -1, 5), Tensor.Create(Samples.Elements(labels), [6]));
        Assert.Equal(flat, Nn.SoftmaxCrossEntropy(logits, labels));
    }

    [Fact]
    public void SoftmaxCrossEntropy_is_stable_at_extreme_logits()
    {
        Tensor<int> first = Tensor.Create([0], [1]);
        Assert.Equal(0f, Nn.SoftmaxCrossEntropy(Tensor.Create([1e30f, -1e30f], [1, 2]), first));
        Assert.Equal(2e30f, Nn.SoftmaxCrossEntropy(Tensor.Create([-1e30f, 1e30f], [1, 2]), first));
        Expect.Close(Math.Log(2), Nn.SoftmaxCrossEntropy(Tensor.Create([1e15, 1e15], [1, 2]), first));
        Assert.Equal(double.PositiveInfinity, Nn.SoftmaxCrossEntropy(Tensor.Create([double.NegativeInfinity, 0], [1, 2]), first));
        Expect.Close(0.0, Nn.SoftmaxCrossEntropy(Tensor.Create([0, double.NegativeInfinity], [1, 2]), first));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_logit_that_is_NaN_or_infinite_makes_the_cross_entropy_NaN(float bad)
        => Assert.Equal(float.NaN, Nn.SoftmaxCrossEntropy(Tensor.Create([1, bad, 0], [1, 3]), Tensor.Create([0], [1])));

    [Fact]
    public void NaN_propagates_through_every_loss_over_pairs()
    {
        Tensor<float> bad = Samples.Row(1, float.NaN, 2), good = Samples.Row(1f, 0, 2);
        Func<Tensor<float>, Tensor<float>, float>[] all =
            [Nn.MeanSquaredError, Nn.MeanAbsoluteError, (p, t) => Nn.Huber(p, t), Nn.BinaryCrossEntropy];
        Assert.All(all, loss => Assert.Equal(float.NaN, loss(bad, good)));
        Assert.All(all, loss => Assert.Equal(float.NaN, loss(good, bad)));
    }

    [Theory]
    [InlineData(-1, "labels[1, 2] is -1")]
    [InlineData(5, "labels[1, 2] is 5")]
    [InlineData(int.MinValue, "labels[1, 2] is -2147483648")]
    public void A_label_that_is_no_class_is_named(int label, string words)
        => Expect.Refused<ArgumentOutOfRangeException>(
            $"{words} but must be at least 0 and below 5, the number of classes of logits with lengths [2, 3, 5].",
            "labels",
            () => Nn.SoftmaxCrossEntropy(Nn.Zeros<float>(2, 3, 5), Samples.Filled([2, 3], i => i == 5 ? label : 0)));

    [Fact]
    public void Lengths_that_differ_are_refused_even_where_they_would_broadcast()
    {
        Func<Tensor<float>, Tensor<float>, float>[] all = [Nn.MeanSquaredError, Nn.MeanAbsoluteError, (p, t) => Nn.Huber(p, t)];
        foreach (Func<Tensor<float>, Tensor<float>, float> loss in all)
        {
            Expect.Refused<ArgumentException>(
                "target has lengths [32] but prediction has lengths [32, 1]: a loss does not broadcast.",
                "target",
                () => loss(Nn.Zeros<float>(32, 1), Nn.Zeros<float>(32)));
        }

        Expect.Refused<ArgumentException>(
            "target has lengths [1] but logits has lengths [3]: a loss does not broadcast.",
            "target",
            () => Nn.BinaryCrossEntropy(Nn.Zeros<float>(3), Nn.Zeros<float>(1)));
        Expect.Refused<ArgumentException>(
            "labels must have lengths [32], those of logits [32, 10] without the classes, but has lengths [31].",
            "labels",
            () => Nn.SoftmaxCrossEntropy(Nn.Zeros<float>(32, 10), Tensor.Create(new int[31], [31])));
        Expect.Refused<ArgumentException>(
            "logits must have rank 2 or more, [..., classes], but has lengths [10].",
            "logits",
            () => Nn.SoftmaxCrossEntropy(Nn.Zeros<float>(10), Tensor.Create([0], [1])));
    }

    [Fact]
    public void Empty_batches_are_refused()
    {
        Expect.Refused<ArgumentException>(
            "prediction has lengths [0, 3]: the mean over no elements is not a number.",
            "prediction",
            () => Nn.MeanSquaredError(Nn.Zeros<float>(0, 3), Nn.Zeros<float>(0, 3)));
        Expect.Refused<ArgumentException>(
            "labels has lengths [0]: the mean over no elements is not a number.",
            "labels",
            () => Nn.SoftmaxCrossEntropy(Nn.Zeros<float>(0, 3), Tensor.Create(Array.Empty<int>(), [0])));
    }

    [Theory]
    [InlineData(1e4)]
    [InlineData(-1e4)]
    public void Extreme_logits_cost_what_they_should(double x)
    {
        Tensor<double> logits = Tensor.Create([x, 0], [1, 2]), one = Tensor.Create([1.0, 0], [1, 2]), single = Tensor.Create([x], [1]);
        Tensor<int> first = Tensor.Create([0], [1]);
        double cost = Math.Max(0, -x);
        Assert.Equal(cost, Nn.SoftmaxCrossEntropy(logits, first, Reduction.Sum), 1e-9);
        Assert.Equal((0.9 * cost) + (0.05 * Math.Abs(x)), Nn.SoftmaxCrossEntropy(logits, first, 0.1), 1e-9);
        Assert.Equal(cost, Nn.SoftmaxCrossEntropy(logits, first, Tensor.Create([3.0, 1], [2])), 1e-9);
        Assert.Equal(cost, Nn.KullbackLeibler(logits, one), 1e-9);
        Assert.Equal(3 * cost, Nn.BinaryCrossEntropy(single, Tensor.Create([1.0], [1]), positiveWeight: 3), 1e-9);
        Assert.Equal(0.25 * cost, Nn.Focal(single, Tensor.Create([1.0], [1])), 1e-9);
    }

    [Fact]
    public void New_losses_say_what_does_not_fit()
    {
        Tensor<float> x = Nn.Ones<float>(2, 3), y = Nn.Ones<float>(3, 2);
        Tensor<int> labels = Tensor.Create([0, 1], [2]);
        Assert.Throws<ArgumentException>(() => Nn.Hinge(x, y));
        Assert.Throws<ArgumentException>(() => Nn.KullbackLeibler(x, y));
        Assert.Throws<ArgumentException>(() => Nn.CosineDistance(x, y));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nn.Focal(x, x, gamma: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nn.Focal(x, x, alpha: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nn.BinaryCrossEntropy(x, x, labelSmoothing: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nn.BinaryCrossEntropy(x, x, positiveWeight: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nn.SoftmaxCrossEntropy(x, labels, -0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Nn.MeanSquaredError(x, x, (Reduction)7));
        Assert.Contains("classWeights must have lengths [3]", Assert.Throws<ArgumentException>(() => Nn.SoftmaxCrossEntropy(x, labels, Nn.Ones<float>(2))).Message, StringComparison.Ordinal);
    }
}
