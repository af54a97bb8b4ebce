namespace AutoGrad.Benchmarks;

/// <summary>
/// A training step of a pre-norm transformer block: attention that sees all steps, a perceptron with the exact GELU; mean squared error, the
/// global norm of the gradient clipped at 1, SGD with momentum.
/// </summary>
internal sealed record TransformerProblem(int Batch, int Time)
{
    public const float LearningRate = 1e-2f;
    public const float Momentum = 0.9f;
    public const float Clip = 1;
    public const int Width = 128;
    public const int Heads = 4;
    public const int Hidden = 512;

    public string Name => $"B{Batch} T{Time} W{Width} H{Heads} M{Hidden}";

    public float[] X() => Numbers.Normal(Batch * Time * Width, 1, seed: 1);

    public float[] Y() => Numbers.Normal(Batch * Time * Width, 1, seed: 2);

    /// <summary>Matrices by their names in AutoGrad, [inputs, units] row by row. Scales start at one, and everything that is added at zero.</summary>
    public static IEnumerable<(string Name, int Inputs, int Units, float[] Values)> Matrices() =>
        new (string Name, int Inputs, int Units)[]
        {
            ("Attention.QueryKeyValue", Width, 3 * Width), ("Attention.Output", Width, Width), ("Hidden.Kernel", Width, Hidden), ("Output.Kernel", Hidden, Width),
        }.Select((m, i) => (m.Name, m.Inputs, m.Units, Numbers.Normal(m.Inputs * m.Units, 1 / Math.Sqrt(m.Inputs), seed: 10 + i)));
}
