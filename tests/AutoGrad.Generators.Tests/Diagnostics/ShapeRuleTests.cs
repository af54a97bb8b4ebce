using AutoGrad.Generators.Tests.Testing;

namespace AutoGrad.Generators.Tests.Diagnostics;

public class ShapeRuleTests
{
    [Theory]
    [InlineData("[Loss] public float Loss(Tensor<float> {|AG3002:x|}) => Sum(x * B);")]
    [InlineData("[Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(MatMul(x, {|AG3003:W|}));")]
    [InlineData("[Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(x + {|AG3004:B|});")]
    [InlineData("[Loss] public float Loss([Shape(\"n\")] Tensor<float> x, [Shape(\"m\")] Tensor<float> y) => Sum(B) + MeanSquaredError(x, {|AG3001:y|});")]
    [InlineData("[Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => x.Lengths[{|AG3005:2|}] + Sum(B);")]
    [InlineData("[Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(Sum(x, {|AG3005:2|})) + Sum(B);")]
    [InlineData("[Forward] [return: {|AG3009:Shape(\"n\", 5)|}] public Tensor<float> F([Shape(\"n\", 3)] Tensor<float> x) => x + B;")]
    [InlineData("[Forward] public Tensor<float> F([Shape(\"n\", 3)] Tensor<float> x) => x + B; [Loss] public float Loss([Shape(\"n\", 4)] Tensor<float> x) => Sum(F({|AG3008:x|}));")]
    [InlineData("[Forward] public Tensor<float> F([Shape(\"n\", \"n\")] Tensor<float> x) => x; [Forward] public Tensor<float> G([Shape(\"n\", 4)] Tensor<float> x) => F({|AG3008:x|});")]
    public Task Shapes_that_do_not_fit_are_reported_at_the_operand(string method) => Marked.Verify($$"""
        [Model]
        public partial class M
        {
            [Parameter(5, 3)] private partial Tensor<float> W { get; }
            [Parameter(3)] public partial Tensor<float> B { get; }
            {{method}}
        }
        """.Replace("[Parameter(5, 3)] private partial Tensor<float> W { get; }", method.Contains('W', StringComparison.Ordinal) ? "[Parameter(5, 3)] private partial Tensor<float> W { get; }" : "", StringComparison.Ordinal));
}
