namespace AutoGrad;

/// <summary>
/// RMSprop (Tieleman and Hinton 2012, in PyTorch's form): <c>v = a v + (1 - a) g^2; w -= lr * g / (sqrt(v) + eps)</c>. Centred (Graves 2013) the
/// root is of <c>v - m^2</c> with <c>m = a m + (1 - a) g</c>; with momentum <c>b = mu b + g / (root + eps); w -= lr * b</c>.
/// </summary>
public sealed class RmsProp : Optimizer
{
    private readonly RmsPropSettings settings;

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="alpha">How much of the mean square is kept from step to step, at least 0 and below 1.</param>
    /// <param name="epsilon">Keeps the division finite where gradients vanish.</param>
    /// <param name="momentum">The momentum mu, at least 0 and below 1.</param>
    /// <param name="centered">Whether to divide by the deviation, from the mean, and not by the root of the mean square.</param>
    /// <param name="weightDecay">The decoupled decay wd.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public RmsProp(float learningRate = 1e-2f, float alpha = 0.99f, float epsilon = 1e-8f, float momentum = 0, bool centered = false, float weightDecay = 0)
        : this(learningRate, new RmsPropSettings(alpha, epsilon, momentum, centered), weightDecay)
    {
    }

    private RmsProp(float learningRate, RmsPropSettings settings, float weightDecay)
        : base(learningRate, weightDecay)
        => this.settings = settings;

    private protected override int StatesPerElement => 1 + (settings.IsCentred ? 1 : 0) + (settings.Momentum != 0 ? 1 : 0);

    private protected override Optimizer Fresh() => new RmsProp(LearningRate, settings, WeightDecay);

    private protected override void Step(in UpdatePart part)
        => Apply(in part, new RmsPropRule(settings, part.Rate));
}
