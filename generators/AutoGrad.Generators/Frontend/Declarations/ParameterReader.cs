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
    public static ParameterDeclaration? Read(IPropertySymbol property, PolicyReader owner, List<Problem> problems)
    {
        AttributeData attribute = property.Find(Names.Parameter)!;
        if (Fault(property) is { } fault)
        {
            problems.Add(new(Rules.ParameterProperty, property.Location(), property.Name, fault));
            return null;
        }

        EquatableArray<long> lengths = Lengths(property, attribute, problems);
        PolicyDeclaration policy = PolicyReader.Read(property, problems).Resolve(owner, lengths.Count);
        return new(property.Name, Headers.OfProperty(property), lengths, Init(attribute), Scale(property, attribute, problems), policy);
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

    // Where there are none, one stands in, so that the property is implemented and the compiler goes on to report this.
    private static EquatableArray<long> Lengths(IPropertySymbol property, AttributeData attribute, List<Problem> problems)
    {
        object?[] items = [.. ShapeReader.Items(attribute)];
        string? fault = items.Length == 0 ? "declares no lengths: write [Parameter(1)] for a single number"
            : items.Any(i => i is string) ? "has a length that is a name, which is not implemented yet: write a number"
            : items.All(i => i is int and > 0) ? null
            : "has a length that is not a positive int";
        if (fault is null && items.Aggregate(1.0, (product, i) => product * (int)i!) > int.MaxValue)
            fault = "has more elements than an array can hold";
        if (fault is null)
            return items.Select(i => (long)(int)i!).ToEquatableArray();
        problems.Add(new(Rules.ParameterLengths, attribute.Location(property), property.Name, fault));
        return [1];
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
