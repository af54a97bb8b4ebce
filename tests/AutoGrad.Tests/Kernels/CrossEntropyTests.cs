using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Tests.Testing;

namespace AutoGrad.Tests.Kernels;

public class CrossEntropyTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(32, 10)]
    [InlineData(7, 16)]
    [InlineData(5, 37)]
    [InlineData(300, 400)]
    public void Loss_and_gradient_equal_their_definitions(int rows, int classes)
    {
        Check<float>(rows, classes, 3e-6);
        Check<double>(rows, classes, 1e-14);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    [InlineData(int.MinValue)]
    public void A_label_that_is_no_class_is_named_and_nothing_is_written(int label)
    {
        float[] logits = new float[6], gradient = [9, 9, 9, 9, 9, 9];
        int[] labels = [2, label];
        ArgumentOutOfRangeException thrown = Assert.Throws<ArgumentOutOfRangeException>(
            () => CrossEntropy.LossAndGradient(in logits[0], in labels[0], 2, 3, "digits", ref gradient[0]));
        Assert.Equal("digits", thrown.ParamName);
        Assert.Contains($"digits[1] is {label}, but there are 3 classes: a label must be from 0 to 2.", thrown.Message, StringComparison.Ordinal);
        Assert.All(gradient, value => Assert.Equal(9, value));
    }

    [Fact]
    public void Extreme_logits_give_a_finite_loss_and_gradient()
    {
        float[] logits = [1e30f, 0, -1e30f, 0, 1000, -1000], gradient = new float[6];
        int[] labels = [0, 1];
        float loss = CrossEntropy.LossAndGradient(in logits[0], in labels[0], 2, 3, "labels", ref gradient[0]);
        Assert.Equal(0, loss);
        Assert.All(gradient, value => Assert.Equal(0, value));
        labels[1] = 2;
        Assert.Equal(1000, CrossEntropy.LossAndGradient(in logits[0], in labels[0], 2, 3, "labels", ref gradient[0]));
        Assert.Equal([0, 0, 0, 0, 0.5f, -0.5f], gradient);
    }

    [Fact]
    public void A_NaN_logit_makes_the_loss_and_its_row_NaN()
    {
        float[] logits = [1, float.NaN, 2, 3], gradient = new float[4];
        int[] labels = [0, 1];
        Assert.True(float.IsNaN(CrossEntropy.LossAndGradient(in logits[0], in labels[0], 2, 2, "labels", ref gradient[0])));
        Assert.True(float.IsNaN(gradient[0]) && float.IsNaN(gradient[1]));
        Assert.True(float.IsFinite(gradient[2]) && float.IsFinite(gradient[3]));
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        float[] logits = Numbers.Random<float>(320, 1), gradient = new float[320];
        int[] labels = new int[32];
        Allocation.AssertNone(() => CrossEntropy.LossAndGradient(in logits[0], in labels[0], 32, 10, "labels", ref gradient[0]));
    }

    private static void Check<T>(int rows, int classes, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] logits = Numbers.Random<T>(rows * classes, 1), gradient = new T[rows * classes];
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => i * 7 % classes)];
        for (int i = 0; i < logits.Length; i++)
            logits[i] *= T.CreateChecked(8);
        T loss = CrossEntropy.LossAndGradient(in logits[0], in labels[0], rows, classes, "labels", ref gradient[0]);
        Assert.Equal(loss, CrossEntropy.Loss(in logits[0], in labels[0], rows, classes, "labels"));

        double expected = 0;
        for (int i = 0; i < rows; i++)
        {
            double sum = Enumerable.Range(0, classes).Sum(j => Math.Exp(At(i, j)));
            expected += Math.Log(sum) - At(i, labels[i]);
            for (int j = 0; j < classes; j++)
                Numbers.AssertClose(
                    (Math.Exp(At(i, j)) / sum - (j == labels[i] ? 1 : 0)) / rows, gradient[i * classes + j], tolerance, $"[{i}, {j}]");
        }
        Numbers.AssertClose(expected / rows, loss, tolerance, "loss");

        double At(int i, int j) => double.CreateChecked(logits[i * classes + j]);
    }
}
