namespace AutoGrad;

/// <content>What an optimizer remembers, in and out.</content>
public abstract partial class Optimizer
{
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
        CheckState(saved, parameters);
        if (!ReferenceEquals(parameters, trained))
            Bind(parameters);
        Span<float> own = state.AsSpan(stateStart, StatesPerElement * parameters.PaddedLength);
        own.Clear();
        saved.Elements.CopyTo(own);
        Numbers = saved.Numbers;
        if (Clip is not null)
            Clip.Numbers = saved.ClipNumbers;
    }

    /// <summary>Throws unless <see cref="SetState"/> would take the state.</summary>
    internal void CheckState(OptimizerState saved, ParameterSet parameters)
    {
        ArgumentNullException.ThrowIfNull(saved);
        ArgumentNullException.ThrowIfNull(parameters);
        if (saved.Rule != GetType().Name || saved.Clip != (Clip?.GetType().Name ?? "") || saved.Numbers.Length != Numbers.Length)
            throw new ArgumentException($"The state is that of {saved.Rule}{Named(saved.Clip)}, but this is {GetType().Name}{Named(Clip?.GetType().Name ?? "")}.", nameof(saved));
        int count = StatesPerElement * parameters.PaddedLength;
        if (saved.Elements.Length != count && saved.Elements.Length != 0)
            throw new ArgumentException($"The state has {saved.Elements.Length} elements, but the model's would have {count}.", nameof(saved));
        if (!saved.Numbers.All(n => n >= 0 && double.IsFinite(n)))
            throw new ArgumentException($"The state of {saved.Rule} is damaged: its counts must be finite and not negative.", nameof(saved));
        if (Clip is { } rule && !rule.Accepts(saved.ClipNumbers))
            throw new ArgumentException($"The state of its {saved.Clip} has other settings, or is damaged.", nameof(saved));
        if (trained is not null && !ReferenceEquals(parameters, trained))
            throw new InvalidOperationException($"This {GetType().Name} already trains another model.");

        static string Named(string clip) => clip.Length == 0 ? " without a clip" : $" with {clip}";
    }
}
