namespace AutoGrad.Benchmarks;

/// <summary>What a recurrent network computes in each step of time.</summary>
internal enum Cell
{
    Rnn,
    Gru,
    Lstm,
}

/// <summary>
/// A training step of a recurrent network with one linear unit on its last state: mean squared error, the global norm of the gradient
/// clipped at 1, SGD with momentum.
/// </summary>
internal sealed record RecurrentProblem(Cell Cell, int Time, int Batch, int Inputs, int Units)
{
    public const float LearningRate = 1e-3f;
    public const float Momentum = 0.9f;
    public const float Clip = 1;

    /// <summary>The sizes that are compared.</summary>
    public static IReadOnlyList<RecurrentProblem> Of(Cell cell) => [new(cell, 50, 20, 2, 50), new(cell, 100, 32, 2, 128), new(cell, 35, 20, 200, 200)];

    public string Name => $"{Cell.ToString().ToUpperInvariant()} T{Time} B{Batch} I{Inputs} H{Units}";

    /// <summary>The number of blocks of units that one product computes.</summary>
    public int Gates => Cell switch { Cell.Rnn => 1, Cell.Gru => 3, _ => 4 };

    public float[] X() => Numbers.Normal(Time * Batch * Inputs, 1, seed: 1);

    public float[] Y() => Numbers.Normal(Batch, 1, seed: 2);

    /// <summary>[inputs, gates * units] row by row; biases start at zero.</summary>
    public float[] InputKernel() => Numbers.Normal(Inputs * Gates * Units, 1 / Math.Sqrt(Inputs), seed: 3);

    /// <summary>[units, gates * units] row by row.</summary>
    public float[] RecurrentKernel() => Numbers.Normal(Units * Gates * Units, 1 / Math.Sqrt(Units), seed: 4);

    /// <summary>[units, 1].</summary>
    public float[] Head() => Numbers.Normal(Units, 1 / Math.Sqrt(Units), seed: 5);
}
