using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>What reductions and soft-max do with one row of contiguous elements, 512 bits at a time.</summary>
internal static unsafe class Row512
{
    /// <summary>The fold of all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Fold<T, TFold>(T* x, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : struct, IFold<T>
    {
        int width = Vector512<T>.Count;
        Vector512<T> identity = Vector512.Create(TFold.Identity);
        Vector512<T> f0 = identity, f1 = identity, f2 = identity, f3 = identity;
        for (; length >= 4 * width; length -= 4 * width, x += 4 * width)
        {
            f0 = TFold.Invoke(f0, Vector512.Load(x));
            f1 = TFold.Invoke(f1, Vector512.Load(x + width));
            f2 = TFold.Invoke(f2, Vector512.Load(x + 2 * width));
            f3 = TFold.Invoke(f3, Vector512.Load(x + 3 * width));
        }
        for (; length >= width; length -= width, x += width)
            f0 = TFold.Invoke(f0, Vector512.Load(x));
        if (length > 0)
        {
            Vector512<T> mask = Lanes.Mask512<T>((int)length);
            f1 = TFold.Invoke(f1, Vector512.ConditionalSelect(mask, Lanes.LoadMasked(x, mask), identity));
        }
        return Lanes.Fold<T, TFold>(TFold.Invoke(TFold.Invoke(f0, f1), TFold.Invoke(f2, f3)));
    }

    /// <summary>y = exp(x - shift); returns the sum of y. A null y is not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ExpSum<T>(T* x, T shift, T* y, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector512<T>.Count;
        Vector512<T> sum = default, shifts = Vector512.Create(shift);
        nint i = 0;
        for (; i <= length - width; i += width)
        {
            Vector512<T> e = VectorMath.Exp<T>(Vector512.Load(x + i) - shifts);
            if (y != null)
                e.Store(y + i);
            sum += e;
        }
        if (i < length)
        {
            int count = (int)(length - i);
            Vector512<T> e = Lanes.Keep(VectorMath.Exp<T>(Lanes.LoadMasked(x + i, Lanes.Mask512<T>(count)) - shifts), count);
            if (y != null)
                Lanes.Store512(e, ref *y, i, count);
            sum += e;
        }
        return Lanes.Fold<T, SumFold<T>>(sum);
    }

    /// <summary>y = x scale + offset.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Affine<T>(T* x, T scale, T offset, T* y, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector512<T>.Count;
        Vector512<T> scales = Vector512.Create(scale), offsets = Vector512.Create(offset);
        nint i = 0;
        for (; i <= length - width; i += width)
            Lanes.MultiplyAdd(Vector512.Load(x + i), scales, offsets).Store(y + i);
        if (i < length)
        {
            int count = (int)(length - i);
            Vector512<T> rest = Lanes.LoadMasked(x + i, Lanes.Mask512<T>(count));
            Lanes.Store512(Lanes.MultiplyAdd(rest, scales, offsets), ref *y, i, count);
        }
    }
}
