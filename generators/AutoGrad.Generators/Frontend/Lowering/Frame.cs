using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>A method while its body is written out in place: what its variables hold, what it returned, and where its jumps lead.</summary>
internal sealed class Frame
{
    private readonly Dictionary<ISymbol, ITypeSymbol> _types = new(SymbolEqualityComparer.Default);

    public Frame(IMethodSymbol method, Frame? caller)
    {
        Method = method;
        Steps = method.Find(Names.TruncatedBackprop)?.ConstructorArguments is [{ Value: int steps }] && steps > 0 ? steps : null;
        Caller = caller;
        Variables[Returned] = new FlagArgument(false);
        Variables[ResultSlot] = UnsetArgument.Instance;
        Exits.Add(Returned);
    }

    public IMethodSymbol Method { get; }

    public Frame? Caller { get; }

    /// <summary>Whether the method is lowered to a graph of its own, which sees none of the values of its caller.</summary>
    public bool StartsRegion { get; init; }

    /// <summary>How many steps gradients flow back through the method's loops, or null.</summary>
    public int? Steps { get; }

    /// <summary>How many loops over time were open when the method was entered.</summary>
    public int Depth { get; init; }

    /// <summary>What variables hold, by symbol; and <see cref="Slot"/>s.</summary>
    public Dictionary<object, Argument> Variables { get; set; } = [];

    /// <summary>Whether a return statement ran.</summary>
    public Slot Returned { get; } = new("returned");

    /// <summary>What it returned.</summary>
    public Slot ResultSlot { get; } = new("result");

    /// <summary>What ends statements early: a return, and jumps out of what is being executed. None of them has happened where a statement begins.</summary>
    public List<Slot> Exits { get; } = [];

    /// <summary>Where break and continue lead.</summary>
    public Dictionary<ILabelSymbol, Slot> Labels { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>Null until a return statement ran.</summary>
    public Argument? Result
    {
        get => Variables[ResultSlot] is UnsetArgument ? null : Region.Resolve(Variables[ResultSlot]);
        set
        {
            Variables[ResultSlot] = value!;
            Variables[Returned] = new FlagArgument(true);
        }
    }

    /// <summary>Binds the type parameters of a generic helper to what its caller passes.</summary>
    public void BindTypes(IMethodSymbol target)
    {
        for (int i = 0; i < target.TypeArguments.Length; i++)
            _types[target.OriginalDefinition.TypeParameters[i]] = Caller?.Resolve(target.TypeArguments[i]) ?? target.TypeArguments[i];
        INamedTypeSymbol type = target.ContainingType;
        for (int i = 0; i < type.TypeArguments.Length; i++)
            _types[type.OriginalDefinition.TypeParameters[i]] = Caller?.Resolve(type.TypeArguments[i]) ?? type.TypeArguments[i];
    }

    /// <summary>The type that a type parameter stands for in this call; a local function has those of the method around it.</summary>
    public ITypeSymbol Resolve(ITypeSymbol type)
        => _types.TryGetValue(type, out ITypeSymbol? bound) && !SymbolEqualityComparer.Default.Equals(bound, type) ? bound
            : type is ITypeParameterSymbol && Caller is not null ? Caller.Resolve(type)
            : type;
}

/// <summary>A tuple, as it is passed about; never a value of the graph.</summary>
internal sealed record TupleArgument(EquatableArray<Argument> Items) : Argument;

/// <summary>A lambda or local function as a value that does not leave the method.</summary>
internal sealed record FunctionValue(IMethodSymbol Method, IOperation? Body) : Argument;

/// <summary>A variable of the lowering that the user has not written: a jump that happened or not, a result.</summary>
internal sealed class Slot(string name, ITypeSymbol? type = null)
{
    public string Name { get; } = name;

    /// <summary>The type, where constants do not tell it.</summary>
    public ITypeSymbol? Type { get; } = type;
}
