namespace AutoGrad.Compiler.Tests.IR;

public sealed class GraphVerifierTests
{
    private const string Valid = """
        graph g {
          %0:f32[batch,3] = input {name="x"}
          %1:f32[batch,3] = parameter {name="w"}
          %2:f32[batch,3] = multiply %0 %1
          %3:f32[] = reduce_sum %2 {axes=[0,1]}
          %4:f32[] = loop %3 {captured=[0], carried=[1], count=<batch>} do "body" {
            %0:i32[] = input {name="t"}
            %1:f32[] = input {name="h"}
            %2:f32[] = tanh %1
            return %2 as "h"
          }
          return %4 as "result", %2 as "scaled"
        }
        """;

    [Fact]
    public void A_valid_graph_is_returned()
    {
        Graph graph = GraphParser.Parse(Valid);
        Assert.Same(graph, GraphVerifier.Verify(graph, OpTable.Find));
    }

    [Theory]
    [InlineData("%2:f32[batch,3] = multiply %0 %1", "%2:f32[batch,3] = multiply %0 %2", "%2: operand %2 does not come before its use")]
    [InlineData("%2:f32[batch,3] = multiply %0 %1", "%2:f32[batch,3] = multiply %0 %4", "%2: operand %4 does not come before its use")]
    [InlineData("%2:f32[batch,3] = multiply %0 %1", "%2:f32[batch,3] = multiply %0 %1.1", "%2: operand %1.1 does not come before its use")]
    [InlineData("= multiply", "= conjure", "unknown operation 'conjure'")]
    [InlineData("%2:f32[batch,3] = multiply", "%2:f32[batch,4] = multiply", "%2: multiply has type f32[batch,4] but infers f32[batch,3]")]
    [InlineData("%3:f32[] = reduce_sum", "%3:f64[] = reduce_sum", "infers f32[]")]
    [InlineData("%3:f32[] = reduce_sum", "%3:f32[] %3.1:f32[] = reduce_sum", "infers f32[]")]
    [InlineData("axes=[0,1]", "axes=[0,2]", "axes [0, 2] do not exist in [batch, 3]")]
    [InlineData("axes=[0,1]", "axes=[0,0]", "axes [0, 0] do not exist in [batch, 3]")]
    [InlineData("axes=[0,1]", "axes=[0,1], axes=[1]", "two attributes have one name")]
    [InlineData("parameter {name=\"w\"}", "parameter", "has no name")]
    [InlineData("%1:f32[batch,3] = parameter", "%1:f32[3] = parameter", "[batch, 3] and [3] differ")]
    [InlineData("%4 as \"result\", %2 as \"scaled\"", "%5 as \"result\"", "output 'result' names %5, which does not exist")]
    [InlineData("%4 as \"result\", %2 as \"scaled\"", "%4.1 as \"result\"", "output 'result' names %4.1, which does not exist")]
    [InlineData("%2 as \"scaled\"", "%2 as \"result\"", "two outputs have one name")]
    [InlineData("= tanh %1", "= tanh %0", "graph body: %2: tanh has type f32[] but infers i32[]")]
    [InlineData("return %2 as \"h\"", "return %3 as \"h\"", "graph body: output 'h' names %3, which does not exist")]
    [InlineData("return %2 as \"h\"", "return %0 as \"h\"", "a carried value must keep its type")]
    [InlineData("%2:f32[] = tanh %1", "%2:f32[] = parameter {name=\"hidden\"}", "a region sees nothing but its inputs")]
    [InlineData("carried=[1], count", "count", "loop")]
    [InlineData(", count=<batch>", "", "loop")]
    [InlineData("carried=[1]", "carried=[7]", "loop")]
    [InlineData("carried=[1]", "carried=[-1]", "loop")]
    [InlineData("multiply %0 %1", "multiply %0", "takes 2 operands, not 1")]
    [InlineData("multiply %0 %1", "multiply %0 %1 %1", "takes 2 operands, not 3")]
    [InlineData("multiply %0 %1", "matmul %0", "matmul")]
    [InlineData("= multiply %0 %1", "= matmul %0 %1", "inner lengths 3 and batch")]
    public void A_violation_is_named(string valid, string broken, string message)
    {
        Assert.Contains(valid, Valid, StringComparison.Ordinal);
        Graph graph = GraphParser.Parse(Valid.Replace(valid, broken, StringComparison.Ordinal));
        var e = Assert.Throws<GraphInvalidException>(() => GraphVerifier.Verify(graph, OpTable.Find));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_operation_refuses_nodes_that_lack_what_it_needs()
    {
        TensorType scalar = new(ElementType.F32, Shape.Scalar), matrix = new(ElementType.F32, new Shape([2, 2]));
        var leaf = new Node("input", [], [NodeAttribute.Text("name", "x")], [], [matrix], Origin.None);
        foreach (DifferentiableOp op in OpTable.All)
        {
            for (int operands = 0; operands < 5; operands++)
            {
                // With a result whose type no rule gives: whatever the node is, it is wrong.
                var node = new Node(op.Name, Enumerable.Repeat(new Value(0), operands).ToEquatableArray(), [], [],
                    [scalar, matrix, scalar, matrix], Origin.None);
                Assert.Throws<GraphInvalidException>(() => GraphVerifier.Verify(new Graph("g", [leaf, node], []), OpTable.Find));
            }
        }
    }

    [Theory]
    [InlineData("{differentiable=[0]}", "%2 as \"dX\"", true)]
    [InlineData("{differentiable=[0,1]}", "%2 as \"dX\", %3 as \"dY\"", true)]
    [InlineData("{differentiable=[1]}", "%2 as \"dX\"", false)]
    [InlineData("{differentiable=[0]}", "%2 as \"dX\", %3 as \"dY\"", false)]
    [InlineData("{differentiable=[2]}", "%2 as \"dX\"", false)]
    [InlineData("{differentiable=[-1]}", "%2 as \"dX\"", false)]
    [InlineData("", "%2 as \"dX\"", false)]
    public void A_derivative_of_its_own_gives_what_its_call_says(string attributes, string outputs, bool isValid)
    {
        Graph graph = GraphParser.Parse($$"""
            graph g {
              %0:f32[3] = input {name="x"}
              %1:f32[] = input {name="y"}
              %2:f32[3] = call %0 %1 {{attributes}} do "Same" {
                %0:f32[3] = input {name="x"}
                %1:f32[] = input {name="y"}
                return %0 as "r"
              } do "SameGradient" {
                %0:f32[3] = input {name="x"}
                %1:f32[] = input {name="y"}
                %2:f32[3] = input {name="cotangent"}
                %3:f32[] = constant {value=0}
                return {{outputs}}
              }
              return %2 as "r"
            }
            """);
        Assert.Equal(isValid, Record.Exception(() => GraphVerifier.Verify(graph, OpTable.Find)) is not GraphInvalidException);
    }

    [Fact]
    public void A_node_without_results_is_refused()
    {
        var node = new Node("loop", [], [NodeAttribute.Dims("count", [2])],
            [new Graph("body", [new Node("input", [], [NodeAttribute.Text("name", "t")], [], [new(ElementType.I32, Shape.Scalar)],
            Origin.None)], [])], [], Origin.None);
        Assert.Throws<GraphInvalidException>(() => GraphVerifier.Verify(new Graph("g", [node], []), OpTable.Find));
    }

    [Theory]
    [InlineData("%2:f32[2,2] = matmul %0 %1")]
    [InlineData("%2:f32[4,2] = concat %0 %1 {axis=[0]}")]
    [InlineData("%2:f32[2,2] = softmax %0 {axes=[2]}")]
    [InlineData("%2:f32[2,2] = softmax %0 {axes=[]}")]
    [InlineData("%2:f32[2,2] = log_softmax %0 {axes=[-1]}")]
    [InlineData("%2:f32[2,2] = pad %0 {axis=[2], before=<0>, after=<0>}")]
    [InlineData("%2:f32[2,2] = pad %0 {axis=[-1], before=<0>, after=<0>}")]
    [InlineData("%2:f32[2,2] = slice %0 {axis=[2], start=<0>, length=<2>}")]
    [InlineData("%2:f32[2,3] = slice %0 {axis=[1], start=<0>, length=<3>}")]
    [InlineData("%2:f32[2,1] = slice %0 {axis=[1], start=<-1>, length=<1>}")]
    [InlineData("%2:f32[2,2] = transpose %0 {permutation=[0,0]}")]
    [InlineData("%2:f32[2,2] = transpose %0 {permutation=[0]}")]
    [InlineData("%2:f32[3] = reshape %0 {lengths=<3>}")]
    [InlineData("%2:f32[2,2,2] = broadcast %0 {axes=[1,0], lengths=<2,2,2>}")]
    [InlineData("%2:f32[2,2,2] = broadcast %0 {axes=[0,3], lengths=<2,2,2>}")]
    [InlineData("%2:f32[2,3] = broadcast %0 {axes=[0,1], lengths=<2,3>}")]
    [InlineData("%2:f32[2,2] = add %0 %1")]
    [InlineData("%2:f32[2,2] = select %0 %0 %0")]
    [InlineData("%2:bool[2,2] = and %0 %0")]
    [InlineData("%2:f32[] %2.1:f32[2,2] = softmax_cross_entropy %0 %0")]
    [InlineData("%2:f32[2] = row %0 %1")]
    [InlineData("%2:f32[2,2,2] = row_gradient %0 %1 {rows=<2>}")]
    [InlineData("%2:i32[2,2] = convert %0 {element=\"i32\"}")]
    [InlineData("%2:f32[3] = constant {value=1}")]
    [InlineData("%2:f32[] = constant")]
    [InlineData("%2:f32[] = dimension")]
    [InlineData("%2:f32[] = constant %0 {value=1}")]
    public void What_does_not_fit_is_refused(string node)
    {
        Graph graph = GraphParser.Parse($"graph g {{ %0:f32[2,2] = input {{name=\"x\"}} %1:f64[2,2] = input {{name=\"y\"}} {node} return %2 as \"r\" }}");
        Assert.Throws<GraphInvalidException>(() => GraphVerifier.Verify(graph, OpTable.Find));
    }
}
