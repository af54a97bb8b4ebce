namespace AutoGrad.Benchmarks;

/// <summary>
/// A training step of a perceptron with ReLU between its layers: mean squared error for a regression, else softmax
/// cross-entropy; the global norm of the gradient clipped at 1; SGD with momentum and an L2 penalty.
/// </summary>
internal sealed record MlpProblem(string Name, int[] Widths, int Batch, bool IsRegression = false)
{
    public const float LearningRate = 1e-3f;
    public const float Momentum = 0.9f;
    public const float Clip = 1;

    /// <summary>Torch's weight decay w adds w times the weight to the gradient, as a penalty of w / 2 times its square does.</summary>
    public const float WeightDecay = 1e-4f;

    public int Layers => Widths.Length - 1;

    public float[] Inputs() => Numbers.Normal(Batch * Widths[0], 1, seed: 1);

    public float[] Targets() => Numbers.Normal(Batch * Widths[^1], 1, seed: 2);

    public int[] Labels()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Batch).Select(_ => random.Next(Widths[^1]))];
    }

    /// <summary>The first weights of a layer, [inputs, units] row by row; the first biases are zero.</summary>
    public float[] Weights(int layer)
        => Numbers.Normal(Widths[layer] * Widths[layer + 1], Math.Sqrt(2.0 / Widths[layer]), seed: 10 + layer);
}
