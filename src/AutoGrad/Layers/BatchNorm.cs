using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// Normalises each feature over the batch, and over what other axes there are, to a mean of 0 and a variance of 1, then scales and moves it (Ioffe,
/// Szegedy, "Batch normalization", 2015). Inference uses the running mean and variance, which training leaves behind: a tenth of each batch's, as
/// PyTorch does, the variance being the unbiased one, by n - 1.
/// </summary>
/// <param name="features">The length of axis 1.</param>
[Model]
public sealed partial class BatchNorm([Range(1, int.MaxValue)] int features)
{
    private const float Momentum = 0.1f, Epsilon = 1e-5f;

    /// <summary>What each feature is multiplied by, shape [features]; ones at first.</summary>
    [Parameter("features", Init = Init.Ones)]
    public partial Tensor<float> Scale { get; }

    /// <summary>What is added to each feature, shape [features]; zeros at first.</summary>
    [Parameter("features")]
    public partial Tensor<float> Offset { get; }

    /// <summary>The mean that inference takes off, shape [features]; zeros at first.</summary>
    [State("features")]
    public partial Tensor<float> RunningMean { get; set; }

    /// <summary>The variance that inference divides by, shape [features]; ones at first.</summary>
    [State("features", Initial = 1)]
    public partial Tensor<float> RunningVariance { get; set; }

    /// <summary>Normalises by the batch where <see cref="IsTraining"/>, else by what training left behind. One number for a feature has a variance of 0.</summary>
    /// <param name="x">Shape [n, features] or [n, features, height, width]: axis 1 has the features.</param>
    /// <returns>In the shape of x.</returns>
    [Forward]
    [return: Shape("n", "features", "...")]
    public Tensor<float> Forward([Shape("n", "features", "...")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<float> rows = Reshape(x, x.Lengths[0], features, x.FlattenedLength / (x.Lengths[0] * features));
        if (!IsTraining)
            return Reshape((rows - Column(RunningMean)) * Column(Scale / Sqrt(RunningVariance + Epsilon)) + Column(Offset), x.Lengths);
        int count = (int)x.Lengths[0] * (int)rows.Lengths[2];
        Tensor<float> mean = Sum(Sum(rows, axis: 2), axis: 0) / count, centred = rows - Column(mean);
        Tensor<float> variance = Sum(Sum(centred * centred, axis: 2), axis: 0) / count;
        RunningMean = (1 - Momentum) * RunningMean + Momentum * mean;
        RunningVariance = (1 - Momentum) * RunningVariance + Momentum * variance * ((float)count / Math.Max(1, count - 1));
        return Reshape(centred * Column(Scale / Sqrt(variance + Epsilon)) + Column(Offset), x.Lengths);
    }

    private static Tensor<float> Column(Tensor<float> each) => Reshape(each, each.Lengths[0], 1);
}
