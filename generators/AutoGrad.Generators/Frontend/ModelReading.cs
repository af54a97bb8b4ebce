using AutoGrad.Compiler.Declarations;
using AutoGrad.Compiler.IR;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Frontend.Lowering;

namespace AutoGrad.Generators.Frontend;

/// <summary>What one reading of a class gives: the two models that the generator caches, and what the analyzer reports. Never cached as a whole.</summary>
internal sealed record ModelReading(ModelSource? Source, PositionTable Positions, IReadOnlyList<Problem> Problems) : IReading
{
    /// <inheritdoc/>
    public bool IsSound => Source is not null && Problems.Count == 0 && Source.Declaration.Methods.All(m => m.Graph is not null);
}

/// <summary>
/// What code is generated from. Equal by value; holds no symbol, syntax or span, or every key stroke would run the compiler. Where
/// <see cref="IsClashing"/>, a member of the user's has the name of one that would be added, and only the stubs are written.
/// </summary>
internal sealed record ModelSource(string TypeName, ModelDeclaration Declaration, EquatableArray<string> Stubs, bool IsClashing = false);

/// <summary>
/// Where the expressions of a class's methods stand, and whether what is generated asks. Changes with every edit above them, so it is a model of
/// its own.
/// </summary>
internal sealed record PositionTable(string TypeName, EquatableArray<MethodPositions> Methods, bool IsRead);
