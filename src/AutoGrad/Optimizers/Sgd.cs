namespace AutoGrad;

/// <summary>
/// Gradient descent: <c>w -= lr * g</c>; with momentum <c>v = mu * v - lr * g; w += v</c>; by Nesterov's form
/// <c>w += mu * v - lr * g</c>. Weight decay comes first: <c>w -= lr * wd * w</c>.
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly float momentum;
    private readonly bool nesterov;

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="momentum">The momentum mu, at least 0 and below 1.</param>
    /// <param name="nesterov">Whether to look ahead along the momentum; needs a momentum.</param>
    /// <param name="weightDecay">
    /// The decay wd, decoupled from the gradient. PyTorch's <c>SGD(weight_decay = wd)</c> is <c>[L2(wd / 2)]</c> instead.
    /// </param>
    /// <exception cref="ArgumentException">A setting is out of range, or Nesterov's form has no momentum.</exception>
    public Sgd(float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Hyperparameter.BelowOne(momentum, "momentum", nameof(momentum));
        if (nesterov && momentum == 0)
            throw new ArgumentException("Nesterov's form needs a momentum above 0.", nameof(nesterov));
        this.momentum = momentum;
        this.nesterov = nesterov;
    }

    private protected override int StatesPerElement => momentum == 0 ? 0 : 1;

    private protected override Optimizer Fresh() => new Sgd(LearningRate, momentum, nesterov, WeightDecay);

    private protected override void Step(in UpdatePart part)
    {
        if (momentum == 0)
            Apply(in part, new SgdRule(part.Rate));
        else if (nesterov)
            Apply(in part, new NesterovRule(part.Rate, momentum));
        else
            Apply(in part, new MomentumRule(part.Rate, momentum));
    }
}
