namespace AutoGrad.EndToEnd.Tests.Training;

/// <summary>Tests that set <see cref="Compute.Threads"/>, which all share, do not run beside others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
#pragma warning disable CA1711 // xunit's own name for what this is.
public sealed class ThreadsCollection
#pragma warning restore CA1711
{
    public const string Name = "Threads";
}
