namespace AutoGrad;

/// <summary>First values of parameters.</summary>
internal static class Initializer
{
    internal static void Fill(Init init, float scale, ReadOnlySpan<nint> lengths, Span<float> destination, int seed, int parameter)
        => throw new NotSupportedException();
}
