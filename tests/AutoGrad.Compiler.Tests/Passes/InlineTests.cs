namespace AutoGrad.Compiler.Tests.Passes;

public sealed class InlineTests
{
    [Fact]
    public void A_call_is_replaced_by_what_it_calls()
        => Rewrite.Assert(
            Inline.Run,
            """
            graph g {
              %0:f32[batch,3] = input {name="x"}
              %1:f32[3] = input {name="b"}
              %2:f32[batch,3] %2.1:f32[3] = call %0 %1 as "hidden" do "Layer" {
                %0:f32[batch,3] = input {name="input"} as "input"
                %1:f32[3] = input {name="bias"} as "bias"
                %2:f32[batch,3] = broadcast %1 {axes=[1], lengths=<batch,3>}
                %3:f32[batch,3] = add %0 %2 from "input + bias" #4
                %4:f32[3] = exp %1 as "scale"
                return %3 as "result", %4 as "other"
              }
              %3:f32[3] = negate %2.1
              return %2 as "result", %3 as "other"
            }
            """,
            """
            graph g {
              %0:f32[batch,3] = input {name="x"}
              %1:f32[3] = input {name="b"}
              %2:f32[batch,3] = broadcast %1 {axes=[1], lengths=<batch,3>}
              %3:f32[batch,3] = add %0 %2 as "hidden" from "input + bias" #4
              %4:f32[3] = exp %1 as "scale"
              %5:f32[3] = negate %4
              return %3 as "result", %5 as "other"
            }
            """);

    [Fact]
    public void Calls_within_calls_are_replaced_and_parameters_of_one_name_become_one()
        => Rewrite.Assert(
            g => EliminateCommonSubexpressions.Run(Inline.Run(g)),
            """
            graph g {
              %0:f32[3] = input {name="x"}
              %1:f32[3] = parameter {name="W"}
              %2:f32[3] = call %0 do "Outer" {
                %0:f32[3] = input {name="y"}
                %1:f32[3] = call %0 do "Inner" {
                  %0:f32[3] = input {name="z"}
                  %1:f32[3] = parameter {name="W"}
                  %2:f32[3] = multiply %0 %1
                  return %2 as "result"
                }
                %2:f32[3] = call %1 do "Inner" {
                  %0:f32[3] = input {name="z"}
                  %1:f32[3] = parameter {name="W"}
                  %2:f32[3] = multiply %0 %1
                  return %2 as "result"
                }
                return %2 as "result"
              }
              %3:f32[3] = add %1 %2
              return %3 as "result"
            }
            """,
            """
            graph g {
              %0:f32[3] = input {name="x"}
              %1:f32[3] = parameter {name="W"}
              %2:f32[3] = multiply %0 %1
              %3:f32[3] = multiply %2 %1
              %4:f32[3] = add %1 %3
              return %4 as "result"
            }
            """);

    [Fact]
    public void A_call_that_returns_its_argument_is_the_argument()
        => Rewrite.Assert(
            Inline.Run,
            "graph g { %0:f32[] = input {name=\"x\"} %1:f32[] = call %0 do \"Same\" { %0:f32[] = input {name=\"y\"} return %0 as \"r\" } return %1 as \"r\" }",
            "graph g { %0:f32[] = input {name=\"x\"} return %0 as \"r\" }");

    [Fact]
    public void Calls_in_loops_are_replaced_where_the_pass_runs_everywhere()
        => Rewrite.Assert(
            Everywhere.Of(Inline.Run),
            """
            graph g {
              %0:f32[] = input {name="x"}
              %1:f32[] = loop %0 {captured=[0], carried=[1], count=<n>} do "body" {
                %0:i32[] = input {name="t"}
                %1:f32[] = input {name="h"}
                %2:f32[] = call %1 do "Twice" {
                  %0:f32[] = input {name="y"}
                  %1:f32[] = loop %0 {captured=[0], carried=[1], count=<2>} do "inner" {
                    %0:i32[] = input {name="t"}
                    %1:f32[] = input {name="h"}
                    %2:f32[] = call %1 do "Sin" {
                      %0:f32[] = input {name="z"}
                      %1:f32[] = sin %0
                      return %1 as "r"
                    }
                    return %2 as "h"
                  }
                  return %1 as "r"
                }
                return %2 as "h"
              }
              return %1 as "result"
            }
            """,
            """
            graph g {
              %0:f32[] = input {name="x"}
              %1:f32[] = loop %0 {captured=[0], carried=[1], count=<n>} do "body" {
                %0:i32[] = input {name="t"}
                %1:f32[] = input {name="h"}
                %2:f32[] = loop %1 {captured=[0], carried=[1], count=<2>} do "inner" {
                  %0:i32[] = input {name="t"}
                  %1:f32[] = input {name="h"}
                  %2:f32[] = sin %1
                  return %2 as "h"
                }
                return %2 as "h"
              }
              return %1 as "result"
            }
            """);
}
