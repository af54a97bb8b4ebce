using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class DerivativeRuleTests
{
    [Theory]
    [InlineData("=> Sum(x);")]
    [InlineData("{ var unused = W * 2f; return Sum(x); }")]
    [InlineData("=> Sum(Where(Tensor.GreaterThan<float>(W, 0f), x, x * 2f));")]
    [InlineData("=> Sum(x) + W.Lengths[0];")]
    [InlineData("=> Sum(x * StopGradient(W));")]
    public Task A_parameter_that_never_reaches_the_loss_is_reported(string body) => Marked.Verify($$"""
        [Model]
        public partial class M
        {
            [Parameter(4)] public partial Tensor<float> {|AG4001:W|} { get; }
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x) {{body}}
        }
        """);

    [Theory]
    [InlineData("=> Sum(x * W * StopGradient(W));")]
    [InlineData("=> Sum(x * {|AG4002:Tensor.Cbrt<float>(W)|});")]
    [InlineData("=> Sum(x * {|AG4002:Tensor.Log<float>(W, 2f)|});")]
    [InlineData("=> Sum({|AG4002:W.Reshape([2, 2])|}) + Sum(x);")]
    [InlineData("=> Sum(x * {|AG4008:(int)Sum(W)|});")]
    [InlineData("=> {|AG4002:MathF.ScaleB(Sum(W), 2)|};")]
    [InlineData("=> {|AG4002:float.Parse(\"1\")|};")]
    [InlineData("{ var i = {|AG4002:Tensor.Create<int>(new int[1])|}; return Sum(W); }")]
    public Task Functions_without_a_derivative_are_refused(string body) => Marked.Verify($$"""
        [Model]
        public partial class M
        {
            [Parameter(4)] public partial Tensor<float> W { get; }
            [Loss] public float Loss([Shape("n", 4)] Tensor<float> x) {{body}}
        }
        """);
}
