using System.Numerics.Tensors;

namespace AutoGrad.Tests.Data;

public sealed class MetricsTests
{
    [Fact]
    public void Accuracy_is_the_share_of_rows_whose_greatest_logit_is_the_labels()
        => Assert.Equal(0.75, Accuracy([[1, 2, 3], [3, 2, 1], [0, 5, 1], [-3, -2, -1]], [2, 0, 1, 0]));

    [Fact]
    public void Of_equal_logits_the_first_counts()
    {
        Assert.Equal(1, Accuracy([[2, 2], [0f, -0f], [-0f, 0f]], [0, 0, 0]));
        Assert.Equal(0, Accuracy([[2, 2], [0f, -0f], [-0f, 0f]], [1, 1, 1]));
    }

    [Fact]
    public void A_row_with_a_NaN_is_wrong()
    {
        Assert.Equal(0, Accuracy([[float.NaN, 1]], [0]));
        Assert.Equal(0, Accuracy([[float.NaN, 1]], [1]));
        Assert.Equal(0, Accuracy([[1, float.NaN]], [0]));
        Assert.Equal(1, Accuracy([[1, float.PositiveInfinity]], [1]));
    }

    [Fact]
    public void Views_with_gaps_are_read_as_what_they_show()
    {
        Tensor<float> logits = Tensor.Transpose(Tensor.Create<float>([1, 0, 0, 1], [2, 2]));
        Assert.Equal(0.5, Metrics.Accuracy(logits.AsReadOnlyTensorSpan(), Tensor.Create<int>([0, 0], [2]).AsReadOnlyTensorSpan()));
    }

    [Fact]
    public void Shapes_and_labels_that_do_not_fit_are_refused()
    {
        Refuses("logits must have shape [samples, classes] but has lengths [4]", [4], [4]);
        Refuses("logits must have shape [samples, classes] but has lengths [4, 0]", [4, 0], [4]);
        Refuses("labels must have shape [samples] where samples is 4 (from logits) but has lengths [3]", [4, 2], [3]);
        Refuses("labels must have shape [samples] where samples is 4 (from logits) but has lengths [4, 1]", [4, 2], [4, 1]);
        Refuses("There must be at least one sample.", [0, 2], [0]);
        Assert.StartsWith(
            "labels[1] must be from 0 to 2 but is 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Accuracy([[1, 2, 3], [1, 2, 3]], [0, 3])).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Accuracy([[1, 2, 3]], [-1]));
    }

    private static void Refuses(string message, nint[] logitLengths, nint[] labelLengths)
    {
        Tensor<float> logits = Tensor.CreateFromShape<float>(logitLengths);
        Tensor<int> labels = Tensor.CreateFromShape<int>(labelLengths);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Metrics.Accuracy(logits, labels));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
    }

    private static double Accuracy(float[][] logits, int[] labels)
        => Metrics.Accuracy(
            Tensor.Create(logits.SelectMany(row => row).ToArray(), [logits.Length, logits[0].Length]),
            Tensor.Create(labels, [labels.Length]));
}
