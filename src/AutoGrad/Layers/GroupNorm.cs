using System.ComponentModel.DataAnnotations;
using System.Numerics.Tensors;
using static AutoGrad.Nn;

namespace AutoGrad.Layers;

/// <summary>
/// Normalises each sample by itself: the features of each of several equal groups, with what other axes there are, to a mean of 0 and a variance of 1;
/// then scales and moves each feature (Wu, He, "Group normalization", 2018). One group is layer normalisation over all, a group for each feature is
/// instance normalisation.
/// </summary>
/// <param name="groups">How many groups there are; it divides the features.</param>
/// <param name="features">The length of axis 1.</param>
/// <exception cref="ArgumentException">The features cannot be shared out among the groups.</exception>
[Model]
public sealed partial class GroupNorm([Range(1, int.MaxValue), Divides("features")] int groups, [Range(1, int.MaxValue)] int features)
{
    private const float Epsilon = 1e-5f;

    /// <summary>What each feature is multiplied by, shape [features]; ones at first.</summary>
    [Parameter("features", Init = Init.Ones)]
    public partial Tensor<float> Scale { get; }

    /// <summary>What is added to each feature, shape [features]; zeros at first.</summary>
    [Parameter("features")]
    public partial Tensor<float> Offset { get; }

    /// <summary>Normalises.</summary>
    /// <param name="x">Shape [n, features] or [n, features, height, width]: axis 1 has the features.</param>
    /// <returns>In the shape of x.</returns>
    [Forward]
    [return: Shape("n", "features", "...")]
    public Tensor<float> Forward([Shape("n", "features", "...")] Tensor<float> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        nint places = x.FlattenedLength / (x.Lengths[0] * features);
        Tensor<float> rows = Reshape(x, x.Lengths[0] * groups, features / groups * places);
        Tensor<float> centred = rows - Mean(rows, axis: 1, keepDims: true);
        Tensor<float> normal = centred / Sqrt(Mean(centred * centred, axis: 1, keepDims: true) + Epsilon);
        Tensor<float> h = Reshape(normal, x.Lengths[0], features, places);
        return Reshape(h * Reshape(Scale, features, 1) + Reshape(Offset, features, 1), x.Lengths);
    }
}
