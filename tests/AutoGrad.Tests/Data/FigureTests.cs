using System.Numerics.Tensors;
using CsCheck;

namespace AutoGrad.Tests.Data;

/// <summary>Metrics beside their definitions.</summary>
public sealed class FigureTests
{
    [Theory]
    [InlineData(1, 0.25)]
    [InlineData(2, 0.5)]
    [InlineData(3, 0.75)]
    [InlineData(9, 0.75)]
    public void TopK_counts_labels_among_the_greatest(int k, double expected)
        => Assert.Equal(expected, Metrics.TopKAccuracy(Logits(3, [3, 2, 1], [3, 2, 1], [3, 2, 1], [float.NaN, 9, 9]), Labels(0, 1, 2, 1), k));

    [Fact]
    public void TopK_of_one_is_the_accuracy_ties_and_all()
        => Gen.Select(Gen.Int[0, 2].Array[4].Array[20], Gen.Int[0, 3].Array[20]).Sample(
            (rows, labels) =>
            {
                Tensor<float> logits = Logits(4, Array.ConvertAll(rows, row => Array.ConvertAll(row, v => v == 2 && row[0] == 2 && row[1] == 0 ? float.NaN : v)));
                Assert.Equal(Metrics.Accuracy(logits, Labels(labels)), Metrics.TopKAccuracy(logits, Labels(labels), 1));
            });

    [Fact]
    public void MacroF1_is_the_mean_over_the_classes_that_occur()
    {
        // Class 0: TP 2, FP 1, FN 0; class 1: TP 0, FP 0, FN 1; class 2: TP 1; class 3 does not occur.
        double f1 = Metrics.MacroF1(Logits(4, [9, 0, 0, 0], [9, 0, 0, 0], [9, 1, 0, 0], [0, 0, 9, 0]), Labels(0, 0, 1, 2));
        Assert.Equal((0.8 + 0 + 1) / 3, f1, 1e-12);
    }

    [Fact]
    public void The_area_under_the_curve_is_the_share_of_pairs_in_order()
        => Gen.Select(Gen.Int[0, 5].Array[2, 30], Gen.Bool.Array[30]).Sample(
            (scores, classes) =>
            {
                int[] labels = [.. scores.Select((_, i) => i == 0 ? 0 : i == 1 || classes[i] ? 1 : 0)];
                double pairs = 0, right = 0;
                foreach ((int one, int s) in labels.Zip(scores))
                {
                    foreach ((int other, int t) in labels.Zip(scores))
                    {
                        if (one != 1 || other != 0)
                            continue;
                        pairs++;
                        right += s > t ? 1 : s == t ? 0.5 : 0;
                    }
                }

                Assert.Equal(right / pairs, Metrics.AreaUnderCurve(Tensor.Create(Array.ConvertAll(scores, s => (float)s), [scores.Length]), Labels(labels)), 1e-12);
            });

    [Fact]
    public void The_area_under_the_curve_needs_both_classes_and_numbers()
    {
        Tensor<float> scores = Tensor.Create<float>([1, float.NaN], [2, 1]);
        Assert.True(double.IsNaN(Metrics.AreaUnderCurve(scores, Labels(0, 1))));
        Assert.Contains("both classes", Assert.Throws<ArgumentException>(() => Metrics.AreaUnderCurve(scores, Labels(1, 1))).Message, StringComparison.Ordinal);
        Assert.Contains("one is 2", Assert.Throws<ArgumentException>(() => Metrics.AreaUnderCurve(scores, Labels(0, 2))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Metrics.AreaUnderCurve(scores, Labels(0)));
    }

    [Fact]
    public void Perplexity_is_the_exponential_of_the_cross_entropy_at_any_size_of_logits()
    {
        Assert.Equal(4, Metrics.Perplexity(Logits(4, [5, 5, 5, 5], [0, 0, 0, 0]), Labels(0, 3)), 1e-9);
        Assert.Equal(1, Metrics.Perplexity(Logits(2, [1e30f, -1e30f]), Labels(0)), 1e-9);
        Tensor<float> logits = Logits(3, [1, 2, 0.5f], [0.1f, -1, 2]);
        Assert.Equal(Math.Exp(Nn.SoftmaxCrossEntropy(logits, Labels(2, 0))), Metrics.Perplexity(logits, Labels(2, 0)), 1e-5);
    }

    [Fact]
    public void Errors_of_numbers_follow_their_formulas()
    {
        Tensor<float> predictions = Tensor.Create<float>([1, 2, 4, 4], [2, 2]), targets = Tensor.Create<float>([1, 2, 3, 6], [2, 2]);
        Assert.Equal(0.75, Metrics.MeanAbsoluteError(predictions, targets), 1e-12);
        Assert.Equal(Math.Sqrt(5.0 / 4), Metrics.RootMeanSquaredError(predictions, targets), 1e-12);
        Assert.Equal(1 - 5.0 / 14, Metrics.R2(predictions, targets), 1e-12);
        Assert.Equal(1, Metrics.R2(targets, targets));
        Tensor<float> equal = Tensor.Create<float>([2, 2], [2]);
        Assert.Equal(1, Metrics.R2(equal, equal));
        Assert.Equal(double.NegativeInfinity, Metrics.R2(Tensor.Create<float>([2, 3], [2]), equal));
        Assert.Contains("[2, 2] and [2]", Assert.Throws<ArgumentException>(() => Metrics.R2(predictions, equal)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_out_of_range_and_shapes_that_do_not_fit_are_refused()
    {
        Tensor<float> logits = Logits(2, [1, 2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.TopKAccuracy(logits, Labels(2), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.TopKAccuracy(logits, Labels(1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Metrics.MacroF1(logits, Labels(-1)));
        Assert.Throws<ArgumentException>(() => Metrics.Perplexity(logits, Labels(0, 1)));
    }

    private static Tensor<float> Logits(int classes, params float[][] rows) => Tensor.Create<float>([.. rows.SelectMany(r => r)], [rows.Length, classes]);

    private static Tensor<int> Labels(params int[] labels) => Tensor.Create(labels, [labels.Length]);
}
