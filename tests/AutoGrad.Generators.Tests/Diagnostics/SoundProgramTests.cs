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
        CSharpCompilation compilation = Source.Compile([.. Beside(file).Select(f => (Path.GetFileName(f), File.ReadAllText(f)))]);
        compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication));
        ImmutableArray<Diagnostic> found = await Marked.Analyze(compilation);
        // The programs about an explosion are there to be warned of.
        Assert.Equal(Explosive(program), found.Select(d => d.Id).Distinct());
        // Nothing is said of a class that has a member of an unknown type.
        IEnumerable<string> unknown = compilation.GetDiagnostics().Where(d => d.Id == "CS0246").Select(d => d.Location.SourceTree!.ToString().Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length));
        Assert.Equal(FromPackages(program).Order(StringComparer.Ordinal), unknown.Distinct().Order(StringComparer.Ordinal));
    }

    // What dresses the samples is a library of its own, and no model.
    private static bool IsProgram(string file) => !file.Contains($"samples{Path.DirectorySeparatorChar}Console", StringComparison.Ordinal) && (file.Contains($"{Path.DirectorySeparatorChar}samples{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        || file.Contains($"AutoGrad.Generators.Tests{Path.DirectorySeparatorChar}Programs", StringComparison.Ordinal));

    // The files of a sample are one program.
    private static IEnumerable<string> Beside(string file)
        => Source.Files().Where(f => f == file || (f.Contains($"{Path.DirectorySeparatorChar}samples{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Path.GetDirectoryName(f) == Path.GetDirectoryName(file)));

    // Types that this compilation does not know: those of packages, and of what dresses the samples.
    private static string[] FromPackages(string program) => program.Split('/')[0] switch
    {
        "CharacterModel" or "CharacterTransformer" => ["SampleCommand", "TrainingView"],
        "ExplodingGradients" => ["SampleCommand", "SvgChart"],
        "Forecast" => ["SampleCommand", "ScottPlot"],
        "FashionCnn" or "HealthReport" => ["SampleCommand"],
        _ => [],
    };

    // A warning for the program that shows it, and for explosions behind a clip a word that is none.
    private static string[] Explosive(string program) => program switch
    {
        "Programs/Health.cs" or "Health/Program.cs" => ["AG5001"],
        "HealthReport/Program.cs" => ["AG5004"],
        _ when program.StartsWith("ExplodingGradients/", StringComparison.Ordinal) => ["AG5004"],
        _ => [],
    };
}
