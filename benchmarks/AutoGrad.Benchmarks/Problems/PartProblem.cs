namespace AutoGrad.Benchmarks;

/// <summary>Which part of a network is timed alone.</summary>
internal enum Part
{
    /// <summary>Forward and backward of soft-max cross-entropy, by the logits.</summary>
    CrossEntropy,

    /// <summary>Rows of a table, forward and backward, without the update.</summary>
    Embedding,

    /// <summary>A training step of the same by plain SGD.</summary>
    EmbeddingStep,

    /// <summary>Dropout, forward and backward.</summary>
    Dropout,
}

/// <summary>A part of a network alone, of these sizes.</summary>
internal sealed record PartProblem(Part Part, int Rows, int Columns, int Chosen = 0)
{
    public const float LearningRate = 0.1f;

    public string Name => Part switch
    {
        Part.CrossEntropy => $"soft-max cross-entropy [{Rows}, {Columns}], forward and backward",
        Part.Embedding => $"embedding {Rows} x {Columns}, {Chosen} lookups, forward and backward",
        Part.EmbeddingStep => $"embedding {Rows} x {Columns}, {Chosen} lookups, SGD step",
        _ => $"dropout [{Rows}, {Columns}], forward and backward",
    };

    public float[] Values() => Numbers.Normal(Rows * Columns, 1, seed: 1);

    /// <summary>What outputs are weighed by in the loss.</summary>
    public float[] Weights() => Numbers.Normal((Chosen > 0 ? Chosen : Rows) * Columns, 1, seed: 2);

    public int[] Labels() => [.. Enumerable.Range(0, Rows).Select(i => (int)(i * 7919L % Columns))];

    public int[] Ids() => [.. Enumerable.Range(0, Chosen).Select(i => (int)(i * 104729L % Rows))];
}
