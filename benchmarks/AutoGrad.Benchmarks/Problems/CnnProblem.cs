namespace AutoGrad.Benchmarks;

/// <summary>
/// A training step of a small convolutional network on images of 1 x 28 x 28: 16 and then 32 channels of 3 x 3 with a padding of 1, each with
/// ReLU and a 2 x 2 max-pool, and a dense layer to 10 classes; softmax cross-entropy, the global norm clipped, SGD with momentum and an L2 penalty.
/// </summary>
internal sealed record CnnProblem(int Batch)
{
    public const int Size = 28, Classes = 10;
    public const int First = 16, Second = 32, Flat = Second * (Size / 4) * (Size / 4);

    public string Name => FormattableString.Invariant($"CNN 1x28x28, 16 and 32 channels of 3x3, dense 10, batch {Batch}");

    public float[] Images() => Numbers.Normal(Batch * Size * Size, 1, seed: 1);

    public int[] Labels()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Batch).Select(_ => random.Next(Classes))];
    }

    /// <summary>The first weights, [channelsOut, channelsIn, 3, 3] and [inputs, units]; the first biases are zero.</summary>
    public static float[] Weights(int layer) => layer switch
    {
        0 => Numbers.Normal(First * 9, Math.Sqrt(2.0 / 9), seed: 10),
        1 => Numbers.Normal(Second * First * 9, Math.Sqrt(2.0 / (First * 9)), seed: 11),
        _ => Numbers.Normal(Flat * Classes, Math.Sqrt(2.0 / Flat), seed: 12),
    };
}
