using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using MethodKind = AutoGrad.Compiler.Declarations.MethodKind;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Reads a class marked <c>[Model]</c>: its declaration first, then, where that is sound, the graphs of its methods.</summary>
internal sealed class ModelReader(INamedTypeSymbol type, TypeDeclarationSyntax syntax, Bodies bodies)
{
    private readonly List<Problem> _problems = [];

    /// <summary>All that is known of the class.</summary>
    public ModelReading Read()
    {
        bool isUsable = CheckType();
        var settings = new SettingTable(type);
        PolicySet owner = PolicyReader.Read(type, settings, _problems);
        var layers = new Dictionary<string, LayerPart>(StringComparer.Ordinal);
        IPropertySymbol[] properties = [.. type.GetMembers().OfType<IPropertySymbol>()];
        var layerReader = new LayerReader(type, owner, settings, bodies.Compilation, _problems, bodies.Cancellation);
        ParameterDeclaration[] parameters = [.. properties.SelectMany(Parameters).GroupBy(p => p.Name).Select(g => g.First())];
        StateDeclaration[] states = [.. properties.SelectMany(States).GroupBy(s => s.Name).Select(g => g.First())];
        string[] stubs = [.. properties
            .Where(p => (p.Has(Names.Layer) && !layers.ContainsKey(p.Name)) || (p.Has(Names.State) && states.All(q => q.Name != p.Name)) || (p.Has(Names.Parameter) && parameters.All(q => q.Name != p.Name)))
            .Select(Stub.Of).OfType<string>()];
        HasBrokenLayer = properties.Any(p => p.Has(Names.Layer) && !layers.ContainsKey(p.Name));
        PolicyChecks.Check(type, parameters, _problems);
        bool isClashing = isUsable && GeneratedNames.Check(type, _problems, hasState: states.Length > 0);
        bool isSound = isUsable && !_problems.Any(p => p.IsError);

        // What the other parts of the class name counts as well.
        foreach (SyntaxReference part in type.DeclaringSyntaxReferences.Where(r => !Bodies.IsGenerated(r.SyntaxTree)))
            bodies.LookInto(part.SyntaxTree);
        bool namesDraws = GeneratedMembers.NamedIn(type).Contains(GeneratedMembers.Draws);
        var positions = new List<MethodPositions>();
        var scope = new ModelScope(type, parameters.ToDictionary(p => p.Name)) 
        {
            Layers = layers,
            Settings = settings,
            States = states,
            MayDraw = namesDraws || layers.Values.Any(l => l.Model is { IsDrawing: true }),
        };
        MethodDeclaration[] methods = [.. Methods(isSound && !HasBrokenLayer, scope, positions)];
        methods = [.. methods.Select(m => CheckNames(m, settings))];
        methods = Reachability.Check(type, parameters, methods, _problems);
        UnusedParameters.Check(type, parameters, methods, _problems);
        var declaration = new ModelDeclaration(
            Headers.Namespace(type.ContainingNamespace),
            Headers.Around(syntax).ToEquatableArray(),
            Headers.OfType(syntax),
            syntax.Identifier.Text,
            parameters.ToEquatableArray(),
            methods.ToEquatableArray(),
            type.InstanceConstructors.Any(c => !c.IsImplicitlyDeclared),
            OnNonFinite())
        {
            Clashes = NameClashes.Of(type, syntax, bodies),
            RecordsErrors = RecordsErrors(),
            IsChecked = type.Find(Names.Model)?.NamedArguments.Any(a => a is { Key: "GradientCheck", Value.Value: true }) == true,
            Layers = layers.Values.Select(l => l.Declaration).ToEquatableArray(),
            Settings = settings.All.ToEquatableArray(),
            Constructor = settings.All.Any(s => s.IsArgument) ? SettingTable.Display(settings.Constructor!) : "",
            States = states.ToEquatableArray(),
            NamesDraws = namesDraws,
            Initializers = Initializers().ToEquatableArray(),
            HasSeed = settings.Find("seed")?.Type.SpecialType == SpecialType.System_Int32,
        };
        string name = (declaration.Namespace.Length > 0 ? declaration.Namespace + "." : "").Replace("@", "") + string.Join("+", Path());
        return new(isUsable ? new ModelSource(name, declaration, (isClashing ? [.. properties.Select(Stub.Of).OfType<string>()] : stubs).ToEquatableArray(), isClashing) : null, new PositionTable(name, positions.ToEquatableArray(), declaration.Explains), _problems);

        IEnumerable<StateDeclaration> States(IPropertySymbol property)
        {
            if (layers.TryGetValue(property.Name, out LayerPart? layer))
                return layer.Model is null ? [] : LayerReader.States(layer);
            return property.Has(Names.State) && StateReader.Read(property, settings, _problems) is { } state ? [state] : [];
        }

        IEnumerable<ParameterDeclaration> Parameters(IPropertySymbol property)
        {
            if (property.Has(Names.Layer) && !layers.ContainsKey(property.Name) && layerReader.Read(property) is { } layer)
            {
                layers.Add(property.Name, layer);
                return layerReader.Parameters(property, layer);
            }

            return property.Has(Names.Parameter) && ParameterReader.Read(property, owner, settings, _problems) is { } parameter ? [parameter] : [];
        }
    }

