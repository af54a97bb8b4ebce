using System.Globalization;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>
/// What an owner has to know of a model to use it as a layer, in this compilation or, read from its attributes, in another: the object's
/// settings, the parameters in the order of their block, the state, and the graphs of its forward methods.
/// </summary>
public sealed record CompiledModel(string Name, EquatableArray<SettingDeclaration> Settings, EquatableArray<ParameterDeclaration> Parameters, EquatableArray<CompiledForward> Forwards)
{
    /// <summary>The arguments of the constructor that the settings which are arguments belong to; empty where there are none.</summary>
    public string Constructor { get; init; } = "";

    /// <summary>The state, that of its layers included.</summary>
    public EquatableArray<StateDeclaration> States { get; init; } = [];

    /// <summary>Whether a forward method draws random numbers.</summary>
    public bool IsDrawing => Forwards.Any(f => f.Graph.Outputs.Any(o => o.Name == StateDeclaration.Draws));

    /// <summary>The version of the text that generated code bears. Another version is refused, never guessed at.</summary>
    public const int Version = 2;

    /// <summary>That of a model. Methods that were refused have no graph, and private ones are no owner's business.</summary>
    public static CompiledModel Of(ModelDeclaration model) => new(
        model.Name,
        model.Settings.Select(s => s with { Initializer = "", IsNatural = false }).ToEquatableArray(),
        model.Parameters,
        model.Methods.Where(m => m is { Kind: MethodKind.Forward, Graph: not null, Accessibility: not "private" }).Select(m => new CompiledForward(CompiledForward.SignatureOf(m), m.Graph!)).ToEquatableArray()) 
    {
        Constructor = model.Constructor,
        States = model.States.Select(s => s with { PropertyHeader = "", Setter = "" }).ToEquatableArray(),
    };
}

/// <summary>One forward method: its signature, which tells overloads apart, and its graph.</summary>
public sealed record CompiledForward(string Signature, Graph Graph)
{
    private const string Results = " -> ";

    /// <summary>How many results it has, state that it leaves behind aside.</summary>
    public int ResultCount
    {
        get
        {
            int at = Signature.LastIndexOf(Results, StringComparison.Ordinal);
            return at < 0 ? 1 : int.TryParse(Signature.Substring(at + Results.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;
        }
    }

    /// <summary>Such as <c>Forward(Tensor f32 x, Index i32 count)</c>, with the number of results behind it where there are several; of one of several ranks <c>ForwardOfRank2</c>.</summary>
    public static string SignatureOf(MethodDeclaration method)
        => $"{method.GeneratedName}({string.Join(", ", method.Arguments.Select(a => $"{a.Kind} {ElementTypes.Name(a.Type.Element)} {a.Name}"))}){(method.Destinations.Count == 1 ? "" : FormattableString.Invariant($"{Results}{method.Destinations.Count}"))}";
}
