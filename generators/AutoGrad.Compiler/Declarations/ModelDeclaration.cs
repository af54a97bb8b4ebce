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
    /// <summary>The names of <see cref="LibraryNames"/> that mean something else where the class stands.</summary>
    public EquatableArray<string> Clashes { get; init; }

    /// <summary>The properties marked <c>[Layer]</c>, in order.</summary>
    public EquatableArray<LayerDeclaration> Layers { get; init; } = [];

    /// <summary>The properties marked <c>[State]</c>, in order, and the state of layers.</summary>
    public EquatableArray<StateDeclaration> States { get; init; } = [];

    /// <summary>Whether methods of the class draw random numbers by the name <c>Draws</c>, which is then added to it.</summary>
    public bool NamesDraws { get; init; }

    /// <summary>Whether a method draws random numbers, its layers' draws included.</summary>
    public bool IsDrawing => Methods.Any(m => m.Graph is { } graph && graph.Outputs.Any(o => o.Name == StateDeclaration.Draws));

    /// <summary>The numbers that the object brings along: arguments of its constructor, fields and properties.</summary>
    public EquatableArray<SettingDeclaration> Settings { get; init; } = [];

    /// <summary>The arguments of the primary constructor, such as <c>int inputs, int units</c>; empty where no setting is one of them.</summary>
    public string Constructor { get; init; } = "";

    /// <summary>The methods marked <c>[Initializer]</c>.</summary>
    public EquatableArray<string> Initializers { get; init; } = [];

    /// <summary>Whether the primary constructor has an argument <c>int seed</c>.</summary>
    public bool HasSeed { get; init; }

    /// <summary>Whether the training step records the error gradient at each named variable.</summary>
    public bool RecordsErrors { get; init; }

    /// <summary>Whether the class asks for a twin of its loss in double precision; it may get one all the same.</summary>
    public bool IsChecked { get; init; }

    /// <summary>Whether the class gets a twin of its step that finds the first number which is not finite.</summary>
    public bool Explains => RecordsErrors || OnNonFinite == NonFiniteMode.Throw;

    /// <summary>The class that holds where the expressions of this one's methods stand.</summary>
    public string PositionsClass
        => PositionsClassOf((Namespace.Length > 0 ? Namespace + "." : "").Replace("@", "") + string.Join("+", ContainingTypes.Select(t => t.Substring(t.LastIndexOf(' ') + 1)).Append(Name)).Replace("@", ""));

    /// <summary>The same, by the full name of the class, nested ones after a plus. One flat name, which differs for A.B_C and A_B.C.</summary>
    public static string PositionsClassOf(string type) => type.Replace("_", "__").Replace('.', '_').Replace('+', '_') + "_Positions";
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
/// throw, so that callers get no second error. Its inputs are the arguments in order, then what it reads of the model's state; its outputs the
/// results, then the state that it leaves behind.
/// </summary>
public sealed record MethodDeclaration(string Name, string Accessibility, MethodKind Kind, EquatableArray<ArgumentDeclaration> Arguments, ElementType Result, Graph? Graph)
{
    /// <summary>What the destinations of its results are called: one, or one for each element of a tuple.</summary>
    public EquatableArray<string> Destinations { get; init; } = ["destination"];

    /// <summary>
    /// The argument by whose rank the method, in whose shapes there are dots, is one of several of its name: one for each number of axes that the
    /// dots stand for. Null for others.
    /// </summary>
    public string? Ranked { get; init; }

    /// <summary>The rank of that argument.</summary>
    public int Rank => Arguments.First(a => a.Name == Ranked).Type.Shape.Rank;

    /// <summary>The name of the generated method that computes it.</summary>
    public string GeneratedName => Ranked is null ? Name : FormattableString.Invariant($"{Name}OfRank{Rank}");
}

/// <summary>What an argument of a method is.</summary>
public enum ArgumentKind
{
    /// <summary>A tensor of the declared shape.</summary>
    Tensor,

    /// <summary>A float or double: a rank-0 input.</summary>
    Scalar,

    /// <summary>An int or an enum: a symbol in lengths and indices.</summary>
    Index,
}

/// <summary>An argument of a forward or loss method.</summary>
public sealed record ArgumentDeclaration(string Name, ArgumentKind Kind, TensorType Type)
{
    /// <summary>The full name of the enum that an <see cref="ArgumentKind.Index"/> is; null for an int.</summary>
    public string? EnumType { get; init; }

    /// <summary>The symbol of an <see cref="ArgumentKind.Index"/>: an int has its own name, the int that an enum stands for has another.</summary>
    public string Symbol => EnumType is null ? Name : Name + "Value";
}
