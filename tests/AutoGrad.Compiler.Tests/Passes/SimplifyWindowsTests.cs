namespace AutoGrad.Compiler.Tests.Passes;

public sealed class SimplifyWindowsTests
{
    private const string Pool = "{kernel=<2,2>, stride=<2,2>, padding=<0,0>}";

    [Fact]
    public void The_largest_of_rectified_elements_is_rectified_afterwards()
        => Rewrite.Assert(
            Simplify.Run,
            $"%0:f32[n,3,4,6] = input {{name=\"x\"}} %1:f32[n,3,4,6] = relu %0 %2:f32[n,3,2,3] %2.1:i32[n,3,2,3] = max_pool2d %1 {Pool} return %2 as \"y\"",
            $"%0:f32[n,3,4,6] = input {{name=\"x\"}} %1:f32[n,3,2,3] %1.1:i32[n,3,2,3] = max_pool2d %0 {Pool} %2:f32[n,3,2,3] = relu %1 return %2 as \"y\"");

    [Fact]
    public void Where_the_places_are_read_the_largest_of_rectified_elements_stays()
        => Rewrite.AssertUnchanged(
            Simplify.Run,
            $"%0:f32[n,3,4,6] = input {{name=\"x\"}} %1:f32[n,3,4,6] = relu %0 %2:f32[n,3,2,3] %2.1:i32[n,3,2,3] = max_pool2d %1 {Pool} %3:f32[n,3,2,3] = gather_places %0 %2.1 return %2 as \"y\", %3 as \"z\"");

    [Fact]
    public void The_sum_of_what_is_put_into_channels_is_the_sum_of_what_was_put()
        => Rewrite.Assert(
            Simplify.Run,
            """
            %0:f32[n,3,2,3] = input {name="y"}
            %1:i32[n,3,2,3] = input {name="places"}
            %2:f32[n,3,4,6] = scatter_places %0 %1 {lengths=<4,6>}
            %3:f32[3] = reduce_sum %2 {axes=[0,2,3]}
            return %3 as "sum"
            """,
            """
            %0:f32[n,3,2,3] = input {name="y"}
            %1:i32[n,3,2,3] = input {name="places"}
            %2:f32[3] = reduce_sum %0 {axes=[0,2,3]}
            return %2 as "sum"
            """);

    [Fact]
    public void Where_shares_outside_of_an_image_are_lost_their_sum_stays()
        => Rewrite.AssertUnchanged(
            Simplify.Run,
            """
            %0:f32[2,3,4,4] = input {name="y"}
            %1:f32[2,3,6,6] = avg_pool2d_input %0 {kernel=<2,2>, stride=<2,2>, padding=<1,1>, lengths=<6,6>}
            %2:f32[3] = reduce_sum %1 {axes=[0,2,3]}
            return %2 as "sum"
            """);
}
