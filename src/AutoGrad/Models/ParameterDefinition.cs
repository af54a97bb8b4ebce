using System.Collections.Immutable;
using System.ComponentModel;

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
    bool IsTrainable = true);
