namespace AutoGrad.Benchmarks;

/// <summary>One side of a comparison: the same work as the other side, from the same numbers.</summary>
internal interface IContender : IDisposable
{
    /// <summary>The work that is timed. It may be done any number of times.</summary>
    void Step();

    /// <summary>What both sides must have arrived at after equally many steps.</summary>
    double[] Outcome();
}
