namespace AutoGrad;

/// <summary>
/// Nadam, Adam with Nesterov's look ahead (Dozat 2016, in PyTorch's form): with <c>mu_t = b1 (1 - 0.96^(t psi) / 2)</c> and p_t the product of
/// all mu up to t, <c>m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2;
/// w -= lr * ((1 - mu_t) / (1 - p_t) * g + mu_(t+1) / (1 - p_(t+1)) * m) / (sqrt(v / (1 - b2^t)) + eps)</c> at step t.
/// </summary>
public sealed class Nadam : Optimizer
{
    private readonly AdamSettings settings;
    private readonly float momentumDecay;
    private readonly double exactDecay;
    private NadamClock clock = new();

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="beta1">How much of the mean gradient is kept from step to step, at least 0 and below 1.</param>
    /// <param name="beta2">How much of the mean square is kept from step to step, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the division finite where gradients vanish.</param>
    /// <param name="momentumDecay">How fast the momentum reaches b1 from half of it, the psi above.</param>
    /// <param name="weightDecay">The decoupled decay wd.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Nadam(float learningRate = 2e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float momentumDecay = 4e-3f, float weightDecay = 0)
        : this(learningRate, new AdamSettings(beta1, beta2, epsilon), momentumDecay, weightDecay)
    {
    }

    private Nadam(float learningRate, AdamSettings settings, float momentumDecay, float weightDecay)
        : base(learningRate, weightDecay)
    {
        Hyperparameter.NotNegative(momentumDecay, "decay of the momentum", nameof(momentumDecay));
        (this.settings, this.momentumDecay) = (settings, momentumDecay);
        exactDecay = Hyperparameter.AsWritten(momentumDecay);
    }

    private protected override int StatesPerElement => 2;

    private protected override double[] Numbers
    {
        get => clock.Numbers;
        set => clock.Numbers = value;
    }

    private protected override Optimizer Fresh() => new Nadam(LearningRate, settings, momentumDecay, WeightDecay);

    private protected override void Advance() => clock.Advance(settings, exactDecay);

    private protected override void Step(in UpdatePart part)
    {
        (float gradientStep, float meanStep) = clock.Steps(part.Rate);
        Apply(in part, new NadamRule(settings, gradientStep, meanStep, clock.RootScale));
    }
}
