namespace AutoGrad.Tests.Optimizers;

public sealed class AdagradTests
{
    [Theory]
    [InlineData(0.01f, 1e-10f)]
    [InlineData(0.3f, 0.1f)]
    public void Steps_follow_the_formula(float learningRate, float epsilon)
    {
        double[] sums = new double[Training.Lengths.Sum()];
        Training.Follows(new Adagrad(learningRate, epsilon), (_, i, w, g) =>
        {
            sums[i] += g * g;
            return w - learningRate * g / (Math.Sqrt(sums[i]) + epsilon);
        });
    }

    [Fact]
    public void A_negative_epsilon_is_refused()
        => Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new Adagrad(epsilon: -1)).ParamName);
}
