namespace AutoGrad.Compiler.Tests.Passes;

public sealed class SinkFromLoopsTests
{
    [Fact]
    public void Sums_of_products_and_of_rows_follow_the_loop_as_one_of_all_rows()
        => Rewrite.Assert(
            SinkFromLoops.Run,
            """
            %0:f32[steps,batch,3] = input {name="x"}
            %1:f32[batch,4] = input {name="start"}
            %2:f32[3,4] = input {name="w"}
            %3:f32[4] = input {name="b"}
            %4:f32[batch,4] %4.1:f32[3,4] %4.2:f32[4] = loop %1 %2 %3 %0 {captured=[0], carried=[3], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[batch,4] = input {name="g"} as "g"
              %2:f32[3,4] = input {name="dW"} as "dW"
              %3:f32[4] = input {name="dB"} as "dB"
              %4:f32[batch,3] = input {name="xRow"} as "xRow"
              %5:f32[batch,4] = tanh %1 as "dz"
              %6:f32[3,4] = matmul %4 %5 {transposeA=true}
              %7:f32[3,4] = add %2 %6
              %8:f32[4] = reduce_sum %5 {axes=[0]}
              %9:f32[4] = add %8 %3
              return %5 as "g", %7 as "dW", %9 as "dB"
            }
            return %4 as "y", %4.1 as "dW", %4.2 as "dB"
            """,
            """
            %0:f32[steps,batch,3] = input {name="x"}
            %1:f32[batch,4] = input {name="start"}
            %2:f32[3,4] = input {name="w"}
            %3:f32[4] = input {name="b"}
            %4:f32[batch,4] %4.1:f32[steps,batch,4] = loop %1 %0 {captured=[0], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[batch,4] = input {name="g"} as "g"
              %2:f32[batch,3] = input {name="xRow"} as "xRow"
              %3:f32[batch,4] = tanh %1 as "dz"
              return %3 as "g", %3 as "dz.3"
            }
            %5:f32[batch*steps,3] = reshape %0 {lengths=<batch*steps,3>}
            %6:f32[batch*steps,4] = reshape %4.1 {lengths=<batch*steps,4>}
            %7:f32[3,4] = matmul %5 %6 {transposeA=true} as "dW"
            %8:f32[3,4] = add %2 %7
            %9:f32[4] = reduce_sum %4.1 {axes=[0,1]} as "dB"
            %10:f32[4] = add %3 %9
            return %4 as "y", %8 as "dW", %10 as "dB"
            """);

    [Fact]
    public void Sums_of_numbers_and_of_rows_as_they_are_stay()
        => Rewrite.AssertUnchanged(
            SinkFromLoops.Run,
            """
            %0:f32[steps,4] = input {name="x"}
            %1:f32[4] = input {name="b"}
            %2:f32[] = input {name="s"}
            %3:f32[4] %3.1:f32[] = loop %1 %2 %0 {captured=[0], carried=[2], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[4] = input {name="sum"} as "sum"
              %2:f32[] = input {name="total"} as "total"
              %3:f32[4] = input {name="xRow"} as "xRow"
              %4:f32[4] = add %1 %3
              %5:f32[] = reduce_sum %3 {axes=[0]}
              %6:f32[] = add %2 %5
              return %4 as "sum", %6 as "total"
            }
            return %3 as "y", %3.1 as "z"
            """);

    // A sum that an iteration reads, one that is doubled, and a product.
    [Theory]
    [InlineData("%6:f32[4,4] = matmul %4 %5 {transposeA=true} %7:f32[4,4] = add %2 %6 %8:f32[batch,4] = matmul %4 %7", 8, 7)]
    [InlineData("%6:f32[4,4] = matmul %4 %5 {transposeA=true} %7:f32[4,4] = add %2 %2 %8:f32[4,4] = add %7 %6", 5, 8)]
    [InlineData("%6:f32[4,4] = matmul %4 %5 {transposeA=true} %7:f32[4,4] = multiply %2 %6", 5, 7)]
    public void What_is_more_than_a_sum_stays(string body, int state, int sum)
        => Rewrite.AssertUnchanged(
            SinkFromLoops.Run,
            $$"""
            %0:f32[batch,4] = input {name="start"}
            %1:f32[4,4] = input {name="w"}
            %2:f32[steps,batch,4] = input {name="x"}
            %3:f32[batch,4] %3.1:f32[4,4] = loop %0 %1 %2 {captured=[0], carried=[2], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[batch,4] = input {name="h"}
              %2:f32[4,4] = input {name="w"}
              %3:f32[batch,4] = input {name="xRow"}
              %4:f32[batch,4] = sin %1
              %5:f32[batch,4] = tanh %3
              {{body}}
              return %{{state}} as "h", %{{sum}} as "w"
            }
            return %3 as "y", %3.1 as "z"
            """);
}
