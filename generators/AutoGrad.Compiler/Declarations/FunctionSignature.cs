using AutoGrad.Compiler.IR;

namespace AutoGrad.Compiler.Declarations;

/// <summary>
/// The signatures of a function's derivatives: what the emitter writes, and what the front end binds calls of them to while they are not
/// generated yet.
/// </summary>
public static class FunctionSignature
{
    private static readonly HashSet<string> s_reserved = new(StringComparer.OrdinalIgnoreCase) { "value", "rest", "toString", "equals", "getHashCode", "getType", "compareTo", "deconstruct" };

    /// <summary>The name of the derivative in reverse mode.</summary>
    public static string ReverseName(FunctionDeclaration function) => function.Name + (function.ReturnsTensor ? "Vjp" : "Gradient");

    /// <summary>The name of a gradient in the tuple: the argument's in PascalCase, with a suffix where a tuple cannot have that name.</summary>
    public static string ElementName(string argument)
    {
        bool isItem = argument.StartsWith("item", StringComparison.OrdinalIgnoreCase) && argument.Skip(4).All(char.IsDigit);
        return char.ToUpperInvariant(argument[0]) + argument.Substring(1) + (isItem || s_reserved.Contains(argument) ? "Gradient" : "");
    }

    /// <summary>The header of <c>FGradient</c> or <c>FVjp</c>.</summary>
    public static string Reverse(FunctionDeclaration function)
    {
        // A tuple has two elements at least: the value and one gradient.
        string tuple = string.Join(", ", function.Arguments.Where(a => a.IsDifferentiated).Select(a => $"{TypeName(a.Declaration)} {a.GradientName}"));
        string cotangent = function.ReturnsTensor ? $", {ResultName(function)} cotangent" : "";
        return $"{function.Accessibility} static ({ResultName(function)} Value, {tuple}) {ReverseName(function)}({Arguments(function)}{cotangent})";
    }

    /// <summary>The header of <c>FJvp</c>.</summary>
    public static string Forward(FunctionDeclaration function)
    {
        string more = string.Concat(function.Arguments.Where(a => a.IsDifferentiated).Select(a => $", {TypeName(a.Declaration)} {a.Declaration.Name}Tangent"));
        return $"{function.Accessibility} static ({ResultName(function)} Value, {ResultName(function)} Tangent) {function.Name}Jvp({Arguments(function)}{more})";
    }

    private static string ResultName(FunctionDeclaration function) => function.ReturnsTensor ? $"Tensor<{Keyword(function.Result.Element)}>" : Keyword(function.Result.Element);

    private static string Arguments(FunctionDeclaration function) => string.Join(", ", function.Arguments.Select(a => $"{TypeName(a.Declaration)} {a.Declaration.Name}"));

    private static string TypeName(ArgumentDeclaration argument) => argument.Kind switch
    {
        ArgumentKind.Tensor => $"Tensor<{Keyword(argument.Type.Element)}>",
        ArgumentKind.Index => argument.EnumType ?? "int",
        _ => Keyword(argument.Type.Element),
    };

    private static string Keyword(ElementType element) => element switch
    {
        ElementType.F32 => "float",
        ElementType.F64 => "double",
        ElementType.I32 => "int",
        _ => "bool",
    };
}
