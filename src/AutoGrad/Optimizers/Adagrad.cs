namespace AutoGrad;

/// <summary>
/// Adagrad (Duchi et al. 2011, in PyTorch's form): <c>s = s + g^2; w -= lr / (1 + (t - 1) d) * g / (sqrt(s) + eps)</c> at step t, with d the decay
/// of the learning rate.
/// </summary>
public sealed class Adagrad : Optimizer
{
    private readonly float epsilon;
    private readonly float learningRateDecay;
    private readonly float initialAccumulator;
    private double steps;

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="epsilon">Keeps the division finite where gradients vanish.</param>
    /// <param name="learningRateDecay">How much slower each step is, the d above.</param>
    /// <param name="initialAccumulator">What the sums s begin with.</param>
    /// <param name="weightDecay">The decoupled decay wd.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Adagrad(float learningRate = 1e-2f, float epsilon = 1e-10f, float learningRateDecay = 0, float initialAccumulator = 0, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Hyperparameter.NotNegative(epsilon, "epsilon", nameof(epsilon));
        Hyperparameter.NotNegative(learningRateDecay, "decay of the learning rate", nameof(learningRateDecay));
        Hyperparameter.NotNegative(initialAccumulator, "initial accumulator", nameof(initialAccumulator));
        (this.epsilon, this.learningRateDecay, this.initialAccumulator) = (epsilon, learningRateDecay, initialAccumulator);
    }

    private protected override int StatesPerElement => 1;

    private protected override double[] Numbers
    {
        get => [steps];
        set => steps = value[0];
    }

    private protected override Optimizer Fresh() => new Adagrad(LearningRate, epsilon, learningRateDecay, initialAccumulator, WeightDecay);

    private protected override void Advance() => steps++;

    private protected override void Step(in UpdatePart part)
        => Apply(in part, new AdagradRule((float)(part.Rate / (1 + ((steps - 1) * learningRateDecay))), epsilon, initialAccumulator));
}
