namespace AutoGrad;

/// <summary>
/// Lion (Chen et al. 2023): <c>w -= lr * (sign(b1 m + (1 - b1) g) + wd * w); m = b2 m + (1 - b2) g</c>. Every weight moves by the learning rate,
/// so that is to be three to ten times smaller than Adam's, and the decay as much larger.
/// </summary>
public sealed class Lion : Optimizer
{
    private readonly AdamSettings settings;

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="beta1">The share of the mean gradient in the direction, at least 0 and below 1.</param>
    /// <param name="beta2">How much of the mean gradient is kept from step to step, at least 0 and below 1.</param>
    /// <param name="weightDecay">The decoupled decay wd.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Lion(float learningRate = 1e-4f, float beta1 = 0.9f, float beta2 = 0.99f, float weightDecay = 0)
        : this(learningRate, new AdamSettings(beta1, beta2, epsilon: 0), weightDecay)
    {
    }

    private Lion(float learningRate, AdamSettings settings, float weightDecay)
        : base(learningRate, weightDecay)
        => this.settings = settings;

    private protected override int StatesPerElement => 1;

    private protected override Optimizer Fresh() => new Lion(LearningRate, settings, WeightDecay);

    private protected override void Step(in UpdatePart part)
        => Apply(in part, new LionRule(part.Rate, settings));
}
