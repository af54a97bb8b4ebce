using System.Text.RegularExpressions;

namespace AutoGrad.Compiler.Tests.Contract;

/// <summary>What may depend on what within the generators: Ops on IR; Passes and the front end on Ops and IR; Emit on Ops and IR.</summary>
public sealed partial class LayeringTests
{
    private static readonly string[] s_layers = ["IR", "Ops", "Passes", "Analysis", "Emit", "Declarations"];

    private static readonly Dictionary<string, string[]> s_allowed = new()
    {
        ["IR"] = [],
        ["Ops"] = ["IR"],
        ["Declarations"] = ["IR"],
        ["Passes"] = ["Ops", "IR", "Declarations"],
        ["Analysis"] = ["Passes", "Ops", "IR", "Declarations"],
        ["Emit"] = ["Ops", "IR", "Declarations"],
    };

    // Debts: what the emitter asks of passes while it writes. The list may shrink.
    private static readonly string[] s_passesInEmit = ["Activity", "Buffer", "PlanBuffers"];

    public static TheoryData<string> Layers => [.. s_layers];

    [Theory]
    [MemberData(nameof(Layers))]
    public void A_layer_uses_no_layer_above_it(string layer)
    {
        foreach ((string path, string code) in Sources.In("AutoGrad.Compiler", layer))
        {
            foreach (string other in s_layers.Except(s_allowed[layer]).Where(o => o != layer))
            {
                if (layer == "Emit" && other == "Passes")
                    continue;
                Assert.False(Regex.IsMatch(code, $@"\bAutoGrad\.Compiler\.{other}\b|(?<![\w.]){other}\.[A-Z]"), $"{path} uses {other}");
            }
        }
    }

    [Fact]
    public void The_emitter_asks_no_more_of_passes_than_it_did()
    {
        string[] passes = [.. Sources.In("AutoGrad.Compiler", "Passes").SelectMany(f => DeclaredType().Matches(f.Code))
            .Select(m => m.Groups[1].Value).Distinct()];
        Assert.Contains("PlanBuffers", passes);
        string[] used = [.. passes.Where(type => Sources.In("AutoGrad.Compiler", "Emit")
            .Any(f => f.Code.Contains("Compiler.Passes", StringComparison.Ordinal) && Regex.IsMatch(f.Code, $@"\b{type}\b")))];
        Assert.Empty(used.Except(s_passesInEmit));
    }

    [Fact]
    public void The_front_end_uses_neither_passes_nor_the_emitter()
    {
        foreach ((string path, string code) in Sources.In("AutoGrad.Generators", "Frontend"))
            Assert.False(Regex.IsMatch(code, @"\bAutoGrad\.Compiler\.(Passes|Emit)\b"), path);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public void Namespaces_are_folders(string layer)
    {
        foreach ((string path, string code) in Sources.In("AutoGrad.Compiler", layer))
            Assert.True(code.Contains($"namespace AutoGrad.Compiler.{layer};", StringComparison.Ordinal), path);
    }

    [Fact]
    public void Roslyn_ends_at_the_front_end()
    {
        Assert.DoesNotContain(typeof(Graph).Assembly.GetReferencedAssemblies(),
            a => a.Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal));
        foreach ((string path, string code) in Sources.In("AutoGrad.Compiler"))
            Assert.False(code.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal), path);
    }

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum) ([A-Z]\w+)")]
    private static partial Regex DeclaredType();
}
