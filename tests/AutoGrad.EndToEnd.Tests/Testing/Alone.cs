namespace AutoGrad.EndToEnd.Tests.Testing;

/// <summary>Tests that set <see cref="Compute.Threads"/> or count bytes: nothing else runs beside them.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public class Alone;

/// <summary>Sets the number of threads until it is disposed of.</summary>
internal readonly ref struct Threads
{
    private readonly int _before;

    public Threads(int count)
    {
        _before = Compute.Threads;
        Compute.Threads = count;
    }

    public void Dispose() => Compute.Threads = _before;
}
