using System.ComponentModel;

namespace AutoGrad;

/// <summary>
/// Changes parameters by their gradients, in one pass over the block. Its state belongs to the first model that it trains:
/// use one optimizer for each model.
/// </summary>
public abstract class Optimizer
{
    private float learningRate;

    private protected Optimizer(float learningRate)
        => LearningRate = learningRate;

    /// <summary>The learning rate; it may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get => learningRate;
        set
        {
            if (!(value >= 0 && float.IsFinite(value)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "The learning rate must be finite and not negative.");
            learningRate = value;
        }
    }

    /// <summary>Changes the parameters by the gradients that the last backward pass left in them. Generated code calls it.</summary>
    /// <exception cref="InvalidOperationException">The optimizer has trained another model's parameters before.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Update(ParameterSet parameters)
    {
        throw new NotSupportedException();
    }

    /// <summary>An optimizer with the same settings and fresh state, free to train another model.</summary>
    public abstract Optimizer Clone();
}
