using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using Microsoft.CodeAnalysis.Operations;
using Kind = Microsoft.CodeAnalysis.Operations.BinaryOperatorKind;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>
/// Binary operators whose operands are known at build time, and the names of those that are not. <paramref name="signed"/> are the symbols
/// that may be negative at run time: int arguments, unlike lengths.
/// </summary>
internal sealed class Arithmetic(ISet<string> signed)
{
    /// <summary>The intrinsic of an operator on values of the graph, or null.</summary>
    public static string? Name(Kind kind) => kind switch
    {
        Kind.Add => "op_Addition",
        Kind.Subtract => "op_Subtraction",
        Kind.Multiply => "op_Multiply",
        Kind.Divide => "op_Division",
        Kind.Remainder => "op_Modulus",
        Kind.GreaterThan => "op_GreaterThan",
        Kind.GreaterThanOrEqual => "op_GreaterThanOrEqual",
        Kind.LessThan => "op_LessThan",
        Kind.LessThanOrEqual => "op_LessThanOrEqual",
        Kind.Equals => "op_Equality",
        Kind.NotEquals => "op_Inequality",
        _ => null,
    };

    /// <summary>The operation of an operator on ints that vary at run time, or null.</summary>
    public static string? IntegerOp(Kind kind) => kind switch
    {
        Kind.Add => "add",
        Kind.Subtract => "subtract",
        Kind.Multiply => "multiply",
        Kind.Divide => "divide",
        Kind.Remainder => "remainder",
        Kind.GreaterThan => "greater",
        Kind.GreaterThanOrEqual => "greater_equal",
        Kind.LessThan => "less",
        Kind.LessThanOrEqual => "less_equal",
        Kind.Equals => "equal",
        Kind.NotEquals => "not_equal",
        _ => null,
    };

    /// <summary>Whether <c>false &amp;&amp; x</c> or <c>true || x</c> needs no second operand.</summary>
    public static bool IsDecided(Kind kind, bool left) => left ? kind == Kind.ConditionalOr : kind == Kind.ConditionalAnd;

    /// <summary>The result, or null where it is not known or has no meaning. Floats are computed as floats, as C# does.</summary>
    public Argument? Fold(Kind kind, Argument left, Argument right, bool isSingle) => (left, right) switch
    {
        (NumberArgument x, NumberArgument y) => isSingle ? Fold(kind, (float)x.Number, (float)y.Number) : Fold(kind, x.Number, y.Number),
        (IndexArgument x, IndexArgument y) => Fold(kind, x.Index, y.Index),
        (FlagArgument x, FlagArgument y) => Fold(kind, x.Flag, y.Flag),
        _ => null,
    };

    private static Argument? Fold(Kind kind, float x, float y) => kind switch
    {
        Kind.Add => new NumberArgument((float)(x + y)),
        Kind.Subtract => new NumberArgument((float)(x - y)),
        Kind.Multiply => new NumberArgument((float)(x * y)),
        Kind.Divide => new NumberArgument((float)(x / y)),
        _ => Fold(kind, (double)x, y),
    };

    private static Argument? Fold(Kind kind, double x, double y) => kind switch
    {
        Kind.Add => new NumberArgument(x + y),
        Kind.Subtract => new NumberArgument(x - y),
        Kind.Multiply => new NumberArgument(x * y),
        Kind.Divide => new NumberArgument(x / y),
        Kind.LessThan => new FlagArgument(x < y),
        Kind.LessThanOrEqual => new FlagArgument(x <= y),
        Kind.GreaterThan => new FlagArgument(x > y),
        Kind.GreaterThanOrEqual => new FlagArgument(x >= y),
        Kind.Equals => new FlagArgument(x == y),
        Kind.NotEquals => new FlagArgument(x != y),
        _ => null,
    };

    private Argument? Fold(Kind kind, Dim x, Dim y) => kind switch
    {
        Kind.Add => new IndexArgument(x + y),
        Kind.Subtract => new IndexArgument(x - y),
        Kind.Multiply => new IndexArgument(x * y),
        Kind.Divide => Quotient(x, y) is { } quotient ? new IndexArgument(quotient) : null,
        Kind.Remainder => Quotient(x, y) is { } quotient ? new IndexArgument(x - (quotient * y)) : null,
        _ => (x - y).Constant is { } difference ? Fold(kind, difference, 0.0) as FlagArgument : null,
    };

    // C# rounds towards zero, a Dim towards minus infinity: they agree where neither operand can be negative.
    private Dim? Quotient(Dim x, Dim y)
    {
        if (y.Is(0))
            return null;
        if (x.Constant is { } a && y.Constant is { } b)
            return a / b;
        return x.DivideExactly(y) ?? (IsNatural(x) && IsNatural(y) ? Dim.FloorDivide(x, y) : null);
    }

    /// <summary>Whether a length is certainly not negative.</summary>
    public bool IsNatural(Dim dim) => dim.Terms.All(term => term.Coefficient >= 0 && term.Factors.All(IsNatural));

    private bool IsNatural(DimAtom atom) => atom switch
    {
        FloorDivideAtom division => IsNatural(division.Dividend) && IsNatural(division.Divisor),
        MinAtom min => IsNatural(min.Left) && IsNatural(min.Right),
        MaxAtom max => IsNatural(max.Left) || IsNatural(max.Right),
        _ => !atom.Symbols.Any(signed.Contains),
    };

    private static FlagArgument? Fold(Kind kind, bool x, bool y) => kind switch
    {
        Kind.And or Kind.ConditionalAnd => new FlagArgument(x && y),
        Kind.Or or Kind.ConditionalOr => new FlagArgument(x || y),
        Kind.ExclusiveOr or Kind.NotEquals => new FlagArgument(x != y),
        Kind.Equals => new FlagArgument(x == y),
        _ => null,
    };
}
