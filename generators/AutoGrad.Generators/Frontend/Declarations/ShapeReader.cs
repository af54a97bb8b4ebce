using AutoGrad.Compiler.IR;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// Reads <c>[Shape("batch", 64)]</c>. In <c>[Shape("...", 64)]</c> the dots stand for any axes, none included: of a tensor of known rank, they are
/// lengths called after their places, <c>axis0</c> and so on. Where the first name ends with dots, as in <c>"rows..."</c>, it stands for all leading
/// axes together, which are rows: see <see cref="TakesLeading"/>.
/// </summary>
internal static class ShapeReader
{
    /// <summary>What is wrong with leading axes of what is no layer's forward method.</summary>
    public const string LeadingElsewhere = "takes all leading axes together, by \"...\", which only a [Forward] method does";

    /// <summary>The axes that a tensor has at most whose shape has dots.</summary>
    public const int MostAxes = 4;

    private const string Rest = "...";

    /// <summary>Whether the first length stands for any number of leading axes.</summary>
    public static bool TakesLeading(AttributeData? attribute)
        => attribute is not null && Items(attribute).FirstOrDefault() is string first && first != Rest && first.EndsWith(Rest, StringComparison.Ordinal);

    /// <summary>A shape whose leading axes are taken together, so that it has as many axes as a declared one.</summary>
    public static Shape TakeLeading(Shape actual, int rank)
        => actual.Rank <= rank ? actual : new([Dim.Product(actual.Dims.Take(actual.Rank - rank + 1)), .. actual.Dims.Skip(actual.Rank - rank + 1)]);

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
        for (int i = 0; i < items.Length; i++)
        {
            object? length = i == 0 && TakesLeading(attribute) ? ((string)items[0]!).Substring(0, ((string)items[0]!).Length - Rest.Length) : items[i];
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
