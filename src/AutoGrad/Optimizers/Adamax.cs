namespace AutoGrad;

/// <summary>
/// Adamax, Adam by the largest gradient (Kingma and Ba 2015, in PyTorch's form): <c>m = b1 m + (1 - b1) g; u = max(b2 u, |g| + eps);
/// w -= lr / (1 - b1^t) * m / u</c> at step t.
/// </summary>
public sealed class Adamax : Optimizer
{
    private readonly AdamSettings settings;
    private AdamClock clock = new();

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="beta1">How much of the mean gradient is kept from step to step, at least 0 and below 1.</param>
    /// <param name="beta2">How much of the largest gradient is kept from step to step, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the division finite where gradients vanish.</param>
    /// <param name="weightDecay">The decoupled decay wd.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Adamax(float learningRate = 2e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0)
        : this(learningRate, new AdamSettings(beta1, beta2, epsilon), weightDecay)
    {
    }

    private Adamax(float learningRate, AdamSettings settings, float weightDecay)
        : base(learningRate, weightDecay)
        => this.settings = settings;

    private protected override int StatesPerElement => 2;

    private protected override double[] Numbers
    {
        get => clock.Powers;
        set => clock.Powers = value;
    }

    private protected override Optimizer Fresh() => new Adamax(LearningRate, settings, WeightDecay);

    private protected override void Advance() => clock.Advance(settings);

    private protected override void Step(in UpdatePart part)
        => Apply(in part, new AdamaxRule(settings, clock.Correct(part.Rate)));
}
