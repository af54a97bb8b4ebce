namespace AutoGrad.Compiler.Tests.Passes;

public sealed class PruneLoopsTests
{
    [Fact]
    public void What_nothing_needs_goes_and_what_another_value_needs_stays()
        => Rewrite.Assert(
            PruneLoops.Run,
            """
            %0:f32[steps,4] = input {name="x"}
            %1:f32[4] = input {name="w"}
            %2:f32[4] = input {name="a"}
            %3:f32[4] %3.1:f32[4] %3.2:f32[4] %3.3:f32[steps,4] = loop %1 %2 %2 %2 %0 {captured=[1], carried=[3], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[4] = input {name="w"}
              %2:f32[4] = input {name="a"}
              %3:f32[4] = input {name="b"}
              %4:f32[4] = input {name="c"}
              %5:f32[4] = input {name="xRow"}
              %6:f32[4] = add %2 %3
              %7:f32[4] = sin %3
              %8:f32[4] = multiply %4 %1
              return %6 as "a", %7 as "b", %8 as "c", %5 as "rows"
            }
            return %3 as "y"
            """,
            """
            %0:f32[steps,4] = input {name="x"}
            %1:f32[4] = input {name="w"}
            %2:f32[4] = input {name="a"}
            %3:f32[4] %3.1:f32[4] = loop %2 %2 {captured=[0], carried=[2], count=<steps>} do "body" {
              %0:i32[] = input {name="t"}
              %1:f32[4] = input {name="a"}
              %2:f32[4] = input {name="b"}
              %3:f32[4] = add %1 %2
              %4:f32[4] = sin %2
              return %3 as "a", %4 as "b"
            }
            return %3 as "y"
            """);
}
