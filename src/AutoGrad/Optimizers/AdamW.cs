namespace AutoGrad;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay (Loshchilov and Hutter 2019): <c>w -= lr * wd * w</c>, then Adam's update.
/// All parameters decay, whatever their rank, unless
/// a group says otherwise.
/// </summary>
public sealed class AdamW : Optimizer
{
    private readonly AdamSettings settings;
    private AdamClock clock = new();

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="beta1">How much of the mean gradient is kept from step to step, at least 0 and below 1.</param>
    /// <param name="beta2">How much of the mean square is kept from step to step, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the division finite where gradients vanish.</param>
    /// <param name="weightDecay">The decay wd.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public AdamW(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f)
        : this(learningRate, new AdamSettings(beta1, beta2, epsilon), weightDecay)
    {
    }

    private AdamW(float learningRate, AdamSettings settings, float weightDecay)
        : base(learningRate, weightDecay)
        => this.settings = settings;

    private protected override int StatesPerElement => 2;

    private protected override double[] Numbers
    {
        get => clock.Powers;
        set => clock.Powers = value;
    }

    private protected override Optimizer Fresh() => new AdamW(LearningRate, settings, WeightDecay);

    private protected override void Advance() => clock.Advance(settings);

    private protected override void Step(in UpdatePart part)
        => Apply(in part, new AdamRule(settings, clock.Correct(part.Rate), clock.RootScale));
}
