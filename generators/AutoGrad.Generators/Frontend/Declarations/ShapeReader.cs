using AutoGrad.Compiler.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// Reads <c>[Shape("batch", 64)]</c>. Where the first name ends with "...", it stands for all leading axes together, which are rows: see
/// <see cref="TakesLeading"/>.
/// </summary>
internal static class ShapeReader
{
    /// <summary>What is wrong with leading axes of what is no layer's forward method.</summary>
    public const string LeadingElsewhere = "takes all leading axes together, by \"...\", which only a [Forward] method does";

    private const string Leading = "...";

    /// <summary>Whether the first length stands for any number of leading axes.</summary>
    public static bool TakesLeading(AttributeData? attribute)
        => attribute is not null && Items(attribute).FirstOrDefault() is string first && first.EndsWith(Leading, StringComparison.Ordinal);

    /// <summary>A shape whose leading axes are taken together, so that it has as many axes as a declared one.</summary>
    public static Shape TakeLeading(Shape actual, int rank)
        => actual.Rank <= rank ? actual : new([Dim.Product(actual.Dims.Take(actual.Rank - rank + 1)), .. actual.Dims.Skip(actual.Rank - rank + 1)]);

    /// <summary>The declared shape, or null where it cannot be read.</summary>
    public static Shape? Read(AttributeData attribute) => TryRead(attribute, out Shape shape) is null ? shape : null;

    /// <summary>Reads the shape; the result says what is wrong with it, or is null.</summary>
    public static string? TryRead(AttributeData attribute, out Shape shape)
    {
        shape = Shape.Scalar;
        List<Dim> dims = [];
        foreach (object? item in Items(attribute))
        {
            object? length = dims.Count == 0 && TakesLeading(attribute) ? ((string)item!).Substring(0, ((string)item).Length - Leading.Length) : item;
            if (length is int and > 0)
                dims.Add((int)length);
            else if (length is string name && IsSymbol(name))
                dims.Add(Dim.Symbol(name));
            else
                return length is string text ? $"has the length \"{text}\": a name is letters, digits and '_'" : FormattableString.Invariant($"has the length {length ?? "null"}: a length is a positive int or a name");
        }

        shape = new Shape(dims.ToEquatableArray());
        return dims.Count > 0 ? null : "has no lengths: a tensor has at least one";
    }

    /// <summary>The items of an attribute's first argument, a <c>params object[]</c>.</summary>
    public static IEnumerable<object?> Items(AttributeData attribute)
    {
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false, Values: var values }, ..])
            return [];
        return values.Select(v => v.Kind is TypedConstantKind.Primitive ? v.Value : v.ToCSharpString());
    }

    // A symbol becomes a variable of the generated code.
    private static bool IsSymbol(string name)
        => SyntaxFacts.IsValidIdentifier(name) && name.All(c => char.IsLetterOrDigit(c) || c == '_') && SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None;
}
