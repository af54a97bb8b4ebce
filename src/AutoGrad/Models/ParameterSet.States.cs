using System.ComponentModel;

namespace AutoGrad;

/// <content>State and random numbers, which live with the parameters: layers share those of their owner, and a file holds all.</content>
public sealed partial class ParameterSet
{
    private StateTensor[] states = [];
    private RandomDraws? draws;
    private bool isDrawing;

    /// <summary>The model's random numbers; a layer's are its owner's.</summary>
    public RandomDraws Draws => root.draws ??= new RandomDraws(seed: 0);

    /// <summary>Whether a call of the model draws random numbers, so that a file has to hold the number of the next step.</summary>
    internal bool IsDrawing => positions is null && isDrawing;

    internal IReadOnlyList<StateTensor> States => states;

    /// <summary>Makes the states that a model declares. Generated code calls it, before layers are attached.</summary>
    /// <param name="isDrawing">Whether the model draws random numbers.</param>
    /// <param name="definitions">What the model and its layers declare, in order.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Declare(bool isDrawing, params ReadOnlySpan<StateDefinition> definitions)
    {
        this.isDrawing = isDrawing;
        states = Array.ConvertAll(definitions.ToArray(), d => new StateTensor(d));
    }

    /// <summary>The state at a position in the order of declaration.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public StateTensor State(int index) => states[index];

    /// <summary>Checks that these are the states of a model, in its order: its assembly may be newer than the one that was compiled against.</summary>
    /// <exception cref="InvalidOperationException">They are not; the message names the first that differs.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void RequireStates(params ReadOnlySpan<StateDefinition> definitions)
    {
        for (int i = 0; i < Math.Max(states.Length, definitions.Length); i++)
        {
            string found = i < states.Length ? states[i].Definition.Shape : "no state", declared = i < definitions.Length ? definitions[i].Shape : "no state";
            if (found != declared)
                throw new InvalidOperationException(
                    $"The layer '{path.TrimEnd('.')}' declares {declared} where its owner was compiled with {found}: compile the owner again.");
        }
    }

    /// <summary>Sets all states to what they were before the first call. Generated code calls it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void ResetState()
    {
        foreach (StateTensor state in states)
            state.Reset();
    }

    // Those of a layer: of one copy where the layer is one of a stack.
    private static StateTensor[] StatesOf(ParameterSet owner, string layer, int? index)
    {
        string prefix = index is null ? layer + "." : layer + ".*.";
        return [.. owner.states.Where(s => s.Definition.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(s => s.Part(s.Definition.Name[prefix.Length..], index))];
    }
}
