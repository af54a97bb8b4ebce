namespace AutoGrad.Compiler.Tests.Passes;

public sealed class SimplifyChoicesTests
{
    [Theory]
    [InlineData("greater %0 %1", 0)]
    [InlineData("greater_equal %0 %1", 0)]
    [InlineData("less %0 %1", 1)]
    [InlineData("less_equal %0 %1", 1)]
    [InlineData("equal %0 %1", 0)]
    [InlineData("not_equal %0 %1", 1)]
    [InlineData("equal %0 %0", 1)]
    [InlineData("less %0 %0", 0)]
    [InlineData("less_equal %0 %0", 1)]
    public void Comparisons_of_constants_are_decided(string expression, int truth)
        => Rewrite.Assert(
            Simplify.Run,
            $"%0:i32[] = constant {{value=2}} %1:i32[] = constant {{value=3}} %2:bool[] = {expression} return %2 as \"y\"",
            $"%0:bool[] = constant {{value={truth}}} return %0 as \"y\"");

    [Theory]
    [InlineData("and", 0, "constant")]
    [InlineData("and", 1, "input")]
    [InlineData("or", 0, "input")]
    [InlineData("or", 1, "constant")]
    public void A_known_truth_value_decides_a_connective_or_drops_out(string op, int truth, string remains)
    {
        foreach (string operands in (string[])["%0 %1", "%1 %0"])
        {
            Rewrite.Assert(
                Simplify.Run,
                $"%0:bool[] = input {{name=\"x\"}} %1:bool[] = constant {{value={truth}}} %2:bool[] = {op} {operands} return %2 as \"y\"",
                remains == "input" ? "%0:bool[] = input {name=\"x\"} return %0 as \"y\"" : $"%0:bool[] = input {{name=\"x\"}} %1:bool[] = constant {{value={truth}}} return %1 as \"y\"");
        }
    }

    [Theory]
    [InlineData(1, "exp")]
    [InlineData(0, "negate")]
    public void A_branch_that_is_known_takes_the_place_of_the_choice(int truth, string taken)
        => Rewrite.Assert(
            Simplify.Run,
            $$"""
            %0:f32[3] = input {name="x"}
            %1:bool[] = constant {value={{truth}}}
            %2:f32[3] = cond %1 %0 do "then" {
              %0:f32[3] = input {name="x"}
              %1:f32[3] = exp %0
              return %1 as "y"
            } do "else" {
              %0:f32[3] = input {name="x"}
              %1:f32[3] = negate %0
              return %1 as "y"
            }
            return %2 as "y"
            """,
            $"%0:f32[3] = input {{name=\"x\"}} %1:f32[3] = {taken} %0 as \"y\" return %1 as \"y\"");

    [Fact]
    public void A_number_that_is_chosen_by_a_known_truth_value_is_one_of_two()
        => Rewrite.Assert(
            Simplify.Run,
            "%0:f32[] = input {name=\"x\"} %1:f32[] = input {name=\"z\"} %2:bool[] = constant {value=0} %3:f32[] = select %2 %0 %1 return %3 as \"y\"",
            "%0:f32[] = input {name=\"x\"} %1:f32[] = input {name=\"z\"} return %1 as \"y\"");
}
