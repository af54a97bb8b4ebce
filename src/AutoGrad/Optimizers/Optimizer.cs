using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>
/// Changes parameters by their gradients, in one pass over the block. Its state belongs to the first model that it trains:
/// use one optimizer for each model.
/// </summary>
public abstract partial class Optimizer
{
    private readonly float weightDecay;
    private float learningRate;
    private NormClipRule? clip;
    private ParameterSet? trained;
    private float[] state = [];
    private int stateStart;

    private protected Optimizer(float learningRate, float weightDecay = 0)
    {
        LearningRate = learningRate;
        Hyperparameter.NotNegative(weightDecay, "weight decay", nameof(weightDecay));
        this.weightDecay = weightDecay;
    }

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
    public NormClipRule? Clip
    {
        get => clip;
        init => clip = value;
    }

    /// <summary>The decoupled decay wd of parameters that no group gives another.</summary>
    private protected float WeightDecay => weightDecay;

    /// <summary>How many numbers of state an element has.</summary>
    private protected abstract int StatesPerElement { get; }

    /// <summary>What it remembers beside the elements' states.</summary>
    private protected virtual double[] Numbers
    {
        get => [];
        set { }
    }

    /// <summary>Changes the parameters by the gradients that the last backward pass left in them. Generated code calls it.</summary>
    /// <exception cref="InvalidOperationException">The optimizer has trained another model's parameters before.</exception>
    /// <exception cref="ArgumentException">No parameter of the model belongs to one of its groups.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Update(ParameterSet parameters)
    {
        if (parameters is null || !ReferenceEquals(parameters, trained))
            Bind(parameters);
        Apply(parameters);
    }

    /// <summary>An optimizer with the same settings and fresh state, free to train another model.</summary>
    public Optimizer Clone()
    {
        Optimizer fresh = Fresh();
        fresh.clip = clip?.Clone();
        fresh.groups = groups;
        return fresh;
    }

    /// <summary>An optimizer of the same type with the same settings of its own.</summary>
    private protected abstract Optimizer Fresh();

    /// <summary>Enters the next step, before the rule of any group is made.</summary>
    private protected virtual void Advance()
    {
    }

    /// <summary>Makes the rule of this step for the parameters of one group and applies it.</summary>
    private protected abstract void Step(in UpdatePart part);

    /// <summary>One step with the gradients that lie in the block.</summary>
    private protected virtual void Apply(ParameterSet parameters)
    {
        if (clip is not null)
            parameters.Scale(clip.Observe(parameters.GradientNorm));
        Advance();
        foreach ((bool[] members, float factor, float decay) in parts)
            Step(new UpdatePart(parameters, members, StatesPerElement, learningRate * factor, decay));
    }

    private protected void Apply<TRule>(in UpdatePart part, in TRule rule)
        where TRule : struct, IUpdateRule
    {
        ref float first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(state), stateStart);
        if (part.Decay == 0)
            UpdateLoop.RunAll(in part, ref first, in rule, default(NoDecay));
        else
            UpdateLoop.RunAll(in part, ref first, in rule, new DecoupledDecay(part.Rate * part.Decay));
    }

    private void Bind([NotNull] ParameterSet? parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.RequireWhole();
        if (trained is not null)
            throw new InvalidOperationException(
                $"This {GetType().Name} already trains another model, to whose parameters its state belongs. "
                + "Give each model an optimizer of its own; Clone() makes one with the same settings.");
        parts = Divide(parameters);
        state = AlignedArray.Allocate<float>(checked(StatesPerElement * parameters.PaddedLength), clear: true, out stateStart);
        trained = parameters;
    }
}
