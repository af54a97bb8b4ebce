namespace AutoGrad.Benchmarks;

/// <summary>Forward and backward of sum(tanh(w * x) * sigmoid(w) + w * w / 2), by w: no products, only passes over memory.</summary>
internal sealed record ChainProblem(int Length)
{
    public string Name => $"{Length >> 20} Mi floats";

    public float[] W() => Numbers.Normal(Length, 1, seed: 1);

    public float[] X() => Numbers.Normal(Length, 1, seed: 2);
}
