namespace AutoGrad.Compiler.Tests.Passes;

public sealed class InferShapesTests
{
    private const string Text = """
        graph g {
          %0:f32[batch,3] = input {name="x"}
          %1:i32[batch] = input {name="labels"}
          %2:f32[batch,3] = parameter {name="w"}
          %3:f32[batch,3] = multiply %0 %2
          %4:f32[] %4.1:f32[batch,3] = softmax_cross_entropy %3 %1
          %5:f32[] = loop %4 {captured=[0], carried=[1], count=<n>} do "body" {
            %0:i32[] = input {name="t"}
            %1:f32[] = input {name="h"}
            %2:f32[] = convert %0 {element="f32"}
            %3:f32[] = constant {value=2}
            %4:f32[] = multiply %2 %3
            %5:f32[] = add %4 %1
            return %5 as "h"
          }
          return %5 as "result"
        }
        """;

    [Fact]
    public void Another_precision_reaches_every_number_and_no_label()
        => Rewrite.Assert(g => InferShapes.WithElement(g, ElementType.F64), Text, Text.Replace("f32", "f64", StringComparison.Ordinal));

    [Fact]
    public void A_length_that_does_not_fit_is_an_error()
    {
        static TensorType Bound(TensorType type) => type.Shape.Rank == 2 ? type with { Shape = new Shape([5, 3]) } : type;
        Assert.Throws<ShapeException>(() => InferShapes.Run(GraphParser.Parse(Text), Bound));
    }
}
