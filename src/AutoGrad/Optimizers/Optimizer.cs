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

    /// <summary>A copy of what the optimizer remembers; empty before its first step.</summary>
    public OptimizerState GetState()
        => new(GetType().Name, Clip?.GetType().Name ?? "", state.AsSpan(stateStart, trained is null ? 0 : StatesPerElement * trained.PaddedLength).ToArray(), Numbers, Clip?.Numbers ?? []);

    /// <summary>Continues a run: takes over what an optimizer of the same type and clip remembered of a model with the same parameters.</summary>
    /// <param name="saved">What it remembered.</param>
    /// <param name="parameters">The parameters that this optimizer is to train.</param>
    /// <exception cref="ArgumentException">The state is another optimizer's, or of a model with other parameters; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">This optimizer has trained another model before.</exception>
    public void SetState(OptimizerState saved, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(parameters);
        if (saved.Rule != GetType().Name || saved.Clip != (Clip?.GetType().Name ?? "") || saved.Numbers.Length != Numbers.Length)
            throw new ArgumentException($"The state is that of {saved.Rule}{Named(saved.Clip)}, but this is {GetType().Name}{Named(Clip?.GetType().Name ?? "")}.", nameof(saved));
        int count = StatesPerElement * parameters.PaddedLength;
        if (saved.Elements.Length != count && saved.Elements.Length != 0)
            throw new ArgumentException($"The state has {saved.Elements.Length} elements, but the model's would have {count}.", nameof(saved));
        if (Clip is { } clip && !clip.Accepts(saved.ClipNumbers))
            throw new ArgumentException($"The state of its {saved.Clip} has other settings, or is damaged.", nameof(saved));
        if (!ReferenceEquals(parameters, trained))
            Bind(parameters);
        Span<float> own = state.AsSpan(stateStart, count);
        own.Clear();
        saved.Elements.CopyTo(own);
        Numbers = saved.Numbers;
        if (Clip is not null)
            Clip.Numbers = saved.ClipNumbers;

        static string Named(string clip) => clip.Length == 0 ? " without a clip" : $" with {clip}";
    }

    /// <summary>An optimizer with the same settings and fresh state, free to train another model.</summary>
    public abstract Optimizer Clone();

    /// <summary>What it remembers beside the elements' states.</summary>
    private protected virtual double[] Numbers
    {
        get => [];
        set { }
    }

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
