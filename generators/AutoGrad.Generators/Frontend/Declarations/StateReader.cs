using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Reads a property marked <c>[State]</c>.</summary>
internal static class StateReader
{
    /// <summary>The state, or null where it cannot be one.</summary>
    public static StateDeclaration? Read(IPropertySymbol property, SettingTable settings, List<Problem> problems)
    {
        if (Fault(property) is { } fault)
        {
            problems.Add(new(Rules.StateProperty, property.Location(), property.Name, fault));
            return null;
        }

        AttributeData attribute = property.Find(Names.State)!;
        EquatableArray<Dim> lengths = ParameterReader.Lengths(property, attribute, settings, problems);
        string access = property.SetMethod!.DeclaredAccessibility == property.DeclaredAccessibility ? "" : SyntaxFacts.GetText(property.SetMethod.DeclaredAccessibility) + " ";
        double initial = attribute.NamedArguments.Any(a => a.Key == "Initial") && attribute.NamedArguments.First(a => a.Key == "Initial").Value.Value is float value ? value : 0;
        if (double.IsNaN(initial) || double.IsInfinity(initial))
            problems.Add(new(Rules.StateProperty, attribute.Location(property), property.Name, "its first value must be finite"));
        return new(property.Name, Headers.OfProperty(property), access + "set", lengths) { Initial = initial };
    }

    /// <summary>Adds a problem for state of a class that is no model.</summary>
    public static void CheckOutside(IPropertySymbol property, List<Problem> problems)
    {
        if (property.Has(Names.State))
            problems.Add(new(Rules.StateProperty, property.Location(), property.Name, "its class is not a [Model]"));
    }

    private static string? Fault(IPropertySymbol property) => property switch
    {
        { IsIndexer: true } => "an indexer is not one tensor",
        { IsStatic: true } => "it is static, and state belongs to one model object",
        { IsPartialDefinition: false } => "it must be partial, so that its storage can be added",
        { PartialImplementationPart: { } part } when !Stub.IsGenerated(part) => "it is implemented, which the generated code does",
        { GetMethod: null } or { SetMethod: null } or { SetMethod.IsInitOnly: true } => "it must have a getter and a setter: a call reads it and leaves something else behind",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "it returns a reference",
        _ when property.Type.TensorElement() != ElementType.F32 => "its type must be Tensor<float>",
        _ when property.Has(Names.Parameter) || property.Has(Names.Layer) => "it is a parameter or a layer as well",
        _ when SyntaxFacts.GetKeywordKind(property.Name) != SyntaxKind.None => "its name is a keyword of C#",
        _ => null,
    };
}
