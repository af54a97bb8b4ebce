namespace AutoGrad.Tests.Optimizers;

/// <summary>RMSprop, Adadelta, Adamax and Nadam beside their formulas in double.</summary>
public sealed class AdaptiveRateTests
{
    private static readonly int s_length = Training.Lengths.Sum();

    [Theory]
    [InlineData(0.01f, 0.99f, 1e-8f, 0, false)]
    [InlineData(0.001f, 0.9f, 1e-3f, 0.9f, false)]
    [InlineData(0.01f, 0.95f, 1e-2f, 0, true)]
    [InlineData(0.002f, 0.5f, 1e-2f, 0.5f, true)]
    public void RmsProp_follows_its_formula(float learningRate, float alpha, float epsilon, float momentum, bool centered)
    {
        double a = Hyperparameter.AsWritten(alpha);
        double[] v = new double[s_length], m = new double[s_length], b = new double[s_length];
        Training.Follows(new RmsProp(learningRate, alpha, epsilon, momentum, centered), (_, i, w, g) =>
        {
            v[i] = a * v[i] + (1 - a) * g * g;
            m[i] = a * m[i] + (1 - a) * g;
            double step = g / (Math.Sqrt(centered ? v[i] - m[i] * m[i] : v[i]) + epsilon);
            b[i] = momentum * b[i] + step;
            return w - learningRate * b[i];
        });
    }

    [Theory]
    [InlineData(1f, 0.9f, 1e-6f)]
    [InlineData(0.5f, 0.5f, 1e-3f)]
    public void Adadelta_follows_its_formula(float learningRate, float rho, float epsilon)
    {
        double r = Hyperparameter.AsWritten(rho);
        double[] v = new double[s_length], u = new double[s_length];
        Training.Follows(new Adadelta(learningRate, rho, epsilon), (_, i, w, g) =>
        {
            v[i] = r * v[i] + (1 - r) * g * g;
            double d = Math.Sqrt(u[i] + epsilon) / Math.Sqrt(v[i] + epsilon) * g;
            u[i] = r * u[i] + (1 - r) * d * d;
            return w - learningRate * d;
        });
    }

    [Theory]
    [InlineData(0.002f, 0.9f, 0.999f)]
    [InlineData(0.05f, 0.5f, 0.3f)]
    public void Adamax_follows_its_formula(float learningRate, float beta1, float beta2)
    {
        double b1 = Hyperparameter.AsWritten(beta1), b2 = Hyperparameter.AsWritten(beta2);
        double[] m = new double[s_length], u = new double[s_length];
        Training.Follows(new Adamax(learningRate, beta1, beta2), (t, i, w, g) =>
        {
            m[i] = b1 * m[i] + (1 - b1) * g;
            u[i] = Math.Max(b2 * u[i], Math.Abs(g) + 1e-8);
            return w - learningRate / (1 - Math.Pow(b1, t)) * m[i] / u[i];
        });
    }

    [Theory]
    [InlineData(0.002f, 0.9f, 0.999f, 4e-3f)]
    [InlineData(0.02f, 0.5f, 0.9f, 0.25f)]
    [InlineData(0.02f, 0.8f, 0.95f, 0)]
    public void Nadam_follows_its_formula(float learningRate, float beta1, float beta2, float momentumDecay)
    {
        double b1 = Hyperparameter.AsWritten(beta1), b2 = Hyperparameter.AsWritten(beta2), psi = Hyperparameter.AsWritten(momentumDecay);
        double[] m = new double[s_length], v = new double[s_length];
        double product = 1, last = 0;
        Training.Follows(new Nadam(learningRate, beta1, beta2, 1e-8f, momentumDecay), (t, i, w, g) =>
        {
            product *= t == last ? 1 : Mu(t);
            last = t;
            m[i] = b1 * m[i] + (1 - b1) * g;
            v[i] = b2 * v[i] + (1 - b2) * g * g;
            double look = (1 - Mu(t)) / (1 - product) * g + Mu(t + 1) / (1 - product * Mu(t + 1)) * m[i];
            return w - learningRate * look / (Math.Sqrt(v[i] / (1 - Math.Pow(b2, t))) + 1e-8);
        });

        double Mu(double t) => b1 * (1 - 0.5 * Math.Pow(0.96, t * psi));
    }

    [Fact]
    public void Decay_comes_before_the_update()
        => Training.Follows(new RmsProp(0.1f, 0.5f, 1, weightDecay: 0.5f), Once((w, g) => 0.95 * w - 0.1 * g / (Math.Sqrt(0.5 * g * g) + 1)), steps: 1);

    [Fact]
    public void Settings_out_of_range_are_refused()
    {
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(alpha: 1)).ParamName);
        Assert.Equal("momentum", Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(momentum: 1)).ParamName);
        Assert.Equal("rho", Assert.Throws<ArgumentOutOfRangeException>(() => new Adadelta(rho: -1)).ParamName);
        Assert.Equal("epsilon", Assert.Throws<ArgumentOutOfRangeException>(() => new Adamax(epsilon: -1)).ParamName);
        Assert.Equal("momentumDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new Nadam(momentumDecay: -1)).ParamName);
    }

    private static Training.Formula Once(Func<double, double, double> step) => (_, _, w, g) => step(w, g);
}
