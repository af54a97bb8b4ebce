using AutoGrad.Compiler.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// Reads <c>[Shape("batch", 64)]</c>. In <c>[Shape("...", 64)]</c> the dots stand for any axes, none included: of a tensor of known rank, they are
/// lengths called after their places, <c>axis0</c> and so on.
/// </summary>
internal static class ShapeReader
{
    /// <summary>The axes that a tensor has at most whose shape has dots.</summary>
    public const int MostAxes = 4;

    private const string Rest = "...";

    /// <summary>The number of axes that are written one by one, where there are dots as well; else null.</summary>
    public static int? AxesBesideRest(AttributeData attribute)
    {
        object?[] items = [.. Items(attribute)];
        return items.Contains(Rest) ? items.Count(i => !Rest.Equals(i)) : null;
    }

    /// <summary>The shape that is declared for a tensor of that rank, or null where it cannot be read.</summary>
    public static Shape? Read(AttributeData attribute, int rank)
        => TryRead(attribute, out Shape shape, AxesBesideRest(attribute) is { } axes ? Math.Max(0, rank - axes) : null) is null ? shape : null;

    /// <summary>Reads the shape; the result says what is wrong with it, or is null. <paramref name="rest"/> is the number of axes that dots stand for.</summary>
    public static string? TryRead(AttributeData attribute, out Shape shape, int? rest = null)
    {
        shape = Shape.Scalar;
        List<Dim> dims = [];
        object?[] items = [.. Items(attribute)];
        if (items.Count(Rest.Equals) > (rest is null ? 0 : 1))
            return rest is null ? "has the length \"...\", which only tensors of a [Forward] method can have, one of its arguments among them" : "has the length \"...\" twice";
        foreach (object? length in items)
        {
            if (Rest.Equals(length))
                dims.AddRange(Enumerable.Range(dims.Count, rest!.Value).Select(a => Dim.Symbol(FormattableString.Invariant($"axis{a}"))));
            else if (length is int and > 0)
                dims.Add((int)length);
            else if (length is string name && IsSymbol(name))
                dims.Add(Dim.Symbol(name));
            else
                return length is string text ? $"has the length \"{text}\": a name is letters, digits and '_'" : FormattableString.Invariant($"has the length {length ?? "null"}: a length is a positive int or a name");
        }

        shape = new Shape(dims.ToEquatableArray());
        return dims.Count > 0 || items.Length > 0 ? null : "has no lengths: a tensor has at least one";
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
