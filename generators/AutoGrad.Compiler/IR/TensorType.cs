namespace AutoGrad.Compiler.IR;

/// <summary>What one element is.</summary>
public enum ElementType
{
    /// <summary>A 32-bit floating-point number.</summary>
    F32,

    /// <summary>A 64-bit floating-point number.</summary>
    F64,

    /// <summary>A 32-bit integer: labels and indices, never differentiated.</summary>
    I32,

    /// <summary>A truth value: the result of a comparison, never differentiated.</summary>
    Bool,
}

/// <summary>The lengths of all axes; empty for a scalar.</summary>
public sealed record Shape(EquatableArray<Dim> Dims)
{
    /// <summary>A scalar.</summary>
    public static Shape Scalar { get; } = new([]);

    /// <summary>The number of axes.</summary>
    public int Rank => Dims.Count;

    /// <summary>The length of an axis.</summary>
    public Dim this[int axis] => Dims[axis];

    /// <summary>The product of all lengths.</summary>
    public Dim Count => Dim.Product(Dims);

    /// <summary>The shape without the given axes.</summary>
    public Shape Without(IEnumerable<long> axes)
    {
        var removed = new HashSet<long>(axes);
        return new(Dims.Where((_, i) => !removed.Contains(i)).ToEquatableArray());
    }

    /// <summary>Such as <c>[batch,128]</c>.</summary>
    public override string ToString() => "[" + string.Join(",", Dims) + "]";

    /// <summary>As users write it: <c>[batch, 128]</c>.</summary>
    public string ToDisplayString() => "[" + string.Join(", ", Dims) + "]";
}

/// <summary>The type of a value: an element type and a shape.</summary>
public sealed record TensorType(ElementType Element, Shape Shape)
{
    /// <summary>Whether gradients may flow through values of this type.</summary>
    public bool IsDifferentiable => Element is ElementType.F32 or ElementType.F64;

    /// <summary>Whether this has no axes.</summary>
    public bool IsScalar => Shape.Rank == 0;

    /// <summary>Such as <c>f32[batch,128]</c>.</summary>
    public override string ToString() => ElementTypes.Name(Element) + Shape;

    /// <summary>As users say it: <c>tensor of int of shape [batch]</c>, or <c>bool</c>.</summary>
    public string ToDisplayString()
    {
        string element = Element switch { ElementType.F32 => "float", ElementType.F64 => "double", ElementType.I32 => "int", _ => "bool" };
        return IsScalar ? element : $"tensor of {element} of shape {Shape.ToDisplayString()}";
    }
}

/// <summary>The short names of element types in printed graphs.</summary>
public static class ElementTypes
{
    private static readonly string[] s_names = ["f32", "f64", "i32", "bool"];

    /// <summary>The name in a printed graph.</summary>
    public static string Name(ElementType element) => s_names[(int)element];

    /// <summary>The element type of a printed name, or null.</summary>
    public static ElementType? Find(string name) => Array.IndexOf(s_names, name) is >= 0 and var i ? (ElementType)i : null;
}
