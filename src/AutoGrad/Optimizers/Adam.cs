namespace AutoGrad;

/// <summary>
/// Adam (Kingma and Ba 2015): <c>m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; w -= lr * mhat / (sqrt(vhat) + eps)</c>, with
/// <c>mhat = m / (1 - b1^t)</c> and <c>vhat = v / (1 - b2^t)</c> at step t.
/// </summary>
public sealed class Adam : Optimizer
{
    private readonly AdamSettings settings;
    private AdamClock clock = new();

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="beta1">How much of the mean gradient is kept from step to step, at least 0 and below 1.</param>
    /// <param name="beta2">How much of the mean square is kept from step to step, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the division finite where gradients vanish.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
        : this(learningRate, new AdamSettings(beta1, beta2, epsilon))
    {
    }

    private Adam(float learningRate, AdamSettings settings)
        : base(learningRate)
        => this.settings = settings;

    private protected override int StatesPerElement => 2;

    private protected override double[] Numbers
    {
        get => clock.Powers;
        set => clock.Powers = value;
    }

    private protected override Optimizer Fresh() => new Adam(LearningRate, settings);

    private protected override void Advance() => clock.Advance(settings);

    private protected override void Step(in UpdatePart part)
        => Apply(in part, new AdamRule(settings, clock.Correct(part.Rate), clock.RootScale));
}
