using System.ComponentModel;
using System.Globalization;
using System.Numerics.Tensors;

namespace AutoGrad;

/// <content>
/// Parts: the parameters of a layer, in the memory of the model that owns it. A layer's parameters follow each other there; those of one layer
/// of a stack do not, because the stack's copies of each parameter do.
/// </content>
public sealed partial class ParameterSet
{
    private readonly ParameterSet root;
    private readonly string path = "";

    // The positions of a part's parameters in the root; null for the root itself.
    private readonly int[]? positions;
    private readonly bool isContiguous = true;
    private float[]? gathered;
    private int gatheredStart;

    private ParameterSet(ParameterSet owner, string prefix)
    {
        int[] own = [.. Enumerable.Range(0, owner.Count).Where(i => owner.parameters[i].Name.StartsWith(prefix, StringComparison.Ordinal))];
        root = owner.root;
        positions = Array.ConvertAll(own, i => owner.positions is null ? i : owner.positions[i]);
        path = owner.path + prefix;
        Count = own.Length;
        definitions = Array.ConvertAll(own, i => owner.definitions[i] with { Name = owner.definitions[i].Name[prefix.Length..] });
        values = root.values;
        gradients = root.gradients;
        policies = root.policies;
        declared = root.declared;
        generated = root.generated;
        added = root.added;
        pendingScales = root.pendingScales;
        trainable = root.trainable;
        gradientNorms = root.gradientNorms;
        ends = new int[Count];
        parameters = new Parameter[Count];
        byName = new Dictionary<string, Parameter>(Count, StringComparer.Ordinal);
        int end = 0;
        for (int i = 0; i < Count; i++)
        {
            Parameter parameter = owner.parameters[own[i]];
            end += (int)parameter.Value.FlattenedLength;
            ends[i] = end;
            parameters[i] = parameter.As(definitions[i].Name);
            byName.Add(definitions[i].Name, parameters[i]);
            isContiguous &= i == 0 || positions[i] == positions[i - 1] + 1;
        }

        Length = end;
        int start = Count == 0 ? 0 : root.Start(positions[0]);
        valueStart = root.valueStart + start;
        gradientStart = root.gradientStart + start;
        flatValues = isContiguous ? Tensor.Create(values, valueStart, [Length], []) : Tensor<float>.Empty;
        flatGradients = isContiguous ? Tensor.Create(gradients, gradientStart, [Length], []) : Tensor<float>.Empty;
    }

    /// <summary>The parameters of a layer, under the names that they have there.</summary>
    /// <param name="layer">The property's name.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ParameterSet Part(string layer) => new(this, layer + ".") { states = StatesOf(this, layer, null) };

    /// <summary>The parameters of one layer of a stack.</summary>
    /// <param name="layer">The property's name.</param>
    /// <param name="index">Which of the layers.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ParameterSet Part(string layer, int index)
        => new(this, string.Create(CultureInfo.InvariantCulture, $"{layer}.{index}.")) { states = StatesOf(this, layer, index) };

    /// <summary>Checks that these are the parameters of a model, in its order: its assembly may be newer than the one that was compiled against.</summary>
    /// <exception cref="InvalidOperationException">They are not; the message names the first that differs.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void Require(params ReadOnlySpan<ParameterDefinition> definitions)
    {
        for (int i = 0; i < Math.Max(Count, definitions.Length); i++)
        {
            string found = i < Count ? this.definitions[i].Shape : "nothing", declared = i < definitions.Length ? definitions[i].Shape : "nothing";
            if (found != declared)
                throw new InvalidOperationException(
                    $"The layer '{path.TrimEnd('.')}' declares {declared} where its owner was compiled with {found}: compile the owner again.");
        }
    }

    /// <summary>Where a parameter lies in the arrays of the root, relative to its first one.</summary>
    private int RootPosition(int index) => positions is null ? index : positions[index];

    /// <summary>Throws for a part: optimizers work on whole blocks.</summary>
    internal void RequireWhole() => RequireRoot("An update");

    private void RequireRoot(string what)
    {
        if (positions is not null)
            throw new InvalidOperationException($"{what} is the whole model's: '{path.TrimEnd('.')}' is a part of one.");
    }

    private void RequireContiguous(string what)
    {
        if (!isContiguous)
            throw new InvalidOperationException(
                $"'{path.TrimEnd('.')}' is one layer of a stack, whose parameters lie apart: it has no {what}. Use those of each parameter.");
    }

    /// <summary>The values one after the other, copied where they lie apart.</summary>
    private float[] Gather()
    {
        gathered ??= AlignedArray.Allocate<float>(Length, clear: false, out gatheredStart);
        for (int i = 0; i < Count; i++)
            root.Slice(values, root.valueStart, RootPosition(i)).CopyTo(gathered.AsSpan(gatheredStart + Start(i)));
        return gathered;
    }
}
