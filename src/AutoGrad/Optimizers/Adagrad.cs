namespace AutoGrad;

/// <summary>Adagrad (Duchi et al. 2011): <c>s = s + g^2; w -= lr * g / (sqrt(s) + eps)</c>.</summary>
public sealed class Adagrad : Optimizer
{
    private readonly float epsilon;

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="epsilon">Keeps the division finite where gradients vanish.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public Adagrad(float learningRate = 1e-2f, float epsilon = 1e-10f)
        : base(learningRate)
    {
        Hyperparameter.NotNegative(epsilon, "epsilon", nameof(epsilon));
        this.epsilon = epsilon;
    }

    private protected override int StatesPerElement => 1;

    /// <inheritdoc/>
    public override Optimizer Clone()
        => new Adagrad(LearningRate, epsilon) { Clip = Clip?.Clone() };

    private protected override void Step(ParameterSet parameters)
        => Apply(parameters, new AdagradRule(LearningRate, epsilon));
}
