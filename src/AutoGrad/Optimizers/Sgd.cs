namespace AutoGrad;

/// <summary>
/// Gradient descent: <c>w -= lr * g</c>; with momentum <c>v = mu * v - lr * g; w += v</c>; by Nesterov's form
/// <c>w += mu * v - lr * g</c>. Weight decay comes first: <c>w -= lr * wd * w</c>.
/// </summary>
public sealed class Sgd : Optimizer
{
    private readonly float momentum;
    private readonly bool nesterov;
    private readonly float weightDecay;

    /// <summary>Creates it.</summary>
    /// <param name="learningRate">The learning rate lr.</param>
    /// <param name="momentum">The momentum mu, at least 0 and below 1.</param>
    /// <param name="nesterov">Whether to look ahead along the momentum; needs a momentum.</param>
    /// <param name="weightDecay">
    /// The decay wd, decoupled from the gradient. PyTorch's <c>SGD(weight_decay = wd)</c> is <c>[L2(wd / 2)]</c> instead.
    /// </param>
    /// <exception cref="ArgumentException">A setting is out of range, or Nesterov's form has no momentum.</exception>
    public Sgd(float learningRate, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : base(learningRate)
    {
        Hyperparameter.BelowOne(momentum, "momentum", nameof(momentum));
        Hyperparameter.NotNegative(weightDecay, "weight decay", nameof(weightDecay));
        if (nesterov && momentum == 0)
            throw new ArgumentException("Nesterov's form needs a momentum above 0.", nameof(nesterov));
        this.momentum = momentum;
        this.nesterov = nesterov;
        this.weightDecay = weightDecay;
    }

    private protected override int StatesPerElement => momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    public override Optimizer Clone()
        => new Sgd(LearningRate, momentum, nesterov, weightDecay) { Clip = Clip?.Clone() };

    private protected override void Step(ParameterSet parameters)
    {
        if (weightDecay == 0)
            Step(parameters, default(NoDecay));
        else
            Step(parameters, new DecoupledDecay(LearningRate * weightDecay));
    }

    private void Step<TDecay>(ParameterSet parameters, TDecay decay)
        where TDecay : struct, IWeightDecay
    {
        if (momentum == 0)
            Apply(parameters, new SgdRule<TDecay>(LearningRate, decay));
        else if (nesterov)
            Apply(parameters, new NesterovRule<TDecay>(LearningRate, momentum, decay));
        else
            Apply(parameters, new MomentumRule<TDecay>(LearningRate, momentum, decay));
    }
}
