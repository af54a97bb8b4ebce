namespace AutoGrad.Benchmarks;

/// <summary>Layer normalisation along the last axis of [rows, features]: forward, and backward from a given gradient of the result.</summary>
internal sealed record NormProblem(int Rows, int Features)
{
    public string Name => $"{Rows} x {Features}";

    public float[] X() => Numbers.Normal(Rows * Features, 1, seed: 1);

    public float[] G() => Numbers.Normal(Rows * Features, 1, seed: 2);

    public float[] Scale() => Numbers.Normal(Features, 1, seed: 3);

    public float[] Offset() => Numbers.Normal(Features, 1, seed: 4);
}
