using System.ComponentModel;

namespace AutoGrad;

/// <summary>What generated code says of a model, for owners of another assembly that use it as a layer: its settings and parameters.</summary>
/// <param name="version">The version of the format.</param>
/// <param name="declarations">The settings and parameters, as a printed graph.</param>
/// <param name="constructor">The arguments of the constructor that settings belong to.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CompiledModelAttribute(int version, string declarations, string constructor) : Attribute
{
    /// <summary>The version of the format.</summary>
    public int Version { get; } = version;

    /// <summary>The settings and parameters, as a printed graph.</summary>
    public string Declarations { get; } = declarations;

    /// <summary>The arguments of the constructor that settings belong to.</summary>
    public string Constructor { get; } = constructor;
}

/// <summary>The graph of one forward method of a model, beside its <see cref="CompiledModelAttribute"/>.</summary>
/// <param name="signature">The method's name and arguments.</param>
/// <param name="graph">Its printed graph.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CompiledForwardAttribute(string signature, string graph) : Attribute
{
    /// <summary>The method's name and arguments.</summary>
    public string Signature { get; } = signature;

    /// <summary>Its printed graph.</summary>
    public string Graph { get; } = graph;
}
