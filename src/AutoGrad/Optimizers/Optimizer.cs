using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>
/// Changes parameters by their gradients, in one pass over the block. Its state belongs to the first model that it trains:
/// use one optimizer for each model.
/// </summary>
public abstract class Optimizer
{
    private float learningRate;
    private ParameterSet? trained;
    private float[] state = [];
    private int stateStart;

    private protected Optimizer(float learningRate)
        => LearningRate = learningRate;

    /// <summary>The learning rate; it may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float LearningRate
    {
        get => learningRate;
        set
        {
            Hyperparameter.NotNegative(value, "learning rate", nameof(value));
            learningRate = value;
        }
    }

    /// <summary>A clip by the global norm whose threshold follows the run, after those that the model declares; null for none.</summary>
    public NormClipRule? Clip { get; init; }

    /// <summary>How many numbers of state an element has.</summary>
    private protected abstract int StatesPerElement { get; }

    /// <summary>Changes the parameters by the gradients that the last backward pass left in them. Generated code calls it.</summary>
    /// <exception cref="InvalidOperationException">The optimizer has trained another model's parameters before.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Update(ParameterSet parameters)
    {
        if (parameters is null || !ReferenceEquals(parameters, trained))
            Bind(parameters);
        if (Clip is { } clip)
            parameters.Scale(clip.Observe(parameters.GradientNorm));
        Step(parameters);
    }

    /// <summary>An optimizer with the same settings and fresh state, free to train another model.</summary>
    public abstract Optimizer Clone();

    /// <summary>Makes the rule of this step and applies it.</summary>
    private protected abstract void Step(ParameterSet parameters);

    private protected void Apply<TRule>(ParameterSet parameters, in TRule rule)
        where TRule : struct, IUpdateRule
    {
        ref float first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(state), stateStart);
        UpdateLoop.RunAll(parameters, ref first, in rule);
    }

    private void Bind([NotNull] ParameterSet? parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.RequireWhole();
        if (trained is not null)
            throw new InvalidOperationException(
                $"This {GetType().Name} already trains another model, to whose parameters its state belongs. "
                + "Give each model an optimizer of its own; Clone() makes one with the same settings.");
        state = AlignedArray.Allocate<float>(checked(StatesPerElement * parameters.PaddedLength), clear: true, out stateStart);
        trained = parameters;
    }
}
