using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// Random numbers in [0, 1): a function of the seed, the step, the operand, which counts the draws of the step, and the place. So it is a value as
/// any other, which may be computed again, and which no loop may compute once for all its iterations.
/// </summary>
public sealed class Uniform() : DifferentiableOp("uniform")
{
    /// <summary>Adds a draw of floats.</summary>
    public static Value Build(GraphBuilder builder, Value draw, IEnumerable<Dim> lengths)
        => builder.Add("uniform", [draw], NodeAttribute.Dims("lengths", lengths), NodeAttribute.Text("element", ElementTypes.Name(ElementType.F32)));

    /// <summary>Whether a graph draws random numbers.</summary>
    public static bool IsIn(Graph graph) => graph.Nodes.Any(n => n.Op == "uniform" || n.Regions.Any(IsIn));

    /// <summary>Nothing that varies goes into it.</summary>
    public override bool IsDifferentiable => false;

    /// <inheritdoc/>
    public override bool HasZeroDerivative => true;

    /// <inheritdoc/>
    public override string? Kernel => "Uniforms.Fill";

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
        => operands[0] != new TensorType(ElementType.I32, Shape.Scalar) ? throw new ShapeException($"draws are counted by an int, not a {operands[0].ToDisplayString()}", 0)
            : ElementTypes.Find(node.Text("element")) is not (ElementType.F32 or ElementType.F64) || node.Dims("lengths").Count == 0 ? throw new ShapeException("random numbers are float or double, in at least one axis")
            : [new TensorType(ElementTypes.Find(node.Text("element"))!.Value, new Shape(node.Dims("lengths")))];

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => throw new NotSupportedException("random numbers have no derivative");
}
