namespace AutoGrad.Compiler.Tests.Passes;

public sealed class SimplifyBroadcastsTests
{
    [Fact]
    public void A_broadcast_of_a_broadcast_is_one()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[2,3] = broadcast %0 {axes=[1], lengths=<2,3>}
            %2:f32[2,batch,3] = broadcast %1 {axes=[0,2], lengths=<2,batch,3>}
            return %2 as "y"
            """,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[2,batch,3] = broadcast %0 {axes=[2], lengths=<2,batch,3>}
            return %1 as "y"
            """);

    [Fact]
    public void A_broadcast_to_the_same_shape_is_none()
        => Rewrite.Assert(
            Simplify.Run,
            "%0:f32[2,3] = input {name=\"x\"} %1:f32[2,3] = broadcast %0 {axes=[0,1], lengths=<2,3>} %2:f32[2,3] = exp %1 return %2 as \"y\"",
            "%0:f32[2,3] = input {name=\"x\"} %1:f32[2,3] = exp %0 return %1 as \"y\"");

    [Fact]
    public void What_is_repeated_is_computed_once()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[3] = input {name="y"}
            %2:f32[batch,3] = broadcast %0 {axes=[1], lengths=<batch,3>}
            %3:f32[batch,3] = broadcast %1 {axes=[1], lengths=<batch,3>}
            %4:f32[batch,3] = multiply %2 %3
            %5:f32[batch,3] = tanh %4
            return %5 as "y"
            """,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[3] = input {name="y"}
            %2:f32[3] = multiply %0 %1
            %3:f32[3] = tanh %2
            %4:f32[batch,3] = broadcast %3 {axes=[1], lengths=<batch,3>}
            return %4 as "y"
            """);

    [Fact]
    public void What_is_repeated_in_two_ways_is_computed_everywhere()
        => Rewrite.AssertUnchanged(
            Simplify.Run,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[3] = input {name="y"}
            %2:f32[3,3] = broadcast %0 {axes=[0], lengths=<3,3>}
            %3:f32[3,3] = broadcast %1 {axes=[1], lengths=<3,3>}
            %4:f32[3,3] = multiply %2 %3
            return %4 as "y"
            """);

    [Fact]
    public void A_repeated_choice_is_chosen_once()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[2] = input {name="x"}
            %1:f32[2] = input {name="y"}
            %2:f32[2,5] = broadcast %0 {axes=[0], lengths=<2,5>}
            %3:f32[2,5] = broadcast %1 {axes=[0], lengths=<2,5>}
            %4:bool[2,5] = greater %2 %3
            %5:f32[2,5] = select %4 %2 %3
            return %5 as "y"
            """,
            """
            %0:f32[2] = input {name="x"}
            %1:f32[2] = input {name="y"}
            %2:bool[2] = greater %0 %1
            %3:f32[2] = select %2 %0 %1
            %4:f32[2,5] = broadcast %3 {axes=[0], lengths=<2,5>}
            return %4 as "y"
            """);

    [Fact]
    public void A_sum_of_copies_is_a_product()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[5,3] = broadcast %0 {axes=[1], lengths=<5,3>}
            %2:f32[3] = reduce_sum %1 {axes=[0]}
            return %2 as "y"
            """,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[] = constant {value=5}
            %2:f32[3] = broadcast %1 {axes=[], lengths=<3>}
            %3:f32[3] = multiply %0 %2
            return %3 as "y"
            """);

    [Fact]
    public void A_sum_over_some_of_the_copies_leaves_the_others()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[batch,3,n] = broadcast %0 {axes=[1], lengths=<batch,3,n>}
            %2:f32[3,n] = reduce_sum %1 {axes=[0]}
            return %2 as "y"
            """,
            """
            %0:f32[3] = input {name="x"}
            %1:f32[] = dimension {value=<batch>}
            %2:f32[3] = broadcast %1 {axes=[], lengths=<3>}
            %3:f32[3] = multiply %0 %2
            %4:f32[3,n] = broadcast %3 {axes=[0], lengths=<3,n>}
            return %4 as "y"
            """);

    [Fact]
    public void A_sum_along_the_value_itself_stays()
        => Rewrite.AssertUnchanged(
            Simplify.Run,
            "%0:f32[3] = input {name=\"x\"} %1:f32[5,3] = broadcast %0 {axes=[1], lengths=<5,3>} %2:f32[] = reduce_sum %1 {axes=[0,1]} return %2 as \"y\"");
}
