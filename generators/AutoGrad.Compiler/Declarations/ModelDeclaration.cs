using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>
/// All that the compiler knows of one class marked <c>[Model]</c>. It is what the front end hands over and what the generator caches, so it
/// compares by value and holds no symbol, syntax or span.
/// </summary>
public sealed record ModelDeclaration(
    string Namespace,
    EquatableArray<string> ContainingTypes,
    string TypeHeader,
    string Name,
    EquatableArray<ParameterDeclaration> Parameters,
    EquatableArray<MethodDeclaration> Methods,
    bool DeclaresConstructor,
    NonFiniteMode OnNonFinite)
{
    /// <summary>The names of <see cref="Emit.LibraryNames"/> that mean something else where the class stands.</summary>
    public EquatableArray<string> Clashes { get; init; }
}

/// <summary>What a step does when the loss or a gradient is not finite.</summary>
public enum NonFiniteMode
{
    /// <summary>Goes on.</summary>
    Propagate,

    /// <summary>Leaves parameters and optimizer state as they are.</summary>
    SkipStep,

    /// <summary>Throws.</summary>
    Throw,
}

/// <summary>A property marked <c>[Parameter]</c>. <see cref="PropertyHeader"/> is its accessibility and modifiers, such as <c>public partial</c>.</summary>
public sealed record ParameterDeclaration(string Name, string PropertyHeader, EquatableArray<long> Lengths, string Init, double Scale, PolicyDeclaration Policy);

/// <summary>The clip and the penalty that apply to one parameter after precedence is resolved; 0 where there is none.</summary>
public sealed record PolicyDeclaration(NormClipKind Norm, double NormThreshold, double ValueThreshold, double L1, double L2)
{
    /// <summary>Neither clip nor penalty.</summary>
    public static PolicyDeclaration None { get; } = new(NormClipKind.None, 0, 0, 0, 0);
}

/// <summary>Which norm a gradient is clipped by.</summary>
public enum NormClipKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>The parameter's own.</summary>
    Parameter,

    /// <summary>The norm over all parameters.</summary>
    Global,
}

/// <summary>What a method is marked as.</summary>
public enum MethodKind
{
    /// <summary><c>[Forward]</c>.</summary>
    Forward,

    /// <summary><c>[Loss]</c>.</summary>
    Loss,
}

/// <summary>
/// A forward or loss method. <see cref="Graph"/> is null where it could not be lowered: signatures are emitted all the same, with bodies that
/// throw, so that callers get no second error. Its inputs are the arguments in order, its one output is named <c>result</c>.
/// </summary>
public sealed record MethodDeclaration(string Name, string Accessibility, MethodKind Kind, EquatableArray<ArgumentDeclaration> Arguments, ElementType Result, Graph? Graph);

/// <summary>What an argument of a method is.</summary>
public enum ArgumentKind
{
    /// <summary>A tensor of the declared shape.</summary>
    Tensor,

    /// <summary>A float or double: a rank-0 input.</summary>
    Scalar,

    /// <summary>An int: a symbol of its own name in lengths and indices.</summary>
    Index,
}

/// <summary>An argument of a forward or loss method.</summary>
public sealed record ArgumentDeclaration(string Name, ArgumentKind Kind, TensorType Type);
