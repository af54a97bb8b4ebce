using static System.FormattableString;

namespace AutoGrad.Layers;

/// <summary>Sizes that constructors of layers check.</summary>
internal static class LayerSizes
{
    /// <summary>The numbers of one head.</summary>
    /// <exception cref="ArgumentException">The heads do not divide the width, or leave an odd number to each where pairs are turned.</exception>
    public static int HeadWidth(int width, int heads, bool inPairs)
    {
        if (width < 1)
            throw new ArgumentOutOfRangeException(nameof(width), width, Invariant($"A step must have at least one number, not {width}."));
        if (heads < 1)
            throw new ArgumentOutOfRangeException(nameof(heads), heads, Invariant($"There must be at least one head, not {heads}."));
        if (width % heads != 0)
            throw new ArgumentException(Invariant($"A width of {width} cannot be shared by {heads} heads: the width must be a multiple of the heads."), nameof(heads));
        return !inPairs || width / heads % 2 == 0 ? width / heads
            : throw new ArgumentException(Invariant($"Heads of {width / heads} numbers cannot be turned in pairs: rotary positions need an even number."), nameof(heads));
    }
}
