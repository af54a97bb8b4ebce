using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>
/// A derivative that a body asks for: <c>vjp</c> or <c>jvp</c> of the graph that is its one region. Operands: the region's inputs, then the
/// cotangent of the result (<c>vjp</c>; none for a number, whose cotangent is 1), or the tangents of the inputs that the attribute
/// <c>wanted</c> lists (<c>jvp</c>). Results: the region's result, then the cotangents of the wanted inputs, or the tangent of the result.
/// A pass replaces it by the derivative's nodes before anything else is done, so that those have derivatives like all others.
/// </summary>
public sealed class DerivativeOp(string name) : DifferentiableOp(name)
{
    /// <summary>It is expanded before derivatives are taken.</summary>
    public override bool IsDifferentiable => false;

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        if (node.Regions.Count != 1 || node.Regions[0].Outputs.Count != 1)
            throw new ShapeException($"a {Name} is of one graph with one result");
        Graph function = node.Regions[0];
        TensorType[] inputs = [.. function.Inputs.Select(function.TypeOf)];
        long[] wanted = [.. node.Integers("wanted")];
        if (wanted.Any(w => w < 0 || w >= inputs.Length) || wanted.Distinct().Count() != wanted.Length)
            throw new ShapeException($"a {Name} is with respect to inputs of '{function.Name}'");
        TensorType result = function.TypeOf(function.Outputs[0].Value);
        IEnumerable<TensorType> along = wanted.Select(w => inputs[w]), more = Name == "jvp" ? along : result.IsScalar ? [] : [result];
        if (!operands.SequenceEqual(inputs.Concat(more)))
            throw new ShapeException($"the arguments do not have the types that the derivative of '{function.Name}' takes");
        return Name == "jvp" ? [result, result] : [result, .. along];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context) => throw new NotSupportedException($"a {Name} is expanded before it is differentiated");
}
