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

    /// <summary>y = exp(x scale - shift); returns the sum of y. A null y is not written.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T ExpSum<T>(T* x, T scale, T shift, T* y, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector512<T>.Count;
        Vector512<T> sum = default, scales = Vector512.Create(scale), shifts = Vector512.Create(-shift);
        nint i = 0;
        for (; i <= length - width; i += width)
        {
            Vector512<T> e = VectorMath.Exp<T>(Lanes.MultiplyAdd(Vector512.Load(x + i), scales, shifts));
            if (y != null)
                e.Store(y + i);
            sum += e;
        }
        if (i < length)
        {
            int count = (int)(length - i);
            Vector512<T> e = Lanes.Keep(VectorMath.Exp<T>(Lanes.MultiplyAdd(Lanes.LoadMasked(x + i, Lanes.Mask512<T>(count)), scales, shifts)), count);
            if (y != null)
                Lanes.Store512(e, ref *y, i, count);
            sum += e;
        }
        return Lanes.Fold<T, SumFold<T>>(sum);
    }

    /// <summary>With e = exp(x scale - shift): x becomes e, and d becomes e (d - sum) scale.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void SoftmaxGradient<T>(T* x, T scale, T shift, T* d, T sum, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector512<T>.Count;
        Vector512<T> scales = Vector512.Create(scale), shifts = Vector512.Create(-shift), sums = Vector512.Create(sum);
        nint i = 0;
        for (; i <= length - width; i += width)
        {
            Vector512<T> e = VectorMath.Exp<T>(Lanes.MultiplyAdd(Vector512.Load(x + i), scales, shifts));
            e.Store(x + i);
            (e * (Vector512.Load(d + i) - sums) * scales).Store(d + i);
        }
        if (i < length)
        {
            int count = (int)(length - i);
            Vector512<T> e = VectorMath.Exp<T>(Lanes.MultiplyAdd(Lanes.Load512(in *x, i, count), scales, shifts));
            Vector512<T> gradient = e * (Lanes.Load512(in *d, i, count) - sums) * scales;
            Lanes.Store512(e, ref *x, i, count);
            Lanes.Store512(gradient, ref *d, i, count);
        }
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
