using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>
/// A property marked <c>[State]</c>. Graphs have an input named <see cref="Value"/> where they read it, and an output of that name where they
/// leave something else behind. <see cref="Setter"/> is <c>set</c>, with the accessibility before it that it has of its own.
/// </summary>
public sealed record StateDeclaration(string Name, string PropertyHeader, string Setter, EquatableArray<Dim> Lengths)
{
    private const string Prefix = "state.";

    /// <summary>The name in graphs.</summary>
    public string Value => Prefix + Name;

    /// <summary>The field that holds it in generated code.</summary>
    public string Field => "_autoGrad_" + Name;

    /// <summary>The type in the graph.</summary>
    public TensorType Type => new(ElementType.F32, new Shape(Lengths));

    /// <summary>Whether an input or output of a graph is a state.</summary>
    public static bool IsState(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);
}
