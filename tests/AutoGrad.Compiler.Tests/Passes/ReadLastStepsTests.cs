namespace AutoGrad.Compiler.Tests.Passes;

public sealed class ReadLastStepsTests
{
    [Fact]
    public void The_last_row_of_a_stack_is_what_the_loop_carries_last()
        => Rewrite.Assert(
            ReadLastSteps.Run,
            """
            %0:f32[steps,4] = input {name="x"}
            %1:f32[4] = input {name="h"}
            %2:f32[4] %2.1:f32[steps,4] = loop %1 %0 {captured=[0], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[4] = input {name="h"}
              %2:f32[4] = input {name="xRow"}
              %3:f32[4] = add %1 %2
              return %3 as "h", %3 as "rows"
            }
            %3:f32[1,4] = slice %2.1 {axis=[0], start=<steps-1>, length=<1>}
            return %3 as "y"
            """,
            """
            %0:f32[steps,4] = input {name="x"}
            %1:f32[4] = input {name="h"}
            %2:f32[4] = loop %1 %0 {captured=[0], carried=[1], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[4] = input {name="h"}
              %2:f32[4] = input {name="xRow"}
              %3:f32[4] = add %1 %2
              return %3 as "h"
            }
            %3:f32[1,4] = reshape %2 {lengths=<1,4>}
            return %3 as "y"
            """);

    [Theory]
    [InlineData("", "0")]
    [InlineData(", reverse=true", "steps-1")]
    public void Another_row_needs_the_stack(string direction, string row)
    {
        string text = $$"""
            %0:f32[steps,4] = input {name="x"}
            %1:f32[4] = input {name="h"}
            %2:f32[4] %2.1:f32[steps,4] = loop %1 %0 {captured=[0], carried=[1], count=<steps>{{direction}}} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[4] = input {name="h"}
              %2:f32[4] = input {name="xRow"}
              %3:f32[4] = add %1 %2
              return %3 as "h", %3 as "rows"
            }
            %3:f32[1,4] = slice %2.1 {axis=[0], start=<{{row}}>, length=<1>}
            return %3 as "y"
            """;
        Rewrite.Assert(ReadLastSteps.Run, text, text);
    }
}
