namespace AutoGrad.Compiler.Tests.Passes;

public sealed class SimplifyArithmeticTests
{
    [Theory]
    [InlineData("negate %0", "-1.5")]
    [InlineData("add %0 %1", "5.5")]
    [InlineData("subtract %0 %1", "-2.5")]
    [InlineData("multiply %0 %1", "6")]
    [InlineData("divide %0 %1", "0.375")]
    public void Arithmetic_of_constants_is_done(string expression, string constant)
        => Rewrite.Assert(
            Simplify.Run,
            $"%0:f64[] = constant {{value=1.5}} %1:f64[] = constant {{value=4}} %2:f64[] = {expression} return %2 as \"y\"",
            $"%0:f64[] = constant {{value={constant}}} return %0 as \"y\"");

    [Theory]
    [InlineData("add", 0, true, true)]
    [InlineData("subtract", 0, false, true)]
    [InlineData("multiply", 1, true, true)]
    [InlineData("divide", 1, false, true)]
    [InlineData("add", 1, false, false)]
    [InlineData("multiply", 0, false, false)]
    [InlineData("divide", 0, false, false)]
    public void Neutral_numbers_go_and_others_stay(string op, int number, bool onTheLeft, bool onTheRight)
    {
        string Before(string left, string right) => $$"""
            %0:f32[batch,3] = input {name="x"}
            %1:f32[] = constant {value={{number}}}
            %2:f32[batch,3] = broadcast %1 {axes=[], lengths=<batch,3>}
            %3:f32[batch,3] = {{op}} {{left}} {{right}}
            return %3 as "y"
            """;
        const string Gone = "%0:f32[batch,3] = input {name=\"x\"} return %0 as \"y\"";
        if ((op, number) != ("subtract", 0))
            Rewrite.Assert(Simplify.Run, Before("%2", "%0"), onTheLeft ? Gone : Before("%2", "%0"));
        Rewrite.Assert(Simplify.Run, Before("%0", "%2"), onTheRight ? Gone : Before("%0", "%2"));
    }

    [Theory]
    [InlineData("multiply %0 %2", "negate %0")]
    [InlineData("multiply %2 %0", "negate %0")]
    [InlineData("divide %0 %2", null)]
    public void A_product_with_minus_one_is_a_negation(string expression, string? simpler)
    {
        string before = $"%0:f32[3] = input {{name=\"x\"}} %1:f32[] = constant {{value=-1}} %2:f32[3] = broadcast %1 {{axes=[], lengths=<3>}} %3:f32[3] = {expression} return %3 as \"y\"";
        Rewrite.Assert(Simplify.Run, before, simpler is null ? before
            : $"%0:f32[3] = input {{name=\"x\"}} %1:f32[3] = {simpler} return %1 as \"y\"");
    }

    [Fact]
    public void Zero_minus_a_value_is_a_negation()
        => Rewrite.Assert(
            Simplify.Run,
            "%0:f32[] = input {name=\"x\"} %1:f32[] = constant {value=0} %2:f32[] = subtract %1 %0 return %2 as \"y\"",
            "%0:f32[] = input {name=\"x\"} %1:f32[] = negate %0 return %1 as \"y\"");

    [Theory]
    [InlineData("multiply", "%2 %1", "%0 %1", true)]
    [InlineData("multiply", "%0 %3", "%0 %1", true)]
    [InlineData("multiply", "%2 %2", "%0 %0", false)]
    [InlineData("divide", "%2 %1", "%0 %1", true)]
    [InlineData("divide", "%0 %3", "%0 %1", true)]
    [InlineData("divide", "%2 %3", "%0 %1", false)]
    public void A_negation_leaves_a_product_and_a_quotient(string op, string operands, string positive, bool isNegative)
        => Rewrite.Assert(
            Simplify.Run,
            $"%0:f32[3] = input {{name=\"x\"}} %1:f32[3] = input {{name=\"y\"}} %2:f32[3] = negate %0 %3:f32[3] = negate %1 %4:f32[3] = {op} {operands} return %4 as \"z\"",
            $"%0:f32[3] = input {{name=\"x\"}} %1:f32[3] = input {{name=\"y\"}} %2:f32[3] = {op} {positive} {(isNegative ? "%3:f32[3] = negate %2 return %3" : "return %2")} as \"z\"");

    [Fact]
    public void A_negation_with_a_name_stays()
    {
        const string Named = "%0:f32[3] = input {name=\"x\"} %1:f32[3] = negate %0 as \"opposite\" %2:f32[3] = multiply %1 %0 return %2 as \"z\"";
        Rewrite.Assert(Simplify.Run, Named, Named);
    }

    [Fact]
    public void A_value_twice_is_two_times_the_value()
        => Rewrite.Assert(
            Simplify.Run,
            "%0:f32[3] = input {name=\"x\"} %1:f32[3] = add %0 %0 return %1 as \"y\"",
            "%0:f32[3] = input {name=\"x\"} %1:f32[] = constant {value=2} %2:f32[3] = broadcast %1 {axes=[], lengths=<3>} %3:f32[3] = multiply %2 %0 return %3 as \"y\"");

    [Fact]
    public void A_choice_between_equals_is_none()
        => Rewrite.Assert(
            Simplify.Run,
            "%0:bool[3] = input {name=\"c\"} %1:f32[3] = input {name=\"x\"} %2:f32[3] = select %0 %1 %1 return %2 as \"y\"",
            "%0:bool[3] = input {name=\"c\"} %1:f32[3] = input {name=\"x\"} return %1 as \"y\"");

