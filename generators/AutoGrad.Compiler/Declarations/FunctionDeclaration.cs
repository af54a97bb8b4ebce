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
}

/// <summary>An argument of a function, and whether a gradient is asked of it.</summary>
public sealed record FunctionArgument(ArgumentDeclaration Declaration, bool IsDifferentiated)
{
    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase) { "value", "rest", "toString", "equals", "getHashCode", "getType", "compareTo", "deconstruct" };

    /// <summary>The name of its gradient in the tuple: its own in PascalCase, with a suffix where a tuple cannot have that name.</summary>
    public string GradientName
    {
        get
        {
            string name = Declaration.Name;
            bool isItem = name.StartsWith("item", StringComparison.OrdinalIgnoreCase) && name.Skip(4).All(char.IsDigit);
            return char.ToUpperInvariant(name[0]) + name.Substring(1) + (isItem || s_reserved.Contains(name) ? "Gradient" : "");
        }
    }
}
