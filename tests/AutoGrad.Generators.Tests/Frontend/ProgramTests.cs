using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Frontend;
using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Frontend;

public class ProgramTests
{
    [Fact]
    public void DigitClassifier() => Verify("DigitClassifier", "DigitClassifier");

    [Theory]
    [InlineData("Plain")]
    [InlineData("NormClipped")]
    [InlineData("ValueClipped")]
    public void UnscaledRegression(string model) => Verify("UnscaledRegression", model, model);

    [Fact]
    public void TooHot() => Verify("Health", "TooHot");

    private static void Verify(string program, string model, string? variant = null, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        ModelReading reading = Reading.Of(Source.Compile(Source.Program(program)), model);
        foreach (Graph? graph in reading.Source!.Declaration.Methods.Select(m => m.Graph))
            Assert.Equal(graph, GraphParser.Parse(GraphVerifier.Verify(graph!, OpTable.Find).ToString()));
        Snapshot.Verify(Reading.Graphs(reading), variant: variant, method: method);
    }
}
