using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>A static method marked <c>[Differentiable]</c>. Its graph's inputs are the arguments in order; its one output is named <c>result</c>. Without a graph it gets members that throw.</summary>
public sealed record FunctionDeclaration(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string TypeHeader,
    string TypeName,
    string Name,
    string Accessibility,
    EquatableArray<FunctionArgument> Arguments,
    TensorType Result,
    Graph? Graph)
{
    /// <summary>Whether the result is a tensor, which the graph tells better where there is one.</summary>
    public bool ReturnsTensor { get; init; } = !Result.IsScalar;

    /// <summary>The names of <see cref="LibraryNames"/> that mean something else where the class stands.</summary>
    public EquatableArray<string> Clashes { get; init; }
}

/// <summary>An argument of a function, and whether a gradient is asked of it.</summary>
public sealed record FunctionArgument(ArgumentDeclaration Declaration, bool IsDifferentiated)
{
    /// <summary>The name of its gradient in the tuple.</summary>
    public string GradientName => FunctionSignature.ElementName(Declaration.Name);
}
