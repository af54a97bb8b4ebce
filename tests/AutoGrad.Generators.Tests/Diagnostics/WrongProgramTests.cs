using System.Collections.Immutable;
using System.Text.RegularExpressions;
using AutoGrad.Generators.Diagnostics;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Diagnostics;

/// <summary>The table of wrong programs: what is reported, where, how often, in which words, and that it can be configured.</summary>
public partial class WrongProgramTests
{
    public static TheoryData<string> Names => [.. WrongPrograms.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_program_yields_what_is_marked_and_nothing_else(string name)
    {
        string[] messages = await Marked.Verify(WrongPrograms.All[name]);
        Assert.All(messages, message => Assert.DoesNotMatch(Internals(), message));
    }

    [Fact]
    public async Task The_messages_read_well()
    {
        var text = new System.Text.StringBuilder();
        foreach ((string name, string program) in WrongPrograms.All)
        {
            string[] ids = [.. Marked.Read(program).Expected.Where(e => e[6] == ' ').Select(e => e[..6])];
            foreach ((string id, string message) in ids.Zip(await Marked.Verify(program)))
                text.Append(id).Append(", ").Append(name).Append(":\n    ").Append(message).Append('\n');
        }

        Snapshot.Verify(text.ToString());
    }

    // The compiler runs no analyzer once a declaration is refused: then the build would not say what the editor says.
    [Theory]
    [MemberData(nameof(Names))]
    public void A_build_gets_as_far_as_the_analyzer(string name)
    {
        Compilation built = Marked.Generate(Source.Compile(Marked.Read(WrongPrograms.All[name]).Text));
        bool isRefused = built.GetDeclarationDiagnostics().Any(d => d.Severity == DiagnosticSeverity.Error);
        Assert.Equal(WrongPrograms.RefusedByCSharp.Contains(name), isRefused);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_pragma_and_a_configured_severity_are_honoured(string name)
    {
        (string text, string[] expected) = Marked.Read(WrongPrograms.All[name]);
        string[] ids = [.. expected.Select(e => e[..6]).Distinct()];
        CSharpCompilation program = Source.Compile($"#pragma warning disable {string.Join(", ", ids)}\n{text}");
        Assert.DoesNotContain(await Marked.Analyze(program), d => !d.IsSuppressed);

        CSharpCompilation quiet = Source.Compile(text);
        quiet = quiet.WithOptions(quiet.Options.WithSpecificDiagnosticOptions(ids.Select(id => KeyValuePair.Create(id, ReportDiagnostic.Info))));
        Assert.All(await Marked.Analyze(quiet), d => Assert.Equal(DiagnosticSeverity.Info, d.Severity));
    }

    [Fact]
    public void There_are_eighty_of_them_and_each_rule_has_one()
    {
        Assert.True(WrongPrograms.All.Count >= 80, $"{WrongPrograms.All.Count} programs");
        string all = string.Concat(WrongPrograms.All.Values);
        // What says that something is not implemented goes with it; AG1013 takes a library, see LayerRuleTests.
        Assert.Empty(Rules.All.Select(r => r.Id).Where(id => !all.Contains("{|" + id + ":", StringComparison.Ordinal)).Except(["AG1013"]));
    }

    /// <summary>Words of the compiler's, which mean nothing to a user.</summary>
    [GeneratedRegex(@"\b(graph|node|lower(ed|ing)|IOperation|vjp|jvp|reduce_\w+|row_\w+|log_sum_exp|stop_gradient|broadcast_to|f32|f64|i32|region|operand of type|takes \d regions)\b|[A-Z]\w+Exception", RegexOptions.IgnoreCase)]
    private static partial Regex Internals();
}
