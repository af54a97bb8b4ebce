using System.ComponentModel;
using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>
/// Normalisation of rows, y = (x - mean) r scale + offset with r = 1 / sqrt(mean((x - mean)²) + epsilon), or without mean and offset. A row
/// stays in the first-level cache between its passes, which element-wise kernels, one pass over all rows after the other, cannot do. A row
/// with a NaN becomes NaN.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Normalization
{
    /// <summary>Layer normalisation (Ba et al. 2016); a mean and an r for each row.</summary>
    public static void Layer<T>(
        ref readonly T x, ref readonly T scale, ref readonly T offset, ref T y, ref T mean, ref T r, nint rows, nint columns, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, ps = &scale, po = &offset, py = &y, pm = &mean, pr = &r)
            OuterWork.Run(new NormWork<T> { X = px, Scale = ps, Offset = po, Y = py, Mean = pm, R = pr, Columns = columns, Epsilon = epsilon }, rows, columns);
    }

    /// <summary>Root-mean-square normalisation (Zhang and Sennrich 2019); an r for each row.</summary>
    public static void Rms<T>(ref readonly T x, ref readonly T scale, ref T y, ref T r, nint rows, nint columns, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, ps = &scale, py = &y, pr = &r)
            OuterWork.Run(new NormWork<T> { X = px, Scale = ps, Y = py, R = pr, Columns = columns, Epsilon = epsilon }, rows, columns);
    }

    /// <summary>
    /// The gradients of x, scale and offset: with n = (x - mean) r and h = g scale, dx = r (h - mean(h) - n mean(h n)), and the sums of g n and of
    /// g over the rows.
    /// </summary>
    public static void LayerGradient<T>(
        ref readonly T x, ref readonly T scale, ref readonly T mean, ref readonly T r, ref readonly T g, ref T dx, ref T dScale, ref T dOffset, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, ps = &scale, pm = &mean, pr = &r, pg = &g, pdx = &dx, pds = &dScale, pdo = &dOffset)
            new NormGradientWork<T> { X = px, Scale = ps, Mean = pm, R = pr, G = pg, Dx = pdx, DScale = pds, DOffset = pdo, Rows = rows, Columns = columns }.Run();
    }

    /// <summary>The gradients of x and scale: as of <see cref="LayerGradient"/>, without the means of x and of h.</summary>
    public static void RmsGradient<T>(
        ref readonly T x, ref readonly T scale, ref readonly T r, ref readonly T g, ref T dx, ref T dScale, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        fixed (T* px = &x, ps = &scale, pr = &r, pg = &g, pdx = &dx, pds = &dScale)
            new NormGradientWork<T> { X = px, Scale = ps, R = pr, G = pg, Dx = pdx, DScale = pds, Rows = rows, Columns = columns }.Run();
    }
}
