using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Reads a property marked <c>[Layer]</c>: which model it is, how it is made, and what its parameters are in the owner's block.</summary>
internal sealed class LayerReader(INamedTypeSymbol owner, PolicySet ownerPolicy, SettingTable settings, Compilation compilation, List<Problem> problems, CancellationToken cancellation)
{
    /// <summary>The layer, or null where it cannot be one. Where the layer's own class has errors, there is nothing to add here.</summary>
    public LayerPart? Read(IPropertySymbol property)
    {
        AttributeData attribute = property.Find(Names.Layer)!;
        if (((property.Type as IArrayTypeSymbol)?.ElementType ?? property.Type).TypeKind == TypeKind.Error)
            return null; // which the compiler reports
        if (Fault(property) is { } fault)
            return Refuse(property, property.Location(), fault);
        var type = (INamedTypeSymbol)((property.Type as IArrayTypeSymbol)?.ElementType ?? property.Type);
        if (LayerCycle.Find(owner, type) is { } cycle)
            return Refuse(property, property.Location(), $"a model cannot be a part of itself: {cycle}");
        if (!TryReadRepeat(property, attribute, out long? repeat, out string? wrong))
            return Refuse(property, attribute.Location(property), wrong!);
        CompiledModel? model = CompiledModelReader.Read(type, compilation, out string? unreadable, cancellation);
        if (unreadable is not null)
        {
            problems.Add(new(Rules.LayerGraph, attribute.Location(property), property.Name, unreadable));
            return null;
        }

        if (model is null)
            return null;
        var arguments = new LayerArguments(owner, type, settings, compilation);
        if (arguments.Read(attribute, model) is { } mismatch)
            return Refuse(property, attribute.Location(property), mismatch);
        var declaration = new LayerDeclaration(property.Name, Headers.OfProperty(property), type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat), arguments.Texts.ToEquatableArray(), repeat);
        return new(declaration, type, model, arguments.Settings);
    }

    /// <summary>The layer's parameters as parameters of its owner. Nearest wins: see <see cref="PolicySet"/>.</summary>
    public IEnumerable<ParameterDeclaration> Parameters(IPropertySymbol property, LayerPart layer)
    {
        Dictionary<string, Dim> lengths = Lengths(layer);
        PolicySet policy = PolicyReader.Read(property, settings, problems);
        foreach (ParameterDeclaration parameter in layer.Model!.Parameters)
        {
            int rank = parameter.Lengths.Count;
            PolicySet own = Here(property, layer, parameter.Own).Or(policy.For(rank)), ofClass = ownerPolicy.For(rank).Or(Here(property, layer, parameter.OfClass));
            EquatableArray<Dim> dims = parameter.Lengths.Select(d => d.Substitute(lengths)).ToEquatableArray();
            if (dims.Any(d => d.Constant <= 0))
                problems.Add(new(Rules.Layer, property.Find(Names.Layer)!.Location(property), property.Name, $"its parameter '{parameter.Name}' would have the shape {new Shape(dims).ToDisplayString()}"));
            else if (dims.Concat(parameter.Copies.Select(c => (Dim)c)).Aggregate((double)(layer.Declaration.Repeat ?? 1), (product, d) => product * (d.Constant ?? 1)) > int.MaxValue)
                problems.Add(new(Rules.Layer, property.Find(Names.Layer)!.Location(property), property.Name, $"its parameter '{parameter.Name}' would have more elements than an array can hold"));
            yield return parameter with
            {
                Name = layer.NameOf(parameter.Name),
                PropertyHeader = "",
                Lengths = dims,
                Policy = own.Or(ofClass).Resolve(),
                Copies = layer.Declaration.Repeat is { } repeat ? [repeat, .. parameter.Copies] : parameter.Copies,
                Own = own,
                OfClass = ofClass,
            };
        }
    }

    /// <summary>The layer's state as state of its owner.</summary>
    public static IEnumerable<StateDeclaration> States(LayerPart layer)
    {
        Dictionary<string, Dim> lengths = Lengths(layer);
        return layer.Model!.States.Select(state => state with
        {
            Name = layer.NameOf(state.Name),
            Lengths = state.Lengths.Select(d => d.Substitute(lengths)).ToEquatableArray(),
            Copies = layer.Declaration.Repeat is { } repeat ? [repeat, .. state.Copies] : state.Copies,
        });
    }

    // What the arguments of the layer's constructor are as lengths.
    private static Dictionary<string, Dim> Lengths(LayerPart layer)
        => layer.Settings.Where(s => layer.Model!.Settings.Any(m => m.Name == s.Key && m.Element == ElementType.I32)).ToDictionary(s => SettingDeclaration.SymbolOf(s.Key), s => s.Value.Index);

    // A threshold or factor that is a member of the layer is one of the layer's object here.
    private PolicySet Here(IPropertySymbol property, LayerPart layer, PolicySet policy)
    {
        return policy.Rename(name =>
        {
            SettingDeclaration member = layer.Model!.Settings.First(s => s.Name == name);
            string fault = "it may differ from layer to layer: write a clip or penalty on the [Layer] property";
            SettingDeclaration? own = layer.Declaration.Repeat is null ? settings.OfLayer(layer.Declaration, member, out fault) : null;
            if (own is null)
                problems.Add(new(Rules.Layer, property.Location(), property.Name, $"it has a clip or penalty by '{name}': {fault}"));
            return own?.Name ?? "";
        });
    }

    private LayerPart? Refuse(IPropertySymbol property, Location location, string fault)
    {
        problems.Add(new(Rules.Layer, location, property.Name, fault));
        return null;
    }

    private static string? Fault(IPropertySymbol property) => property switch
    {
        { IsIndexer: true } => "an indexer is not one layer",
        { IsStatic: true } => "it is static, and layers belong to one model object",
        { IsPartialDefinition: false } => "it must be partial, so that the layer can be made: write 'public partial'",
        { PartialImplementationPart: { } part } when !Stub.IsGenerated(part) => "it is implemented, which the generated code does",
        { GetMethod: null } or { SetMethod: not null } => "it must have a getter and no setter, because the layer's parameters lie in the model's block",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "it returns a reference",
        { NullableAnnotation: NullableAnnotation.Annotated } => "it is never null: leave out the '?'",
        _ when property.Has(Names.Parameter) => "it is a [Parameter] too",
        _ when SyntaxFacts.GetKeywordKind(property.Name) != SyntaxKind.None || !property.Name.All(c => char.IsLetterOrDigit(c) || c == '_') => "its name cannot be used in names of parameters",
        _ when ((property.Type as IArrayTypeSymbol)?.ElementType ?? property.Type) is not INamedTypeSymbol { TypeKind: TypeKind.Class } type || !type.Has(Names.Model)
            => $"its type {property.Type.Display()} is no class marked [Model]",
        _ when ((property.Type as IArrayTypeSymbol)?.ElementType ?? property.Type) is { IsAbstract: true } type => $"{type.Name} is abstract, so none can be made",
        _ => null,
    };

    private static bool TryReadRepeat(IPropertySymbol property, AttributeData attribute, out long? repeat, out string? fault)
    {
        TypedConstant? written = attribute.NamedArguments.Where(a => a.Key == "Repeat").Select(a => (TypedConstant?)a.Value).FirstOrDefault();
        bool isArray = property.Type is IArrayTypeSymbol;
        repeat = null;
        fault = null;
        if (isArray && property.Type is not IArrayTypeSymbol { Rank: 1 })
            fault = "a stack is an array of one dimension";
        else if (written is null && isArray)
            fault = "a stack has a number of layers: write [Layer(..., Repeat = 8)]";
        else if (written is not null && !isArray)
            fault = $"only an array is repeated: write {property.Type.Display()}[]";
        else if (written is { Value: not (int and > 0 and <= 10_000) })
            fault = "Repeat must be an int from 1 to 10000";
        else
            repeat = written is { Value: int count } ? count : null;
        return fault is null;
    }
}
