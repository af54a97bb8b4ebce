namespace AutoGrad.Benchmarks;

/// <summary>Which rule changes the parameters.</summary>
internal enum Rule
{
    /// <summary>Gradient descent with a momentum of 0.9.</summary>
    Momentum,

    /// <summary>Adam.</summary>
    Adam,

    /// <summary>Adam with decoupled decay.</summary>
    AdamW,

    /// <summary>RMSprop, neither centred nor with momentum.</summary>
    RmsProp,

    /// <summary>Adagrad.</summary>
    Adagrad,

    /// <summary>Adam with Nesterov's look ahead.</summary>
    Nadam,

    /// <summary>Lion.</summary>
    Lion,
}

/// <summary>One update of a vector of parameters by a gradient that is the same in each step.</summary>
internal sealed record OptimizerProblem(Rule Rule, int Count)
{
    public const float LearningRate = 1e-3f, Momentum = 0.9f, WeightDecay = 0.01f, Beta1 = 0.9f, Beta2 = 0.99f;

    public string Name => $"{(Rule == Rule.Momentum ? "SGD with momentum" : Rule)}, {Count >> 20} Mi parameters";

    public float[] Values() => Numbers.Normal(Count, 1, seed: 1);

    public float[] Gradient() => Numbers.Normal(Count, 1, seed: 2);
}
