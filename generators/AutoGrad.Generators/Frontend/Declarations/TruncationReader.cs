using AutoGrad.Generators.Diagnostics;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Frontend.Declarations;

/// <summary>Checks <c>[TruncatedBackprop]</c>; what it means for loops is known where they are lowered.</summary>
internal static class TruncationReader
{
    /// <summary>Adds a problem where gradients would flow back through no step.</summary>
    public static void Check(IMethodSymbol method, List<Problem> problems)
    {
        if (method.Find(Names.TruncatedBackprop) is { ConstructorArguments: [{ Value: int steps }] } attribute && steps < 1)
            problems.Add(new(Rules.MethodSignature, attribute.Location(method), method.Name, FormattableString.Invariant($"cuts its loops after {steps} steps: gradients flow back at least 1")));
    }
}
