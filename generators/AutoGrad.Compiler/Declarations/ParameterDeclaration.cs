using System.Globalization;
using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>
/// A parameter: a property marked <c>[Parameter]</c>, or one of a layer, whose name is dotted (<c>Head.Kernel</c>). The lengths are constants
/// or arguments of the model's constructor. <see cref="PropertyHeader"/> is the property's accessibility and modifiers, such as
/// <c>public partial</c>; empty for a layer's.
/// </summary>
public sealed record ParameterDeclaration(string Name, string PropertyHeader, EquatableArray<Dim> Lengths, string Init, double Scale, PolicyDeclaration Policy)
{
    /// <summary>
    /// The numbers of copies that stacks of layers make, outermost first; none outside of stacks. The name has a <c>*</c> for each, as in
    /// <c>Hidden.*.Kernel</c>. The copies follow each other in memory, and the graph sees one tensor with the copies as its first axes.
    /// </summary>
    public EquatableArray<long> Copies { get; init; } = [];

    /// <summary>The clips and penalties of the parameter itself and of the <c>[Layer]</c> properties that it came through.</summary>
    public PolicySet Own { get; init; } = PolicySet.None;

    /// <summary>Those of the classes that it came through, which a nearer place overrides.</summary>
    public PolicySet OfClass { get; init; } = PolicySet.None;

    /// <summary>The number of copies.</summary>
    public long CopyCount => Copies.Aggregate(1L, (a, b) => a * b);

    /// <summary>The elements of one copy.</summary>
    public Dim ElementCount => Dim.Product(Lengths);

    /// <summary>The elements of all copies.</summary>
    public Dim Count => CopyCount * ElementCount;

    /// <summary>The type in the graph.</summary>
    public TensorType Type => new(ElementType.F32, new Shape([.. Copies.Select(c => (Dim)c), .. Lengths]));

    /// <summary>The names of the copies, in the order of memory.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            string[] parts = Name.Split('*');
            return Copies.Select((_, i) => i).Aggregate((IEnumerable<string>)[parts[0]], (names, i)
                => names.SelectMany(n => Enumerable.Range(0, (int)Copies[i]).Select(c => n + c.ToString(CultureInfo.InvariantCulture) + parts[i + 1])));
        }
    }
}
