using AutoGrad.Compiler.Declarations;

namespace AutoGrad.Compiler.Tests.Passes;

/// <summary>A gradient that cannot be had is an error, never a zero.</summary>
public sealed class SilentZeroTests
{
    [Theory]
    [InlineData("only through stop_gradient", "%4:f64[2] = stop_gradient %1")]
    [InlineData("only through sign", "%4:f64[2] = sign %1")]
    [InlineData("only through a comparison", "%3:bool[2] = greater %1 %2 %4:f64[2] = select %3 %2 %2")]
    [InlineData("only through logic", "%3:bool[2] = less %1 %2 %4:bool[2] = not %3 %5:bool[2] = or %3 %4 %6:f64[2] = select %5 %2 %2")]
    [InlineData("not at all", "%4:f64[2] = exp %2")]
    [InlineData("only in what no result depends on", "%3:f64[2] = exp %1 %4:f64[2] = exp %2")]
    [InlineData("only through an int", "%3:f64[] = reduce_sum %1 {axes=[0]} %4:i32[] = convert %3 {element=\"i32\"} %5:f64[] = convert %4 {element=\"f64\"} %6:f64[2] = broadcast %5 {axes=[], lengths=<2>}")]
    [InlineData("only as the choice of a branch", """
        %3:f64[] = reduce_sum %1 {axes=[0]} %4:f64[] = reduce_sum %2 {axes=[0]} %5:bool[] = less %3 %4 %6:f64[2] = cond %5 %2
        do "then" { %0:f64[2] = input {name="x"} %1:f64[2] = sin %0 return %1 as "r" } do "else" { %0:f64[2] = input {name="x"} return %0 as "r" }
        """)]
    [InlineData("only as the end of a loop", """
        %3:f64[2] = while %1 %2 {captured=[1], symbol="steps"}
        do "condition" { %0:f64[2] = input {name="limit"} %1:f64[2] = input {name="h"} %2:f64[] = reduce_sum %0 {axes=[0]} %3:f64[] = reduce_sum %1 {axes=[0]} %4:bool[] = less %3 %2 return %4 as "c" }
        do "body" { %0:f64[2] = input {name="limit"} %1:f64[2] = input {name="h"} %2:f64[2] = exp %1 return %2 as "h" }
        """)]
    [InlineData("only into a loop that stops it", """
        %3:f64[2] = loop %1 %2 {captured=[1], carried=[1], count=<3>}
        do "body" { %0:i32[] = input {name="t"} %1:f64[2] = input {name="w"} %2:f64[2] = input {name="h"} %3:f64[2] = stop_gradient %1 %4:f64[2] = add %2 %3 return %4 as "h" }
        """)]
    public void A_parameter_that_does_not_reach_the_result_is_an_error(string how, string nodes)
    {
        Assert.NotEmpty(how);
        foreach (bool first in new[] { true, false })
        {
            Graph graph = Loss(nodes, first);
            var e = Assert.Throws<NotDifferentiableException>(() => Differentiate.Run(graph));
            Assert.Contains(first ? "no gradient flows from the result back to lost" : "the result depends on no parameter", e.Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_parameter_that_simplification_removed_is_an_error_all_the_same()
    {
        var declared = new ParameterDeclaration("lost", "public partial", [2], "Zeros", 1, PolicyDeclaration.None);
        foreach (string nodes in new[] { "%4:f64[2] = exp %2",
            "%3:f64[] = constant {value=0} %4:f64[2] = broadcast %3 {axes=[], lengths=<2>} %5:f64[2] = pow %1 %4" })
        {
            var e = Assert.Throws<NotDifferentiableException>(() => Pipeline.Training(Loss(nodes, true),
                [declared, declared with { Name = "used" }]));
            Assert.Contains("lost", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_exception_names_the_expression()
    {
        Graph graph = Rewrite.Parse("%0:f64[] = parameter {name=\"w\"} #7 %1:f64[] = parameter {name=\"v\"} #8 %2:f64[] = exp %1 return %2 as \"result\"");
        Assert.Equal(7, Assert.Throws<NotDifferentiableException>(() => Differentiate.Run(graph)).Ordinal);
    }

    [Theory]
    [InlineData("call", "%1:f64[2] = call %0 #5 do \"Sin\" { %0:f64[2] = input {name=\"x\"} %1:f64[2] = sin %0 return %1 as \"r\" } %2:f64[] = reduce_sum %1 {axes=[0]}")]
    [InlineData("fused", "%1:f64[2] = fused %0 #5 do \"Sin\" { %0:f64[2] = input {name=\"x\"} %1:f64[2] = sin %0 return %1 as \"r\" } %2:f64[] = reduce_sum %1 {axes=[0]}")]
    [InlineData("sum_of_squares", "%1:f64[] = sum_of_squares %0 {axes=[0]} #5 %2:f64[] = negate %1")]
    [InlineData("copy", "%1:f64[2] = copy %0 #5 %2:f64[] = reduce_sum %1 {axes=[0]}")]
    [InlineData("vjp", "%1:f64[] %1.1:f64[2] = vjp %0 {wanted=[0]} #5 do \"F\" { %0:f64[2] = input {name=\"x\"} %1:f64[] = reduce_sum %0 {axes=[0]} return %1 as \"r\" } %2:f64[] = negate %1")]
    [InlineData("jvp", "%1:f64[] %1.1:f64[] = jvp %0 %0 {wanted=[0]} #5 do \"F\" { %0:f64[2] = input {name=\"x\"} %1:f64[] = reduce_sum %0 {axes=[0]} return %1 as \"r\" } %2:f64[] = negate %1")]
    public void An_operation_without_a_rule_is_an_error_at_its_expression(string op, string nodes)
    {
        Graph graph = Rewrite.Parse($"%0:f64[2] = parameter {{name=\"w\"}} {nodes} %3:f64[] = reduce_sum %0 {{axes=[0]}} %4:f64[] = add %2 %3 return %4 as \"result\"");
        var e = Assert.Throws<NotDifferentiableException>(() => Differentiate.Run(graph));
        Assert.Contains(op, e.Message, StringComparison.Ordinal);
        Assert.Equal(5, e.Ordinal);
    }

    // Nothing that varies goes into random numbers.
    [Fact]
    public void Every_operation_without_a_rule_is_among_these()
        => Assert.Equal(["call", "copy", "fused", "jvp", "sum_of_squares", "uniform", "vjp"], OpTable.All.Where(op => !op.IsDifferentiable).Select(op => op.Name).Order());

    // %0 is a parameter that reaches the loss or a constant, %1 the one that may not, %2 a constant; what is added is the last node.
    private static Graph Loss(string nodes, bool hasOther)
    {
        string other = hasOther ? "parameter {name=\"used\"}" : "input {name=\"used\"}";
        Graph graph = Rewrite.Parse($"%0:f64[2] = {other} %1:f64[2] = parameter {{name=\"lost\"}} %2:f64[2] = input {{name=\"x\"}} {Renumber(nodes)} return %0 as \"r\"");
        var builder = new GraphBuilder("g");
        Value[] inputs = [.. graph.Inputs.Select(v => builder.Input(graph.Nodes[v.Node].Text("name"), graph.TypeOf(v)))];
        Graph withLast = graph with { Outputs = [new GraphOutput("used", new Value(0)),
            new GraphOutput("last", new Value(graph.Nodes.Count - 1))] };
        EquatableArray<Value> values = builder.Splice(withLast, inputs);
        builder.Output("result", (new Expr(builder, values[0]) * new Expr(builder, values[1])).Sum([0]).Value);
        return builder.Build();
    }

    // The snippets leave %3 out where they do not need it.
    private static string Renumber(string nodes) => nodes.StartsWith("%4", StringComparison.Ordinal)
        ? nodes.Replace("%4", "%3", StringComparison.Ordinal) : nodes;
}
