namespace AutoGrad.Compiler.Tests.Passes;

public sealed class HoistFromLoopsTests
{
    [Fact]
    public void A_product_of_rows_with_what_stays_is_one_product_before_the_loop_with_what_follows_it()
        => Rewrite.Assert(
            HoistFromLoops.Run,
            """
            %0:f32[steps,batch,3] = input {name="x"} as "x"
            %1:f32[3,4] = input {name="w"} as "w"
            %2:f32[4] = input {name="b"} as "b"
            %3:f32[batch,4] = input {name="start"}
            %4:f32[batch,4] = loop %1 %2 %3 %0 {captured=[2], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[3,4] = input {name="w"} as "w"
              %2:f32[4] = input {name="b"} as "b"
              %3:f32[batch,4] = input {name="h"} as "h"
              %4:f32[batch,3] = input {name="xRow"} as "xRow"
              %5:f32[batch,4] = matmul %4 %1 from "MatMul(At(x, t), w)"
              %6:f32[batch,4] = broadcast %2 {axes=[1], lengths=<batch,4>}
              %7:f32[batch,4] = add %5 %6
              %8:f32[batch,4] = add %7 %3
              return %8 as "h"
            }
            return %4 as "y"
            """,
            """
            %0:f32[steps,batch,3] = input {name="x"} as "x"
            %1:f32[3,4] = input {name="w"} as "w"
            %2:f32[4] = input {name="b"} as "b"
            %3:f32[batch,4] = input {name="start"}
            %4:f32[batch*steps,3] = reshape %0 {lengths=<batch*steps,3>}
            %5:f32[batch*steps,4] = matmul %4 %1 from "MatMul(At(x, t), w)"
            %6:f32[batch*steps,4] = broadcast %2 {axes=[1], lengths=<batch*steps,4>}
            %7:f32[batch*steps,4] = add %5 %6
            %8:f32[steps,batch,4] = reshape %7 {lengths=<steps,batch,4>}
            %9:f32[batch,4] = loop %1 %2 %3 %0 %8 {captured=[2], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[3,4] = input {name="w"} as "w"
              %2:f32[4] = input {name="b"} as "b"
              %3:f32[batch,4] = input {name="h"} as "h"
              %4:f32[batch,3] = input {name="xRow"} as "xRow"
              %5:f32[batch,4] = input {name="valueRow"} as "valueRow"
              %6:f32[batch,4] = add %5 %3
              return %6 as "h"
            }
            return %9 as "y"
            """);

    [Fact]
    public void What_stays_is_computed_once_and_transposed_once()
        => Rewrite.Assert(
            HoistFromLoops.Run,
            """
            %0:f32[4,4] = input {name="w"} as "w"
            %1:f32[batch,4] = input {name="start"}
            %2:f32[batch,4] = loop %0 %1 {captured=[1], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[4,4] = input {name="w"} as "w"
              %2:f32[batch,4] = input {name="h"} as "h"
              %3:f32[4,4] = exp %1 as "scale"
              %4:f32[batch,4] = matmul %2 %3
              %5:f32[batch,4] = matmul %4 %1 {transposeB=true}
              return %5 as "h"
            }
            return %2 as "y"
            """,
            """
            %0:f32[4,4] = input {name="w"} as "w"
            %1:f32[batch,4] = input {name="start"}
            %2:f32[4,4] = exp %0 as "scale"
            %3:f32[4,4] = transpose %0 {permutation=[1,0]} as "wTransposed"
            %4:f32[batch,4] = loop %0 %2 %3 %1 {captured=[3], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[4,4] = input {name="w"} as "w"
              %2:f32[4,4] = input {name="scale"} as "scale"
              %3:f32[4,4] = input {name="wTransposed"} as "wTransposed"
              %4:f32[batch,4] = input {name="h"} as "h"
              %5:f32[batch,4] = matmul %4 %2
              %6:f32[batch,4] = matmul %5 %3
              return %6 as "h"
            }
            return %4 as "y"
            """);

    // What may fail, depends on the state or the index, or is chosen by a condition.
    [Theory]
    [InlineData("%6:f32[batch,4] = matmul %4 %2 %7:f32[batch,4] = add %6 %5")]
    [InlineData("%6:f32[1,4] = slice %3 {axis=[0], start=<steps>, length=<1>} %7:f32[4] = reshape %6 {lengths=<4>} %8:f32[batch,4] = broadcast %7 {axes=[1], lengths=<batch,4>} %9:f32[batch,4] = add %8 %4")]
    [InlineData("%6:f32[4] = row %3 %0 %7:f32[batch,4] = broadcast %6 {axes=[1], lengths=<batch,4>} %8:f32[batch,4] = add %7 %4")]
    [InlineData("%6:f32[] = reduce_sum %4 {axes=[0,1]} %7:bool[] = greater %6 %1 %8:f32[batch,4] = cond %7 %2 %5 do \"then\" { %0:f32[4,4] = input {name=\"w\"} %1:f32[batch,4] = input {name=\"x\"} %2:f32[batch,4] = matmul %1 %0 return %2 as \"y\" } do \"otherwise\" { %0:f32[4,4] = input {name=\"w\"} %1:f32[batch,4] = input {name=\"x\"} return %1 as \"y\" }")]
    public void What_must_stay_stays(string body)
    {
        string last = body.Split(" do ")[0].Split('%').Last(part => part.Contains(" = ", StringComparison.Ordinal)).Split(':')[0];
        Rewrite.AssertUnchanged(
            HoistFromLoops.Run,
            $$"""
            %0:f32[] = input {name="limit"}
            %1:f32[4,4] = input {name="w"}
            %2:f32[4,4] = input {name="v"}
            %3:f32[batch,4] = input {name="start"}
            %4:f32[steps,batch,4] = input {name="x"}
            %5:f32[batch,4] = loop %0 %1 %2 %3 %4 {captured=[3], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[] = input {name="limit"}
              %2:f32[4,4] = input {name="w"}
              %3:f32[4,4] = input {name="v"}
              %4:f32[batch,4] = input {name="h"}
              %5:f32[batch,4] = input {name="xRow"}
              {{body}}
              return %{{last}} as "h"
            }
            return %5 as "y"
            """);
    }
}
