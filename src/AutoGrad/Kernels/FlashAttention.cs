using System.ComponentModel;
using System.Globalization;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>
/// Scaled dot-product attention in blocks of queries and keys (Dao et al. 2022), read in place from queries, keys and values beside each other:
/// [n, time, 3 * width], each head after head. A mask holds 1 for a step that is seen, 0 for one that is not. A step that sees none gives 0, and
/// so does its gradient. Who computes what depends on the shape alone, and so do the bits.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class FlashAttention
{
    /// <summary>[n, time, width], and for each [n, heads, time] the logarithm of the sum of exponentials; +infinity where nothing is seen.</summary>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public static void Forward<T>(ref readonly T x, bool causal, ref T y, ref T logSums, nint n, nint time, nint width, nint heads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, py = &y, pl = &logSums)
            new AttentionForward<T> { Sizes = new(px, null, causal, n, time, width, heads), Y = py, LogSums = pl }.Run();
    }

    /// <summary>The same of steps that a mask lets through.</summary>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public static void Forward<T>(ref readonly T x, ref readonly T mask, bool causal, ref T y, ref T logSums, nint n, nint time, nint width, nint heads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, pm = &mask, py = &y, pl = &logSums)
            new AttentionForward<T> { Sizes = new(px, pm, causal, n, time, width, heads), Y = py, LogSums = pl }.Run();
    }

    /// <summary>The gradient of x, for the gradient g of y.</summary>
    public static void Gradient<T>(
        ref readonly T x, bool causal, ref readonly T y, ref readonly T logSums, ref readonly T g, ref T dx, nint n, nint time, nint width, nint heads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, py = &y, pl = &logSums, pg = &g, pdx = &dx)
            new AttentionBackward<T> { Sizes = new(px, null, causal, n, time, width, heads), Y = py, LogSums = pl, G = pg, Dx = pdx }.Run();
    }

    /// <summary>The same of steps that a mask lets through.</summary>
    public static void Gradient<T>(
        ref readonly T x, ref readonly T mask, bool causal, ref readonly T y, ref readonly T logSums, ref readonly T g, ref T dx, nint n, nint time, nint width, nint heads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, pm = &mask, py = &y, pl = &logSums, pg = &g, pdx = &dx)
            new AttentionBackward<T> { Sizes = new(px, pm, causal, n, time, width, heads), Y = py, LogSums = pl, G = pg, Dx = pdx }.Run();
    }

    /// <summary>All weights, [n, heads, time, time].</summary>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public static void Weights<T>(ref readonly T x, bool causal, ref T weights, nint n, nint time, nint width, nint heads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, p = &weights)
            AttentionForward<T>.Weights(new(px, null, causal, n, time, width, heads), p);
    }

    /// <summary>All weights of steps that a mask lets through.</summary>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public static void Weights<T>(ref readonly T x, ref readonly T mask, bool causal, ref T weights, nint n, nint time, nint width, nint heads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, pm = &mask, p = &weights)
            AttentionForward<T>.Weights(new(px, pm, causal, n, time, width, heads), p);
    }

    internal static void ThrowHeads(nint width, nint heads)
        => throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A width of {width} cannot be shared by {heads} heads: the width must be a multiple of the heads."), nameof(heads));
}
