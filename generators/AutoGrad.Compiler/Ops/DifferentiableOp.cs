using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// What a derivative rule sees of a node: its operands and results as values of the graph under construction, and a cotangent for each
/// result (null where nothing flows back).
/// </summary>
public sealed record VjpContext(GraphBuilder Builder, Node Node, EquatableArray<Value> Results, IReadOnlyList<Value?> Cotangents, IReadOnlyList<bool> Active)
{
    /// <summary>The cotangent of the first result; rules of one-result operations are only called where there is one.</summary>
    public Value Cotangent => Cotangents[0]!.Value;

    /// <summary>An operand.</summary>
    public Value Operand(int index) => Node.Operands[index];

    /// <summary>The type of an operand.</summary>
    public TensorType OperandType(int index) => Builder.TypeOf(Node.Operands[index]);

    /// <summary>A value as an expression, so that rules read like mathematics.</summary>
    public Expr Expr(Value value) => new(Builder, value);
}

/// <summary>What a forward-mode rule sees of a node: its operands and results, and a tangent for each operand, null where it does not vary.</summary>
public sealed record JvpContext(GraphBuilder Builder, Node Node, EquatableArray<Value> Results, IReadOnlyList<Value?> Tangents)
{
    /// <summary>An operand.</summary>
    public Value Operand(int index) => Node.Operands[index];

    /// <summary>The tangent of an operand; zeros where it does not vary.</summary>
    public Value Tangent(int index) => Tangents[index] ?? new Expr(Builder, Builder.Constant(0, Builder.TypeOf(Operand(index)).Element)).BroadcastTo(Builder.ShapeOf(Operand(index)), []).Value;

    /// <summary>A value as an expression.</summary>
    public Expr Expr(Value value) => new(Builder, value);
}

/// <summary>
/// An operation with its vector-Jacobian product. A subclass has no default rule: an operation through which gradients cannot flow says so
/// by <see cref="IsDifferentiable"/>, and a gradient that would have to pass is then an error, never a zero.
/// </summary>
public abstract class DifferentiableOp(string name) : Op(name)
{
    /// <summary>Whether there is a derivative rule.</summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>Whether the derivative is zero by definition, as for comparisons and stop_gradient.</summary>
    public virtual bool HasZeroDerivative => false;

    /// <summary>The run-time library's method that computes it, where it is not fused; null for what costs nothing or is emitted in place.</summary>
    public virtual string? Kernel => null;

    /// <summary>The cotangents of the operands; null for those that are not active.</summary>
    public abstract Value?[] Vjp(VjpContext context);

    /// <summary>The tangent of the first result. For a linear operation it is the operation, of the tangents.</summary>
    public virtual Value Jvp(JvpContext context)
        => context.Builder.Add(context.Node with { Operands = context.Node.Operands.Select((_, i) => context.Tangent(i)).ToEquatableArray() });

    /// <summary>The tangents of all results; null, or none, for residuals, which only derivatives read.</summary>
    public virtual Value?[] Tangents(JvpContext context) => [Jvp(context)];
}

/// <summary>A leaf of the graph, whose type is declared.</summary>
public sealed class LeafOp(string name) : DifferentiableOp(name)
{
    /// <inheritdoc/>
    public override bool HasZeroDerivative => true;

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        if (operands.Count != 0 || node.Results.Count != 1)
            throw new ShapeException($"{Name} takes no operands and has one result");
        bool isComplete = Name switch
        {
            "constant" => node.Type.IsScalar && node.Attribute("value") is NumberValue,
            "dimension" => node.Type.IsScalar && node.Dims("value").Count == 1,
            "setting" => node.Type.IsScalar && node.Attribute("name") is TextValue,
            "training" => node.Type == new TensorType(ElementType.Bool, Shape.Scalar),
            _ => node.Attribute("name") is TextValue,
        };
        return isComplete ? node.Results : throw new ShapeException(Name is "constant" or "dimension" ? $"a {Name} is a number and has a value" : $"this {Name} has no name, or is no number where it must be one");
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => [];
}
