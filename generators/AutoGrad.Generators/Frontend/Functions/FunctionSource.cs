using AutoGrad.Compiler.Declarations;
using AutoGrad.Generators.Diagnostics;

namespace AutoGrad.Generators.Frontend.Functions;

/// <summary>What a reading of a function gives: the model that the generator caches, and what the analyzer reports. Never cached as a whole.</summary>
internal sealed record FunctionReading(FunctionSource? Source, IReadOnlyList<Problem> Problems) : IReading
{
    /// <inheritdoc/>
    public bool IsSound => Source?.Declaration.Graph is not null && Problems.Count == 0;
}

/// <summary>
/// What the derivatives of one function are generated from. Equal by value; holds no symbol, syntax or span, or every key stroke would run the
/// compiler. <see cref="Overload"/> tells functions of one name apart.
/// </summary>
internal sealed record FunctionSource(string TypeName, int Overload, FunctionDeclaration Declaration);
