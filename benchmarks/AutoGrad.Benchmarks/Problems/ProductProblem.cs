namespace AutoGrad.Benchmarks;

/// <summary>C = A B with A [Rows, Inner] and B [Inner, Columns].</summary>
internal sealed record ProductProblem(int Rows, int Columns, int Inner)
{
    public string Name => $"{Rows} x {Columns} x {Inner}";

    public float[] A() => Numbers.Normal(Rows * Inner, 1, seed: 1);

    public float[] B() => Numbers.Normal(Inner * Columns, 1, seed: 2);
}
