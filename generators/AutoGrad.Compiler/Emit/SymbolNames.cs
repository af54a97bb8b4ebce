using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Passes;

namespace AutoGrad.Compiler.Emit;

/// <summary>
/// A symbol becomes a local of its own name in generated code. One that an argument or a parameter has too, as in
/// <c>[Shape("n")] Tensor&lt;float&gt; n</c>, gets another name first.
/// </summary>
internal static class SymbolNames
{
    /// <summary>The method with symbols that are free to be locals.</summary>
    public static MethodDeclaration Free(MethodDeclaration method, IEnumerable<string> parameters)
    {
        HashSet<string> taken = [.. method.Arguments.Select(a => a.Name), .. parameters, "sums", "destination", "optimizer", "Parameters", "gradients", "weights"];
        var indices = method.Arguments.Where(a => a.Kind == ArgumentKind.Index).Select(a => a.Name);
        var renamed = method.Arguments
            .SelectMany(a => a.Type.Shape.Dims)
            .SelectMany(d => d.Symbols)
            .Distinct()
            .Except(indices)
            .Where(s => taken.Contains(s) || !IsIdentifier(s))
            .ToDictionary(s => s, s => Dim.Symbol(Unused(s, taken)));
        return renamed.Count == 0 ? method : method with
        {
            Arguments = method.Arguments.Select(a => a with { Type = SubstituteSymbols.Replace(a.Type, renamed) }).ToEquatableArray(),
            Graph = method.Graph is { } graph ? SubstituteSymbols.Run(graph, renamed) : null,
        };
    }

    // Keywords cannot be locals either.
    private static bool IsIdentifier(string symbol) => new Names().Unique(symbol) == symbol;

    private static string Unused(string symbol, HashSet<string> taken)
    {
        string name = symbol + "Length";
        while (!taken.Add(name))
            name += "2";
        return name;
    }
}