    [Theory]
    [InlineData("negate %2", "return %0 as \"y\"")]
    [InlineData("add %1 %2", "%2:f32[3] = subtract %1 %0 return %2 as \"y\"")]
    [InlineData("subtract %1 %2", "%2:f32[3] = add %1 %0 return %2 as \"y\"")]
    [InlineData("subtract %2 %1", "%2:f32[3] = negate %0 %3:f32[3] = subtract %2 %1 return %3 as \"y\"")]
    public void Two_negations_are_none(string expression, string after)
    {
        const string Inputs = "%0:f32[3] = input {name=\"x\"} %1:f32[3] = input {name=\"y\"} ";
        Rewrite.Assert(Simplify.Run, Inputs + $"%2:f32[3] = negate %0 %3:f32[3] = {expression} return %3 as \"y\"", Inputs + after);
    }

    [Theory]
    [InlineData("0", "%1:f32[] = constant {value=1} %2:f32[3] = broadcast %1 {axes=[], lengths=<3>} return %2 as \"y\"")]
    [InlineData("1", "return %0 as \"y\"")]
    [InlineData("2", "%1:f32[3] = multiply %0 %0 return %1 as \"y\"")]
    [InlineData("3", "%1:f32[3] = multiply %0 %0 %2:f32[3] = multiply %1 %0 return %2 as \"y\"")]
    [InlineData("-1", "%1:f32[] = constant {value=1} %2:f32[3] = broadcast %1 {axes=[], lengths=<3>} %3:f32[3] = divide %2 %0 return %3 as \"y\"")]
    [InlineData("4", "%1:f32[] = constant {value=4} %2:f32[3] = broadcast %1 {axes=[], lengths=<3>} %3:f32[3] = pow %0 %2 return %3 as \"y\"")]
    [InlineData("0.5", "%1:f32[] = constant {value=0.5} %2:f32[3] = broadcast %1 {axes=[], lengths=<3>} %3:f32[3] = pow %0 %2 return %3 as \"y\"")]
    public void Small_powers_are_products(string exponent, string after)
    {
        const string X = "%0:f32[3] = input {name=\"x\"} ";
        Rewrite.Assert(Simplify.Run, X + $"%1:f32[] = constant {{value={exponent}}} %2:f32[3] = broadcast %1 {{axes=[], lengths=<3>}} %3:f32[3] = pow %0 %2 return %3 as \"y\"", X + after);
    }

    [Theory]
    [InlineData("%2 %0", "%2 %4")]
    [InlineData("%0 %2", "%2 %4")]
    [InlineData("%2 %0", "%4 %2")]
    [InlineData("%0 %2", "%4 %2")]
    public void Two_factors_are_one(string inner, string outer)
        => Rewrite.Assert(
            Simplify.Run,
            $$"""
            %0:f32[3] = input {name="x"}
            %1:f32[] = constant {value=0.5}
            %2:f32[3] = broadcast %1 {axes=[], lengths=<3>}
            %3:f32[] = constant {value=3}
            %4:f32[3] = multiply {{inner}}
            %5:f32[3] = broadcast %3 {axes=[], lengths=<3>}
            %6:f32[3] = multiply {{outer.Replace("%2", "%5", StringComparison.Ordinal)}}
            return %6 as "y"
            """,
            "%0:f32[3] = input {name=\"x\"} %1:f32[] = constant {value=1.5} %2:f32[3] = broadcast %1 {axes=[], lengths=<3>} %3:f32[3] = multiply %2 %0 return %3 as \"y\"");

    [Theory]
    [InlineData("f32", "1E+30")]
    [InlineData("f32", "1E-30")]
    [InlineData("f64", "1E+300")]
    public void Factors_whose_product_has_no_place_in_the_type_stay_two(string type, string factor)
        => Rewrite.AssertUnchanged(
            Simplify.Run,
            $"%0:{type}[] = input {{name=\"x\"}} %1:{type}[] = constant {{value={factor}}} %2:{type}[] = multiply %1 %0 %3:{type}[] = multiply %1 %2 return %3 as \"y\"");

    [Fact]
    public void A_product_with_zero_stays_for_infinity_and_NaN()
        => Rewrite.AssertUnchanged(Simplify.Run,
            "%0:f32[] = input {name=\"x\"} %1:f32[] = constant {value=0} %2:f32[] = multiply %1 %0 return %2 as \"y\"");

    [Fact]
    public void A_difference_with_itself_stays_for_infinity_and_NaN()
        => Rewrite.AssertUnchanged(Simplify.Run, "%0:f32[] = input {name=\"x\"} %1:f32[] = subtract %0 %0 return %1 as \"y\"");

    [Fact]
    public void Stops_are_dropped_when_asked()
        => Rewrite.Assert(
            Simplify.DropStops,
            "%0:f32[3] = input {name=\"x\"} %1:f32[3] = stop_gradient %0 %2:f32[3] = add %0 %1 return %2 as \"y\", %1 as \"z\"",
            "%0:f32[3] = input {name=\"x\"} %1:f32[3] = add %0 %0 return %1 as \"y\", %0 as \"z\"");

    [Fact]
    public void Stops_stay_before_derivatives_are_taken()
        => Rewrite.AssertUnchanged(Simplify.Run,
            "%0:f32[3] = input {name=\"x\"} %1:f32[3] = stop_gradient %0 %2:f32[3] = add %0 %1 return %2 as \"y\"");

    [Fact]
    public void A_name_moves_to_what_takes_its_place()
        => Rewrite.Assert(
            Simplify.Run,
            "%0:f32[3] = input {name=\"x\"} %1:f32[3] = negate %0 %2:f32[3] = exp %1 %3:f32[3] = negate %2 %4:f32[3] = negate %3 as \"density\" return %4 as \"y\"",
            "%0:f32[3] = input {name=\"x\"} %1:f32[3] = negate %0 %2:f32[3] = exp %1 as \"density\" return %2 as \"y\"");
}
