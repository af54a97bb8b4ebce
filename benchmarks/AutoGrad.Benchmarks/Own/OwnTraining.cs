namespace AutoGrad.Benchmarks;

/// <summary>A model's step as its user writes it, and its loss computed operation by operation.</summary>
internal sealed class OwnTraining(Func<StepReport> step, Func<float> loss) : IContender
{
    public void Step() => step();

    public double[] Outcome() => [loss()];

    public void Dispose()
    {
    }
}
