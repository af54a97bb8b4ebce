namespace AutoGrad;

/// <summary>Gradient descent.</summary>
public sealed class Sgd : Optimizer
{
    private readonly float momentum;
    private readonly bool nesterov;
    private readonly float weightDecay;

    /// <summary>Creates it.</summary>
    public Sgd(float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : base(learningRate)
    {
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.weightDecay = weightDecay;
    }

    /// <inheritdoc/>
    public override Optimizer Clone()
        => new Sgd(LearningRate, momentum, nesterov, weightDecay);
}
