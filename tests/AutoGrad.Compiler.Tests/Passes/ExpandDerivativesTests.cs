namespace AutoGrad.Compiler.Tests.Passes;

public sealed class ExpandDerivativesTests
{
    private const string Square = """do "F" { %0:f64[] = input {name="x"} %1:f64[] = input {name="k"} %2:f64[] = multiply %0 %0 %3:f64[] = multiply %1 %2 return %3 as "r" }""";

    [Fact]
    public void A_gradient_becomes_its_nodes() => Assert.Equal(
        Rewrite.Parse("""
            %0:f64[] = input {name="a"} %1:f64[] = input {name="b"} %2:f64[] = multiply %0 %0 %3:f64[] = multiply %1 %2
            %4:f64[] = multiply %1 %0 %5:f64[] = constant {value=2} %6:f64[] = multiply %5 %4 return %3 as "v", %6 as "d"
            """).ToString(),
        Expand($$"""%0:f64[] = input {name="a"} %1:f64[] = input {name="b"} %2:f64[] %2.1:f64[] = vjp %0 %1 {wanted=[0]} {{Square}} return %2 as "v", %2.1 as "d" """));

    [Fact]
    public void A_tangent_becomes_its_nodes() => Assert.Equal(
        Rewrite.Parse("""
            %0:f64[] = input {name="a"} %1:f64[] = input {name="t"} %2:f64[] = multiply %0 %0 %3:f64[] = multiply %1 %2 return %3 as "t"
            """).ToString(),
        Expand($$"""%0:f64[] = input {name="a"} %1:f64[] = input {name="t"} %2:f64[] %2.1:f64[] = jvp %0 %0 %1 {wanted=[1]} {{Square}} return %2.1 as "t" """));

    [Theory]
    [InlineData("%2:f64[] %2.1:f64[] = vjp %0 {wanted=[0]}")]
    [InlineData("%2:f64[] %2.1:f64[] = vjp %0 %1 {wanted=[2]}")]
    [InlineData("%2:f64[] %2.1:f64[] %2.2:f64[] = vjp %0 %1 {wanted=[0, 0]}")]
    [InlineData("%2:f64[] %2.1:f64[] = jvp %0 %1 {wanted=[0]}")]
    public void What_does_not_fit_the_function_is_refused(string node) => Assert.Throws<GraphInvalidException>(
        () => Rewrite.Parse($$"""%0:f64[] = input {name="a"} %1:f64[] = input {name="b"} {{node}} {{Square}} return %2 as "v" """));

    private static string Expand(string text)
    {
        Graph graph = Rewrite.Parse(text);
        Assert.Equal(graph, GraphParser.Parse(graph.ToString()));
        Graph expanded = GraphVerifier.Verify(Simplify.Run(ExpandDerivatives.Run(graph)), OpTable.Find);
        Graph nameless = expanded with { Nodes = expanded.Nodes.Select(n => n with { Origin = Origin.None }).ToEquatableArray() };
        return nameless.ToString();
    }
}
