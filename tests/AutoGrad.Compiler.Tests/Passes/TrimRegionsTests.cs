namespace AutoGrad.Compiler.Tests.Passes;

public sealed class TrimRegionsTests
{
    [Fact]
    public void A_choice_takes_constants_for_what_they_are_and_gives_what_is_read()
        => Rewrite.Assert(
            TrimRegions.Run,
            """
            %0:bool[] = input {name="c"}
            %1:f64[] = input {name="x"}
            %2:f64[] = input {name="y"}
            %3:f64[] = constant {value=1}
            %4:f64[] %4.1:f64[] = cond %0 %1 %3 %1 %2 do "then" {
              %0:f64[] = input {name="x"}
              %1:f64[] = input {name="one"}
              %2:f64[] = input {name="again"}
              %3:f64[] = input {name="y"}
              %4:f64[] = multiply %2 %1
              %5:f64[] = add %4 %0
              %6:f64[] = exp %3
              return %5 as "a", %6 as "b"
            } do "else" {
              %0:f64[] = input {name="x"}
              %1:f64[] = input {name="one"}
              %2:f64[] = input {name="again"}
              %3:f64[] = input {name="y"}
              return %1 as "a", %3 as "b"
            }
            return %4 as "r"
            """,
            """
            %0:bool[] = input {name="c"}
            %1:f64[] = input {name="x"}
            %2:f64[] = input {name="y"}
            %3:f64[] = constant {value=1}
            %4:f64[] = cond %0 %1 do "then" {
              %0:f64[] = input {name="x"}
              %1:f64[] = constant {value=1}
              %2:f64[] = multiply %0 %1
              %3:f64[] = add %2 %0
              return %3 as "a"
            } do "else" {
              %0:f64[] = input {name="x"}
              %1:f64[] = constant {value=1}
              return %1 as "a"
            }
            return %4 as "r"
            """);

    [Fact]
    public void A_loop_keeps_what_it_carries_and_stacks_what_is_read()
        => Rewrite.Assert(
            TrimRegions.Run,
            """
            %0:f64[] = input {name="x"}
            %1:f64[] = input {name="y"}
            %2:f64[] %2.1:f64[n] = loop %1 %0 {captured=[1], carried=[1], count=<n>} do "body" {
              %0:i32[] = input {name="i"}
              %1:f64[] = input {name="y"}
              %2:f64[] = input {name="x"}
              %3:f64[] = sin %2
              %4:f64[] = exp %1
              return %3 as "x", %4 as "saved"
            }
            return %2 as "r"
            """,
            """
            %0:f64[] = input {name="x"}
            %1:f64[] = input {name="y"}
            %2:f64[] = loop %0 {captured=[0], carried=[1], count=<n>} do "body" {
              %0:i32[] = input {name="i"}
              %1:f64[] = input {name="x"}
              %2:f64[] = sin %1
              return %2 as "x"
            }
            return %2 as "r"
            """);
}
