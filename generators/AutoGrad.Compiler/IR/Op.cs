namespace AutoGrad.Compiler.IR;

/// <summary>In what way shapes do not fit.</summary>
public enum ShapeFault
{
    /// <summary>Any other way.</summary>
    Other,

    /// <summary>The inner lengths of a product differ.</summary>
    Product,

    /// <summary>Two shapes have no common one.</summary>
    Broadcast,

    /// <summary>An axis does not exist.</summary>
    Axis,

    /// <summary>The number of elements changes.</summary>
    Reshape,

    /// <summary>Tensors cannot be joined; the operand at fault is counted among them.</summary>
    Concat,

    /// <summary>An index or a range is outside of its tensor.</summary>
    Index,

    /// <summary>A window cannot pass over an image: it fits nowhere, or their channels differ.</summary>
    Window,
}

/// <summary>A shape that an operation cannot take, in the user's words; <paramref name="operand"/> is the position of the one at fault.</summary>
public sealed class ShapeException(string message, int operand = -1, ShapeFault fault = ShapeFault.Other) : Exception(message)
{
    /// <summary>In what way shapes do not fit.</summary>
    public ShapeFault Fault { get; } = fault;

    /// <summary>The operand at fault, or -1.</summary>
    public int Operand { get; } = operand;
}

/// <summary>
/// An operation: its name in printed graphs and the rule that gives the types of its results. Derivatives and kernels are added by the
/// subclasses in Ops.
/// </summary>
public abstract class Op(string name)
{
    /// <summary>The name in printed graphs.</summary>
    public string Name { get; } = name;

    /// <summary>
    /// The types of the results. Throws <see cref="ShapeException"/> where the operands do not fit. For leaves (inputs, parameters) the
    /// declared types are returned as they are.
    /// </summary>
    public abstract EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands);
}
