namespace AutoGrad.Compiler.Tests.Passes;

public sealed class EliminationTests
{
    [Fact]
    public void Equal_nodes_are_computed_once_in_whatever_order_their_operands_stand()
        => Rewrite.Assert(
            EliminateCommonSubexpressions.Run,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[3] = input {name="y"}
            %2:f32[3] = add %0 %1
            %3:f32[3] = add %1 %0 as "sum"
            %4:f32[3] = multiply %2 %3
            return %4 as "r"
            """,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[3] = input {name="y"}
            %2:f32[3] = add %0 %1 as "sum"
            %3:f32[3] = multiply %2 %2
            return %3 as "r"
            """);

    [Theory]
    [InlineData("subtract %0 %1", "subtract %1 %0")]
    [InlineData("divide %0 %1", "divide %1 %0")]
    [InlineData("pow %0 %1", "pow %1 %0")]
    [InlineData("slice %0 {axis=[0], start=<0>, length=<3>}", "slice %0 {axis=[0], start=<1>, length=<3>}")]
    public void Different_nodes_stay(string first, string second)
    {
        string length = first.StartsWith("slice", StringComparison.Ordinal) ? "4" : "3";
        Rewrite.AssertUnchanged(
            EliminateCommonSubexpressions.Run,
            $"%0:f32[{length}] = input {{name=\"x\"}} %1:f32[{length}] = input {{name=\"y\"}} %2:f32[3] = {first} %3:f32[3] = {second} %4:f32[3] = add %2 %3 return %4 as \"r\"");
    }

    [Theory]
    [InlineData("add")]
    [InlineData("multiply")]
    [InlineData("maximum")]
    [InlineData("minimum")]
    public void Operations_that_are_taken_as_commutative_are(string op)
    {
        Graph graph = Rewrite.Parse($"%0:f32[3] = input {{name=\"x\"}} %1:f32[3] = input {{name=\"y\"}} %2:f32[3] = {op} %0 %1 %3:f32[3] = {op} %1 %0 return %2 as \"a\", %3 as \"b\"");
        Graph once = EliminateCommonSubexpressions.Run(graph);
        Assert.Equal(3, once.Nodes.Count);
        Rewrite.AssertSameValues(graph, once);
    }

    [Fact]
    public void Several_results_and_regions_are_compared_too()
    {
        const string Loop = "loop %0 {captured=[0], carried=[1], count=<2>} do \"body\" { %0:i32[] = input {name=\"t\"} %1:f32[] = input {name=\"h\"} %2:f32[] = sin %1 return %2 as \"h\", %1 as \"old\" }";
        Graph graph = Rewrite.Parse($"%0:f32[] = input {{name=\"x\"}} %1:f32[] %1.1:f32[2] = {Loop} %2:f32[] %2.1:f32[2] = {Loop} %3:f32[] %3.1:f32[2] = {Loop.Replace("sin", "cos", StringComparison.Ordinal)} %4:f32[2] = add %1.1 %2.1 %5:f32[2] = add %4 %3.1 return %5 as \"r\"");
        Graph once = EliminateCommonSubexpressions.Run(graph);
        Assert.Equal(2, once.Find("loop").Count());
        Rewrite.AssertSameValues(graph, once);
    }

    [Fact]
    public void Inputs_of_one_name_stay_two_and_parameters_become_one()
        => Rewrite.Assert(
            EliminateCommonSubexpressions.Run,
            "%0:f32[] = input {name=\"x\"} %1:f32[] = input {name=\"x\"} %2:f32[] = parameter {name=\"w\"} %3:f32[] = parameter {name=\"w\"} %4:f32[] = add %0 %1 %5:f32[] = add %2 %3 %6:f32[] = add %4 %5 return %6 as \"r\"",
            "%0:f32[] = input {name=\"x\"} %1:f32[] = input {name=\"x\"} %2:f32[] = parameter {name=\"w\"} %3:f32[] = add %0 %1 %4:f32[] = add %2 %2 %5:f32[] = add %3 %4 return %5 as \"r\"");

    [Fact]
    public void Zero_and_negative_zero_stay_two()
        => Rewrite.AssertUnchanged(
            EliminateCommonSubexpressions.Run,
            "%0:f64[] = input {name=\"x\"} %1:f64[] = constant {value=0} %2:f64[] = constant {value=-0} %3:f64[] = divide %0 %1 %4:f64[] = divide %0 %2 %5:f64[] = subtract %3 %4 return %5 as \"r\"");

    [Fact]
    public void What_no_result_depends_on_goes_and_inputs_stay()
        => Rewrite.Assert(
            EliminateDeadCode.Run,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[3] = input {name="unused"}
            %2:f32[3] = parameter {name="W"}
            %3:f32[3] = exp %0
            %4:f32[3] = multiply %3 %2
            %5:f32[3] = sin %3
            return %5 as "r"
            """,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[3] = input {name="unused"}
            %2:f32[3] = exp %0
            %3:f32[3] = sin %2
            return %3 as "r"
            """);
}
