using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Diagnostics;

/// <summary>
/// All diagnostics: AG1 declarations, AG2 C# that is not supported, AG3 shapes, AG4 derivatives, AG43 clips, AG5 exploding and vanishing gradients. An error stands for what
/// cannot work or would be silently wrong; where its severity is lowered, the generated members throw. Each rule has a row in
/// AnalyzerReleases, a page under docs/diagnostics, which its help link names, and a test.
/// </summary>
internal static partial class Rules
{
    private const string Declarations = "AutoGrad.Declarations", Language = "AutoGrad.Language", Shapes = "AutoGrad.Shapes", Derivatives = "AutoGrad.Derivatives", Clips = "AutoGrad.Clips", Health = "AutoGrad.Health";

    /// <summary>All rules, in order.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All => Every.Rules;

    // A type of its own: fields in several files are initialised in no particular order, but before another type's that reads them.
    private static class Every
    {
        public static readonly ImmutableArray<DiagnosticDescriptor> Rules = [.. OfDeclarations(), .. OfLanguage(), .. OfShapes(), .. OfDerivatives(), .. OfClips(), .. OfHealth()];
    }
}
