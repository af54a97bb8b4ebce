using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AutoGrad.Generators.Frontend.Lowering;

/// <summary>Which library methods are intrinsic functions, and under what name.</summary>
internal static class Functions
{
    private const string Conversion = "Math.Create";

    /// <summary>The intrinsic's name, such as <c>Nn.MatMul</c>, <c>Tensor.Exp</c> or <c>Math.Exp</c>; null for methods of users.</summary>
    public static string? NameOf(IMethodSymbol method)
    {
        INamedTypeSymbol type = method.ContainingType;
        if (!method.IsStatic)
            return null;
        if (type.Is(Names.Nn))
            return "Nn." + method.Name;
        if (type is { Arity: 0 } && type.Is(Names.Tensor))
            return "Tensor." + method.Name;
        return IsMath(type) ? "Math." + method.Name : null;
    }

    /// <summary>Whether this is <c>T.CreateChecked(x)</c> or one of its kin.</summary>
    public static bool IsConversion(string name) => name.StartsWith(Conversion, StringComparison.Ordinal);

    /// <summary>A function of lengths that is itself a length, or null.</summary>
    public static Argument? OfLengths(string name, Argument[] arguments) => (name, arguments) switch
    {
        ("Math.Max", [IndexArgument x, IndexArgument y]) => new IndexArgument(Dim.Max(x.Index, y.Index)),
        ("Math.Min", [IndexArgument x, IndexArgument y]) => new IndexArgument(Dim.Min(x.Index, y.Index)),
        _ => null,
    };

    /// <summary>A function of constants, or null where it is not one of the usual ones. Floats are rounded once.</summary>
    public static NumberArgument? Fold(string name, Argument[] arguments, ITypeSymbol type)
    {
        double[] x = [.. arguments.Select(a => ((NumberArgument)a).Number)];
        double? result = (name, x) switch
        {
            ("Math.Sqrt", [var a]) => Math.Sqrt(a),
            ("Math.Exp", [var a]) => Math.Exp(a),
            ("Math.Log", [var a]) => Math.Log(a),
            ("Math.Sin", [var a]) => Math.Sin(a),
            ("Math.Cos", [var a]) => Math.Cos(a),
            ("Math.Tanh", [var a]) => Math.Tanh(a),
            ("Math.Abs", [var a]) => Math.Abs(a),
            ("Math.Pow", [var a, var b]) => Math.Pow(a, b),
            ("Math.Max", [var a, var b]) => Math.Max(a, b),
            ("Math.Min", [var a, var b]) => Math.Min(a, b),
            _ => null,
        };
        return result is null ? null : new NumberArgument(type.SpecialType == SpecialType.System_Single ? (float)result.Value : result.Value);
    }

    /// <summary>Refuses overloads that have an intrinsic's name and another meaning.</summary>
    public static void Check(IMethodSymbol method, IOperation call)
    {
        bool isLogarithmToBase = method is { Name: "Log", Parameters.Length: 2 };
        if (isLogarithmToBase)
            throw new RefusedException(new Problem(Rules.NoDerivative, call.Syntax.GetLocation(), [$"{Display(call)} to a base", "write log(x) / log(base)"]));
    }

    /// <summary>The called function as users write it.</summary>
    public static string Display(IOperation expression)
        => expression is IInvocationOperation { TargetMethod: var method } ? $"{method.ContainingType.Display()}.{method.Name}" : SourceLine.Of(expression.Syntax);

    /// <summary>A function that is not known, with what to write instead; a code fix can, where Nn has it.</summary>
    public static RefusedException Unknown(IOperation at, string display, string name)
    {
        string own = "Nn." + name.Substring(name.LastIndexOf('.') + 1);
        bool isKnown = Intrinsics.Find(own) is not null && own != name;
        string advice = isKnown ? $"write {own}" : "compose it of the operators, the functions of Nn and those of System.Numerics.Tensors that the documentation lists";
        return new RefusedException(new Problem(Rules.NoDerivative, at.Syntax.GetLocation(), display, advice) { Properties = isKnown ? Problem.None.Add(Idioms.Replacement, own) : Problem.None });
    }

    private static bool IsMath(INamedTypeSymbol type)
        => type.SpecialType is SpecialType.System_Single or SpecialType.System_Double or SpecialType.System_Int32
            || type.Is("System.Math") || type.Is("System.MathF")
            || (type.TypeKind == TypeKind.Interface && type.ContainingNamespace is { Name: "Numerics", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } });
}
