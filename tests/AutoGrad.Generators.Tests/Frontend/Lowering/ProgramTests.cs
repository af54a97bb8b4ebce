using AutoGrad.Compiler.IR;
using AutoGrad.Compiler.Ops;
using AutoGrad.Generators.Tests.Testing;
using Microsoft.CodeAnalysis.CSharp;

namespace AutoGrad.Generators.Tests.Frontend.Lowering;

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

    [Fact]
    public void Features() => Verify("Features", "Everything");

    private static void Verify(string program, string model, string? variant = null, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        CSharpCompilation compilation = Source.Compile(Source.Program(program));
        foreach (Graph? graph in Reading.Of(compilation, model).Source!.Declaration.Methods.Select(m => m.Graph))
            Assert.Equal(graph, GraphParser.Parse(GraphVerifier.Verify(graph!, OpTable.Find).ToString()));
        Snapshot.Verify(Reading.Graphs(compilation, model), variant: variant, method: method);
    }
}
