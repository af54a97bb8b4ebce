namespace AutoGrad;

/// <summary>Adam (Kingma and Ba 2015).</summary>
public sealed class Adam : Optimizer
{
    private readonly float beta1;
    private readonly float beta2;
    private readonly float epsilon;

    /// <summary>Creates it.</summary>
    public Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
        : base(learningRate)
    {
        this.beta1 = beta1;
        this.beta2 = beta2;
        this.epsilon = epsilon;
    }

    /// <inheritdoc/>
    public override Optimizer Clone()
        => new Adam(LearningRate, beta1, beta2, epsilon);
}
