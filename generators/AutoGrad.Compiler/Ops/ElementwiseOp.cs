using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Ops;

/// <summary>How tightly a C# form binds, so that the emitter writes no more parentheses than needed.</summary>
public enum Binding
{
    /// <summary>A call or a name.</summary>
    Primary,

    /// <summary>A prefix operator.</summary>
    Unary,

    /// <summary>* and /.</summary>
    Multiplicative,

    /// <summary>+ and -.</summary>
    Additive,

    /// <summary>Comparisons and conditionals: always in parentheses.</summary>
    Lowest,
}

/// <summary>The cotangent of one operand, from the result's cotangent g, the operands and the result y.</summary>
public delegate Expr ElementwiseVjp(Expr g, IReadOnlyList<Expr> x, Expr y);

/// <summary>
/// An element-wise operation: a row of <see cref="ElementwiseOps"/>. In the C# forms <c>{0}</c> is an operand, <c>{V}</c> the type of
/// a vector, <c>{T}</c> the element type. All operands have one shape.
/// </summary>
public sealed class ElementwiseOp(string name, string vector, string scalar, Binding vectorBinding, Binding scalarBinding, string formula, params ElementwiseVjp?[] derivatives)
    : DifferentiableOp(name)
{
    /// <summary>The C# form over vectors.</summary>
    public string Vector { get; } = vector;

    /// <summary>The C# form over scalars.</summary>
    public string Scalar { get; } = scalar;

    /// <summary>How tightly <see cref="Vector"/> binds.</summary>
    public Binding VectorBinding { get; } = vectorBinding;

    /// <summary>How tightly <see cref="Scalar"/> binds.</summary>
    public Binding ScalarBinding { get; } = scalarBinding;

    /// <summary>The form in documentation of generated code.</summary>
    public string Formula { get; } = formula;

    /// <summary>The number of operands.</summary>
    public int Arity => derivatives.Length;

    /// <summary>Whether operands are truth values (select: the first one).</summary>
    public Func<int, bool> TakesBool { get; init; } = static _ => false;

    /// <summary>Whether the result is a truth value.</summary>
    public bool GivesBool { get; init; }

    /// <inheritdoc/>
    public override bool HasZeroDerivative => derivatives.All(d => d is null);

    /// <inheritdoc/>
    public override EquatableArray<TensorType> Infer(Node node, EquatableArray<TensorType> operands)
    {
        if (operands.Count != Arity)
            throw new ShapeException(FormattableString.Invariant($"takes {Arity} operands, not {operands.Count}"));
        TensorType first = operands[Arity - 1];
        for (int i = 0; i < Arity; i++)
        {
            if (operands[i].Shape != first.Shape)
                throw new ShapeException($"{operands[i].Shape.ToDisplayString()} and {first.Shape.ToDisplayString()} differ", i, ShapeFault.Broadcast);
            if ((operands[i].Element == ElementType.Bool) != TakesBool(i) || (!TakesBool(i) && operands[i].Element != first.Element))
                throw new ShapeException($"a {operands[i].ToDisplayString()} does not fit", i);
        }

        if (Vector.Length == 0 && first.Shape.Rank > 0)
            throw new ShapeException($"{Name} is a function of numbers, not of tensors", 0);
        return [GivesBool ? new TensorType(ElementType.Bool, first.Shape) : first];
    }

    /// <inheritdoc/>
    public override Value?[] Vjp(VjpContext context)
    {
        Expr[] operands = [.. context.Node.Operands.Select(context.Expr)];
        Expr result = context.Expr(context.Results[0]), cotangent = context.Expr(context.Cotangent);
        return [.. derivatives.Select((rule, i) => rule is null || !context.Active[i] ? (Value?)null : rule(cotangent, operands, result).Value)];
    }

    /// <summary>The rules are linear in g and work on each element alone, so that they give tangents as well.</summary>
    public override Value Jvp(JvpContext context)
    {
        Expr[] operands = [.. context.Node.Operands.Select(context.Expr)];
        Expr result = context.Expr(context.Results[0]);
        Expr? sum = null;
        for (int i = 0; i < Arity; i++)
        {
            if (context.Tangents[i] is not { } tangent || derivatives[i] is not { } rule)
                continue;
            Expr term = rule(context.Expr(tangent), operands, result);
            sum = sum is { } first ? first + term : term;
        }

        return (sum ?? result.Number(0)).Value;
    }
}
