namespace AutoGrad;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay (Loshchilov and Hutter 2019): <c>w -= lr * wd * w</c>, then Adam's update.
/// All parameters decay, whatever their rank.
/// </summary>
public sealed class AdamW : Optimizer
{
    private readonly AdamSettings settings;
    private readonly float weightDecay;
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
        : base(learningRate)
    {
        Hyperparameter.NotNegative(weightDecay, "weight decay", nameof(weightDecay));
        this.settings = settings;
        this.weightDecay = weightDecay;
    }

    private protected override int StatesPerElement => 2;

    private protected override double[] Numbers
    {
        get => clock.Powers;
        set => clock.Powers = value;
    }

    /// <inheritdoc/>
    public override Optimizer Clone()
        => new AdamW(LearningRate, settings, weightDecay) { Clip = Clip?.Clone() };

    private protected override void Step(ParameterSet parameters)
    {
        (float step, float rootScale) = clock.Advance(settings, LearningRate);
        if (weightDecay == 0)
            Apply(parameters, new AdamRule<NoDecay>(settings, step, rootScale, default));
        else
            Apply(parameters, new AdamRule<DecoupledDecay>(settings, step, rootScale, new DecoupledDecay(LearningRate * weightDecay)));
    }
}
