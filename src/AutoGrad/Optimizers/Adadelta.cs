namespace AutoGrad;

/// <summary>
/// Adadelta (Zeiler 2012, in PyTorch's form): <c>v = rho v + (1 - rho) g^2; d = sqrt(u + eps) / sqrt(v + eps) * g; u = rho u + (1 - rho) d^2;
/// w -= lr * d</c>.
/// </summary>
public sealed class Adadelta : Optimizer
{
    private readonly float rho;
    private readonly float epsilon;
    private readonly float rest;

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr; the paper has none, which is 1.</param>
    /// <param name="rho">How much of both mean squares is kept from step to step, at least 0 and below 1.</param>
    /// <param name="epsilon">Sets the first steps off, and keeps the division finite where gradients vanish.</param>
    /// <param name="weightDecay">The decoupled decay wd.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Adadelta(float learningRate = 1, float rho = 0.9f, float epsilon = 1e-6f, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Hyperparameter.BelowOne(rho, "decay rate of the mean squares", nameof(rho));
        Hyperparameter.NotNegative(epsilon, "epsilon", nameof(epsilon));
        (this.rho, this.epsilon) = (rho, epsilon);
        rest = (float)(1 - Hyperparameter.AsWritten(rho));
    }

    private protected override int StatesPerElement => 2;

    private protected override Optimizer Fresh() => new Adadelta(LearningRate, rho, epsilon, WeightDecay);

    private protected override void Step(in UpdatePart part)
        => Apply(in part, new AdadeltaRule(part.Rate, rho, rest, epsilon));
}
