using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Reads a property marked <c>[Parameter]</c>.</summary>
internal static class ParameterReader
{
    /// <summary>The parameter, or null where it cannot be one.</summary>
    public static ParameterDeclaration? Read(IPropertySymbol property, PolicySet owner, SettingTable settings, List<Problem> problems)
    {
        AttributeData attribute = property.Find(Names.Parameter)!;
        if (Fault(property) is { } fault)
        {
            problems.Add(new(Rules.ParameterProperty, property.Location(), property.Name, fault));
            return null;
        }

        EquatableArray<Dim> lengths = Lengths(property, attribute, settings, problems);
        PolicySet own = PolicyReader.Read(property, settings, problems), ofClass = owner.For(lengths.Count);
        return new(property.Name, Headers.OfProperty(property), lengths, Init(attribute), Scale(property, attribute, problems), own.Or(ofClass).Resolve()) { Own = own, OfClass = ofClass };
    }

    private static string? Fault(IPropertySymbol property) => property switch
    {
        { IsIndexer: true } => "an indexer is not one tensor",
        { IsStatic: true } => "it is static, and parameters belong to one model object",
        { IsPartialDefinition: false } => "it must be partial, so that its storage can be added",
        { PartialImplementationPart: { } part } when !Stub.IsGenerated(part) => "it is implemented, which the generated code does",
        { GetMethod: null } or { SetMethod: not null } => "it must have a getter and no setter, because the tensor is a view of the model's block",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "it returns a reference",
        _ when property.Type.TensorElement() != ElementType.F32 => "its type must be Tensor<float>",
        _ when SyntaxFacts.GetKeywordKind(property.Name) != SyntaxKind.None => "its name is a keyword of C#",
        _ => null,
    };

    /// <summary>The lengths that an attribute declares. Where there are none, one stands in, so that the property is implemented and the compiler goes on to report this.</summary>
    public static EquatableArray<Dim> Lengths(IPropertySymbol property, AttributeData attribute, SettingTable settings, List<Problem> problems)
    {
        object?[] items = [.. ShapeReader.Items(attribute)];
        Dim[] lengths = [.. items.Select(i => i is int and > 0 ? (int)i : i is string name && Length(name, settings) is { } length ? length : (Dim)0)];
        string? fault = items.Length == 0 ? "declares no lengths: write [Parameter(1)] for a single number"
            : items.Zip(lengths, (item, length) => length.Is(0) ? Fault(item, property.ContainingType, settings) : null).FirstOrDefault(f => f is not null);
        if (fault is null && lengths.Aggregate(1.0, (product, length) => product * (length.Constant ?? 1)) > int.MaxValue)
            fault = "has more elements than an array can hold";
        if (fault is null)
            return lengths.ToEquatableArray();
        problems.Add(new(Rules.ParameterLengths, attribute.Location(property), property.Name, fault));
        return [1];
    }

    // An argument of the constructor, or a polynomial in such: "4 * units".
    private static Dim? Length(string text, SettingTable settings)
        => Polynomial(text) is { } length && length.Symbols.Any() && length.Symbols.All(s => Argument(s, settings) is not null) ? length : null;

    private static Dim? Polynomial(string text)
    {
        try
        {
            return GraphParser.ParseDim(text);
        }
        catch (GraphFormatException)
        {
            return null;
        }
    }

    private static SettingDeclaration? Argument(string name, SettingTable settings)
        => settings.Find(name) is { Type.SpecialType: SpecialType.System_Int32 } argument ? settings.Argument(argument, out _) : null;

    private static string Fault(object? item, INamedTypeSymbol type, SettingTable settings)
    {
        if (item is not string text)
            return "has a length that is not a positive int";
        string name = Polynomial(text)?.Symbols.FirstOrDefault(s => Argument(s, settings) is null) ?? text;
        if (settings.Find(name) is not { } argument)
            return $"has the length \"{name}\", which is no argument of a primary constructor: write 'class {type.Name}(int {name})'";
        return argument.Type.SpecialType != SpecialType.System_Int32 ? $"has the length \"{name}\", which is of the type {argument.Type.Display()}, not int"
            : settings.Argument(argument, out string fault) is null ? $"has the length \"{name}\": {fault}"
            : "has a length that is not a positive int";
    }

    private static string Init(AttributeData attribute)
    {
        TypedConstant value = attribute.NamedArguments.FirstOrDefault(a => a.Key == "Init").Value;
        return value.Type is null ? "Default" : EnumName(value) ?? "Default";
    }

    private static double Scale(IPropertySymbol property, AttributeData attribute, List<Problem> problems)
    {
        if (attribute.NamedArguments.FirstOrDefault(a => a.Key == "Scale").Value is not { Kind: TypedConstantKind.Primitive, Value: float scale })
            return 1;
        if (!float.IsNaN(scale) && !float.IsInfinity(scale))
            return scale;
        problems.Add(new(Rules.ParameterLengths, attribute.Location(property), property.Name, "has a Scale that is not finite"));
        return 1;
    }

    /// <summary>The name of an enum's member.</summary>
    public static string? EnumName(TypedConstant value)
        => value.Kind == TypedConstantKind.Enum ? value.Type!.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue && Equals(f.ConstantValue, value.Value))?.Name : null;
}
