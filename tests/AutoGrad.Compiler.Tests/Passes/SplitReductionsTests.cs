namespace AutoGrad.Compiler.Tests.Passes;

public sealed class SplitReductionsTests
{
    [Theory]
    [InlineData("reduce_sum")]
    [InlineData("reduce_max")]
    [InlineData("reduce_min")]
    [InlineData("log_sum_exp")]
    public void Axes_that_are_no_neighbours_are_reduced_one_run_after_the_other(string op)
        => Rewrite.Assert(
            SplitReductions.Run,
            $"%0:f32[2,3,2,1,5] = input {{name=\"x\"}} %1:f32[3,1] = {op} %0 {{axes=[4,0,2]}} as \"y\" return %1 as \"r\"",
            $"%0:f32[2,3,2,1,5] = input {{name=\"x\"}} %1:f32[2,3,2,1] = {op} %0 {{axes=[4]}} as \"y\" %2:f32[2,3,1] = {op} %1 {{axes=[2]}} as \"y\" %3:f32[3,1] = {op} %2 {{axes=[0]}} as \"y\" return %3 as \"r\"");

    [Theory]
    [InlineData("f32[3]", "reduce_sum %0 {axes=[1,2]}")]
    [InlineData("f32[3]", "reduce_max %0 {axes=[2,1]}")]
    [InlineData("f32[]", "log_sum_exp %0 {axes=[0,1,2]}")]
    [InlineData("f32[]", "sum_of_squares %0 {axes=[0,1,2], wide=true}")]
    [InlineData("f32[3,2,5]", "softmax %0 {axes=[1,2]}")]
    public void Neighbours_stay(string type, string expression)
        => Rewrite.AssertUnchanged(SplitReductions.Run,
            $"%0:f32[3,2,5] = input {{name=\"x\"}} %1:{type} = {expression} return %1 as \"r\"");
}