    private bool HasBrokenLayer { get; set; }

    private IEnumerable<string> Initializers()
    {
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>().Where(m => m.Has(Names.Initializer)))
        {
            bool fits = method is { ReturnsVoid: true, IsStatic: false, IsGenericMethod: false, Parameters.Length: 0, MethodKind: Microsoft.CodeAnalysis.MethodKind.Ordinary };
            if (fits)
                yield return SyntaxFacts.GetKeywordKind(method.Name) == SyntaxKind.None ? method.Name : "@" + method.Name;
            else
                _problems.Add(new(Rules.MethodSignature, method.Location(), method.Name, "is an [Initializer]: it takes nothing, returns nothing and belongs to the object"));
        }
    }

    // Generated methods have locals for lengths that they read from the object.
    private MethodDeclaration CheckNames(MethodDeclaration method, SettingTable settings)
    {
        foreach (SettingDeclaration setting in settings.All.Where(s => s.Element == ElementType.I32))
        {
            ArgumentDeclaration? rival = method.Arguments.FirstOrDefault(a => a.Name == setting.Symbol || (!setting.IsArgument && a.Type.Shape.Dims.Any(d => d.Symbols.Contains(setting.Symbol))));
            if (rival is null)
                continue;
            IMethodSymbol symbol = type.GetMembers(method.Name).OfType<IMethodSymbol>().First(m => m.Parameters.Any(p => p.Name == rival.Name));
            Location location = symbol.Parameters.First(p => p.Name == rival.Name).Location();
            method = method with { Graph = null };
            if (_problems.Any(p => p.Location == location))
                continue;
            string what = rival.Name == setting.Symbol ? "has" : "has a length with";
            _problems.Add(new(Rules.MethodArgument, location, rival.Name, method.Name, $"{what} the name of '{setting.Name}', which generated code reads from the object: rename one of the two"));
        }

        return method;
    }

    private IEnumerable<INamedTypeSymbol> Around()
    {
        for (INamedTypeSymbol? outer = type; outer is not null; outer = outer.ContainingType)
            yield return outer;
    }

    private IEnumerable<INamedTypeSymbol> Bases()
    {
        for (INamedTypeSymbol? ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
            yield return ancestor;
    }

    private IEnumerable<string> Path() => syntax.Ancestors().OfType<TypeDeclarationSyntax>().Reverse().Append(syntax).Select(t => t.Identifier.ValueText);

    private bool CheckType()
    {
        TypeDeclarationSyntax? closed = syntax.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().FirstOrDefault(t => !t.Modifiers.Any(SyntaxKind.PartialKeyword));
        if (closed is not null)
            _problems.Add(new(Rules.NotPartial, closed.Identifier.GetLocation(), closed.Identifier.Text, closed == syntax ? "its parameters and gradients" : $"the members of '{type.Name}'", closed.Keyword.Text));
        string? fault = type switch
        {
            { TypeKind: not TypeKind.Class } => "it is not a class",
            { IsStatic: true } => "it is static, and parameters belong to an object",
            _ when Around().Any(t => t.IsFileLocal) => "it is local to its file, so nothing can be added to it from another",
            { IsGenericType: true } => "it is generic, and the generated code is written for one element type",
            _ when Bases().FirstOrDefault(b => b.Has(Names.Model)) is { } model => $"it derives from the model '{model.Name}', and the parameters of both would need one block",
            _ when !SyntaxFacts.IsValidIdentifier(type.Name) => "it has no name",
            _ => null,
        };
        if (fault is not null)
            _problems.Add(new(Rules.ModelKind, type.Location(), type.Name, fault));
        return closed is null && fault is null;
    }

    private IEnumerable<MethodDeclaration> Methods(bool isSound, ModelScope scope, List<MethodPositions> positions)
    {
        IMethodSymbol? loss = null;
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>())
        {
            int before = _problems.Count;
            TruncationReader.Check(method, _problems);
            bool isLoss = method.Has(Names.Loss);
            if (!isLoss && !method.Has(Names.Forward))
                continue;
            if (isLoss && loss is not null)
            {
                _problems.Add(new(Rules.TwoLosses, method.Location(), method.Name, loss.Name) { Declaration = loss.Location() });
                continue;
            }

            loss = isLoss ? method : loss;
            CheckOverloads(method);
            foreach (int? rest in MethodReader.Rests(method))
            {
                if (new MethodReader(method, _problems, scope.Settings) { Rest = rest }.Read() is not { } declaration)
                    break;
                yield return isSound && !_problems.Skip(before).Any(p => p.IsError) ? Lower(method, declaration, scope, positions) : declaration;
                if (_problems.Skip(before).Any(p => p.IsError) && declaration.Ranked is null)
                    break;
            }
        }
    }

    private void CheckOverloads(IMethodSymbol forward)
    {
        IMethodSymbol? rival = forward.Has(Names.Forward) ? type.GetMembers(forward.Name).OfType<IMethodSymbol>().FirstOrDefault(m => TakesDestinations(m, forward)) : null;
        if (rival is not null)
            _problems.Add(new(Rules.ForwardOverloads, rival.Location(), rival.Display(), forward.Display()) { Declaration = forward.Location() });
    }

    // Whether the arguments and destinations of a method's fused form would be arguments of another one.
    private static bool TakesDestinations(IMethodSymbol rival, IMethodSymbol forward)
    {
        ITypeSymbol[] results = forward.ReturnType is INamedTypeSymbol { IsTupleType: true, TupleElements: var elements } ? [.. elements.Select(e => e.Type)] : [forward.ReturnType];
        return rival.Parameters.Length == forward.Parameters.Length + results.Length
            && rival.Parameters.Select(p => p.Type).SequenceEqual(forward.Parameters.Select(p => p.Type).Concat(results), SymbolEqualityComparer.Default);
    }

    private MethodDeclaration Lower(IMethodSymbol method, MethodDeclaration declaration, ModelScope scope, List<MethodPositions> positions)
    {
        try
        {
            (Graph graph, MethodPositions spans) = MethodLowering.Lower(method, declaration.Arguments, scope, bodies, bodies.Cancellation);
            positions.Add(spans);
            return declaration with { Graph = graph };
        }
        catch (RefusedException refusal)
        {
            if (refusal.Problem is { } problem && !_problems.Any(p => p.Rule == problem.Rule && p.Location == problem.Location))
                _problems.Add(problem);
        }
        catch (InsufficientExecutionStackException)
        {
            _problems.Add(new(Rules.Unsupported, method.Location(), $"'{method.Name}'", "its expressions are nested too deeply: use local variables"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A fault of this library must become an error at the user's line, neither a crash of the compiler nor silence.
            _problems.Add(new(Rules.Unsupported, method.Location(), $"'{method.Name}'", $"the front end failed, which is a fault in AutoGrad ({e.GetType().Name}: {e.Message})"));
        }

        return declaration;
    }

    private bool RecordsErrors()
    {
        TypedConstant? value = type.Find(Names.Model)?.NamedArguments.FirstOrDefault(a => a.Key == "Monitor").Value;
        return value is { Type: not null } mode && ParameterReader.EnumName(mode) == "Layers";
    }

    private NonFiniteMode OnNonFinite()
    {
        TypedConstant? value = type.Find(Names.Model)?.NamedArguments.FirstOrDefault(a => a.Key == "OnNonFinite").Value;
        return value is { Type: not null } mode && Enum.TryParse(ParameterReader.EnumName(mode), out NonFiniteMode result) ? result : NonFiniteMode.Propagate;
    }
}
