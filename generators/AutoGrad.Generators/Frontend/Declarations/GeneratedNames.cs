using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>
/// Finds members of the user's that have the name of one that would be added. C# would report them in the generated file; and a
/// declaration that C# refuses keeps every message of the analyzer from the build.
/// </summary>
internal static class GeneratedNames
{
    /// <summary>Adds a problem for each clash; true where there is one.</summary>
    public static bool Check(INamedTypeSymbol type, List<Problem> problems, bool hasState)
    {
        List<(ISymbol Member, string What)> clashes = [];
        foreach (ISymbol member in type.GetMembers().Where(m => !m.IsImplicitlyDeclared && m.DeclaringSyntaxReferences.All(r => !IsGenerated(r))))
        {
            if (What(member, type, hasState) is { } what)
                clashes.Add((member, what));
        }

        foreach ((ISymbol member, string what) in clashes)
            problems.Add(new(Rules.GeneratedName, member.Location(), member.Name, type.Name, what));
        return clashes.Count > 0;
    }

    /// <summary>Adds a problem for each member that has the name of a derivative of a function; true where there is one.</summary>
    public static bool Check(IMethodSymbol function, List<Problem> problems)
    {
        IEnumerable<ISymbol> members = function.ContainingType.GetMembers().Where(m => !m.IsImplicitlyDeclared && m.DeclaringSyntaxReferences.All(r => !IsGenerated(r)));
        bool isTensor = function.ReturnType.TensorElement() is not null;
        IParameterSymbol[] varied = [.. function.Parameters.Where(p => (p.Type.TensorElement() ?? p.Type.Element()) is Compiler.IR.ElementType.F32 or Compiler.IR.ElementType.F64 && !p.Has(Names.NonDifferentiable))];
        ITypeSymbol[] own = [.. function.Parameters.Select(p => p.Type)];
        (string Name, ITypeSymbol[] Types)[] added =
        [
            isTensor ? (function.Name + "Vjp", [.. own, function.ReturnType]) : (function.Name + "Gradient", own),
            (function.Name + "Jvp", [.. own, .. varied.Select(p => p.Type)]),
        ];
        int before = problems.Count;
        foreach (ISymbol member in members)
        {
            if (added.Any(a => a.Name == member.Name && (member is not IMethodSymbol method || method.Parameters.Select(p => p.Type).SequenceEqual(a.Types, SymbolEqualityComparer.Default))))
                problems.Add(new(Rules.GeneratedName, member.Location(), member.Name, function.ContainingType.Name, $"a derivative of '{function.Name}'"));
        }

        return problems.Count > before;
    }

    private static string? What(ISymbol member, INamedTypeSymbol type, bool hasState)
    {
        if (member.Name == "Parameters")
            return "the parameters of the model";
        if (member.Name == GeneratedMembers.IsTraining)
            return "whether the methods as written train";
        if (member.Name == "ResetState" && hasState)
            return member is not IMethodSymbol { Parameters.Length: > 0 } ? "which sets all state to zero" : null;
        if (member.Name == "InitializeParameters")
            return member is not IMethodSymbol { Parameters: var p } || p is [{ Type.SpecialType: SpecialType.System_Int32 }] ? "which sets every parameter to its initial value" : null;
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>())
        {
            if (method.Has(Names.Loss))
            {
                if (member.Name == method.Name + "Gradient" && IsOf(member, method))
                    return $"the gradient of '{method.Name}'";
                if (member.Name == "Run" + method.Name && IsOf(member, method))
                    return $"which computes '{method.Name}' and its gradient";
                if (member.Name == "TrainStep" && IsOf(member, method, "AutoGrad.Optimizer"))
                    return "the training step";
            }

            if (method.Has(Names.Forward) && member.Name == method.Name && member is IMethodSymbol && IsOf(member, method, Names.TensorSpan))
                return $"'{method.Name}' with a destination";
        }

        return null;
    }

    // Tensors become read-only spans; what is not a method has no arguments by which C# could tell it apart.
    private static bool IsOf(ISymbol member, IMethodSymbol method, string? last = null)
    {
        if (member is not IMethodSymbol { Parameters: var given })
            return true;
        int count = method.Parameters.Length;
        if (given.Length != count + (last is null ? 0 : 1) || (last is not null && !given[count].Type.Is(last)))
            return false;
        return method.Parameters.Zip(given, (own, other) => own.Type.TensorElement() is { } element
            ? other.Type is INamedTypeSymbol { TypeArguments: [var of] } && other.Type.Is(Names.ReadOnlyTensorSpan) && of.Element() == element
            : SymbolEqualityComparer.Default.Equals(own.Type, other.Type)).All(same => same);
    }

    private static bool IsGenerated(SyntaxReference reference) => reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.OrdinalIgnoreCase);
}
