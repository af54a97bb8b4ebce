using System.Numerics;

namespace AutoGrad.Kernels;

public static unsafe partial class Layout
{
    /// <summary>y[2i] = -x[2i + 1] and y[2i + 1] = x[2i] in each of <paramref name="rows"/> rows of <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentException">The columns are not pairs.</exception>
    public static void RotatePairs<T>(ref readonly T source, ref T destination, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columns % 2 != 0)
            throw new ArgumentException($"A last axis of {columns} is not one of pairs.", nameof(columns));
        fixed (T* x = &source, y = &destination)
            for (nint i = 0; i < rows * columns; i += 2)
                (y[i], y[i + 1]) = (-x[i + 1], x[i]);
    }
}
