using System.Collections.Immutable;
using System.Globalization;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace AutoGrad.Generators.Tests;

public class RobustnessTests
{
    [Theory]
    [InlineData("DigitClassifier", 70)]
    [InlineData("UnscaledRegression", 40)]
    [InlineData("Health", 40)]
    [InlineData("Features", 70)]
    [InlineData("AddingProblem", 20)]
    [InlineData("Functions", 10)]
    public async Task Broken_programs_are_refused_and_never_stop_the_generator(string program, int count)
    {
        var random = new Random(program.Length);
        string text = Source.Program(program);
        for (int i = 0; i < count; i++)
        {
            string mutant = Mutants.Of(text, random);
            try
            {
                ImmutableArray<Diagnostic> found = await Marked.Analyze(Source.Compile(mutant));
                Assert.DoesNotContain(found, d => d.GetMessage(CultureInfo.InvariantCulture).Contains("fault in AutoGrad", StringComparison.Ordinal));
            }
            catch (Exception e)
            {
                throw new XunitException($"{e.Message}\n{mutant}", e);
            }
        }
    }

    [Fact]
    public async Task Programs_that_are_not_supported_yet_say_so()
    {
        ImmutableArray<Diagnostic> found = await Marked.Analyze(Source.Compile(Source.Program("AddingProblem")));
        Assert.Equal(["AG1009", "AG1009", "AG1009", "AG2001"], found.Select(d => d.Id).Order());
        found = await Marked.Analyze(Source.Compile(Source.Program("Functions")));
        Assert.All(found, d => Assert.Equal("AG1009", d.Id));
        Assert.NotEmpty(found);
    }

    [Theory]
    [InlineData("[Model] public partial class Foo { } [Model] public partial class foo { }")]
    [InlineData("namespace A { [Model] public partial class M { } } namespace a { [Model] public partial class M { } }")]
    [InlineData("[Model] public partial class M { } [Model] public partial class M { }")]
    [InlineData("[Model, Model] public partial class M { }")]
    [InlineData("[Model] public partial class @class { }")]
    [InlineData("namespace @namespace.@int { [Model] public partial class M { } }")]
    [InlineData("[Model] public partial class { }")]
    [InlineData("[Model] public partial class cafe\u0301 { }")]
    public async Task Names_that_clash_do_not_stop_the_generator(string program) => await Marked.Analyze(Source.Compile(program));
}
