using System.Collections.Immutable;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Diagnostics;

/// <summary>Programs that are right: nothing is said of them, not even a suggestion.</summary>
public class SoundProgramTests
{
    public static TheoryData<string> Programs => [.. Source.Files().Where(IsProgram).Select(f => string.Join('/', f.Split(Path.DirectorySeparatorChar)[^2..]))];

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_right_program_yields_nothing(string program)
    {
        string file = Source.Files().Single(f => IsProgram(f) && f.Replace(Path.DirectorySeparatorChar, '/').EndsWith("/" + program, StringComparison.Ordinal));
        // Top-level statements need a program, in which unused forward methods are looked for too.
        CSharpCompilation compilation = Source.Compile((Path.GetFileName(file), File.ReadAllText(file)));
        compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        ImmutableArray<Diagnostic> found = await Marked.Analyze(compilation);
        Assert.Empty(found);
        // Nothing is said of a class that has a member of an unknown type. (Functions of files beside the program are unknown here.)
        IEnumerable<string> unknown = compilation.GetDiagnostics().Where(d => d.Id == "CS0246").Select(d => d.Location.SourceTree!.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length));
        Assert.Equal(Pending(program), unknown.Distinct());
    }

    private static bool IsProgram(string file) => file.Contains($"{Path.DirectorySeparatorChar}samples{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        || file.Contains($"AutoGrad.Generators.Tests{Path.DirectorySeparatorChar}Programs", StringComparison.Ordinal);

    // What the library does not have yet.
    private static string[] Pending(string program) => program == "Programs/AddingProblem.cs" ? ["Lstm"] : [];
}
