using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>
/// A property marked <c>[State]</c>, or one of a layer, whose name is dotted. Graphs have an input named <see cref="Value"/> where they read it, and
/// an output of that name where they leave something else behind. <see cref="Setter"/> is <c>set</c>, with the accessibility before it that it has of
/// its own; both it and <see cref="PropertyHeader"/> are empty for a layer's.
/// </summary>
public sealed record StateDeclaration(string Name, string PropertyHeader, string Setter, EquatableArray<Dim> Lengths)
{
    /// <summary>
    /// How many random numbers tensors were drawn before, in graphs that draw: an int that comes in and goes out as state does. The first draw of a
    /// generated method is draw 0.
    /// </summary>
    public const string Draws = "draws.next";

    private const string Prefix = "state.";

    /// <summary>The numbers of copies that stacks of layers make, outermost first; as those of a parameter.</summary>
    public EquatableArray<long> Copies { get; init; } = [];

    /// <summary>What each element is at first.</summary>
    public double Initial { get; init; }

    /// <summary>The name in graphs.</summary>
    public string Value => Prefix + Name;

    /// <summary>The type in the graph.</summary>
    public TensorType Type => new(ElementType.F32, new Shape([.. Copies.Select(c => (Dim)c), .. Lengths]));

    /// <summary>Whether an input or output of a graph is a state, or counts draws.</summary>
    public static bool IsState(string name) => name.StartsWith(Prefix, StringComparison.Ordinal) || name == Draws;

    /// <summary>The state's name, by that of an input or output.</summary>
    public static string NameOf(string value) => value.Substring(Prefix.Length);
}
