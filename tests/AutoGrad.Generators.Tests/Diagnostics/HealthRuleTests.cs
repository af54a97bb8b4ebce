using System.Collections.Immutable;
using System.Globalization;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class HealthRuleTests
{
    [Fact]
    public async Task The_hot_network_of_the_contract_explodes_by_about_sixty()
    {
        Diagnostic found = Assert.Single(await Marked.Analyze(Source.Compile(Source.Program("Health"))));
        Assert.Equal("AG5001", found.Id);
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
        Assert.InRange(double.Parse(found.Properties["Growth"]!, CultureInfo.InvariantCulture), 55, 70);
        Assert.Equal(
            "The gradient grows by about 60 through 'Predict' down to W1, most at W2, W3, W4 and W5 (each multiplies it by 2.83). "
            + "This is an estimate at initialisation, for wide layers. "
            + "Try a smaller Scale or another Init, such as HeNormal for ReLU, clip with [ClipNorm], or use fewer layers.",
            found.GetMessage(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("DigitClassifier")]
    [InlineData("UnscaledRegression")]
    [InlineData("Features")]
    [InlineData("Functions")]
    public async Task Healthy_programs_are_left_alone(string program)
        => Assert.DoesNotContain(await Marked.Analyze(Source.Compile(Source.Program(program))), d => d.Id.StartsWith("AG5", StringComparison.Ordinal));
}
