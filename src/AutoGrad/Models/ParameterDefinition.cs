using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;

namespace AutoGrad;

/// <summary>What a model declares about one parameter. Generated code writes it.</summary>
/// <param name="Name">Its name, dotted for the parameters of layers.</param>
/// <param name="Lengths">The lengths of its axes, at least one axis, each at least 1.</param>
/// <param name="Init">How it gets its first values.</param>
/// <param name="Scale">Multiplies the first values.</param>
/// <param name="Policy">What happens to its gradient.</param>
/// <param name="IsTrainable">Whether it has a gradient and is updated.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ParameterDefinition(
    string Name,
    ImmutableArray<nint> Lengths,
    Init Init = Init.Default,
    float Scale = 1,
    GradientPolicy Policy = default,
    bool IsTrainable = true)
{
    /// <summary>Name and lengths, for comparison.</summary>
    internal string Shape => $"{Name} [{string.Join(", ", Lengths)}]";

    /// <summary>One definition for each copy of a parameter in stacks of layers, in the order of their memory.</summary>
    /// <param name="name">The name, with a <c>*</c> for the index in each stack: <c>Hidden.*.Kernel</c>.</param>
    /// <param name="copies">How many layers each stack has, the outermost first.</param>
    /// <param name="lengths">As in a definition.</param>
    /// <param name="init">As in a definition.</param>
    /// <param name="scale">As in a definition.</param>
    /// <param name="policy">As in a definition.</param>
    public static IEnumerable<ParameterDefinition> Copies(
        string name, ReadOnlySpan<int> copies, ImmutableArray<nint> lengths, Init init, float scale, GradientPolicy policy)
    {
        string[] parts = name.Split('*');
        List<string> names = [parts[0]];
        for (int i = 0; i < copies.Length; i++)
        {
            int count = copies[i];
            string part = parts[i + 1];
            names = [.. names.SelectMany(n => Enumerable.Range(0, count).Select(c => string.Create(CultureInfo.InvariantCulture, $"{n}{c}{part}")))];
        }

        return names.ConvertAll(n => new ParameterDefinition(n, lengths, init, scale, policy));
    }
}
