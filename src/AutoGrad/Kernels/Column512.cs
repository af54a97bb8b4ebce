using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>Reductions along the rows of a matrix [length, inner], 512 bits of columns at a time.</summary>
internal static unsafe class Column512
{
    /// <summary>result[j] = the fold of x[p, j] over p.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Fold<T, TFold>(T* x, nint length, nint inner, T* result)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : struct, IFold<T>
    {
        int width = Vector512<T>.Count;
        nint j = 0;
        for (; j <= inner - 4 * width; j += 4 * width)
        {
            Vector512<T> f0 = Vector512.Create(TFold.Identity), f1 = f0, f2 = f0, f3 = f0;
            T* from = x + j;
            for (nint p = length; p > 0; p--, from += inner)
            {
                f0 = TFold.Invoke(f0, Vector512.Load(from));
                f1 = TFold.Invoke(f1, Vector512.Load(from + width));
                f2 = TFold.Invoke(f2, Vector512.Load(from + 2 * width));
                f3 = TFold.Invoke(f3, Vector512.Load(from + 3 * width));
            }
            f0.Store(result + j);
            f1.Store(result + j + width);
            f2.Store(result + j + 2 * width);
            f3.Store(result + j + 3 * width);
        }
        for (; j < inner; j += width)
        {
            int count = (int)nint.Min(width, inner - j);
            Lanes.Store512(Fold<T, TFold>(x + j, length, inner, Lanes.Mask512<T>(count)), ref *result, j, count);
        }
    }

    /// <summary>The form's function of the columns; y has the shape of x, or one row for the logarithm of the sum.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    internal static void Softmax<T>(T* x, T* y, nint length, nint inner, SoftmaxForm form)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = Vector512<T>.Count;
        for (nint j = 0; j < inner; j += width, x += width, y += width)
        {
            int count = (int)nint.Min(width, inner - j);
            Vector512<T> mask = Lanes.Mask512<T>(count);
            Vector512<T> max = Fold<T, MaxFold<T>>(x, length, inner, mask);
            Vector512<T> infinite = Vector512.Equals(Vector512.Abs(max), Vector512.Create(T.PositiveInfinity));
            Vector512<T> shift = form == SoftmaxForm.LogSumExp ? Vector512.AndNot(max, infinite) : max;
            Vector512<T> sum = default;
            for (nint p = 0; p < length; p++)
            {
                Vector512<T> e = VectorMath.Exp<T>(Lanes.LoadMasked(x + p * inner, mask) - shift);
                sum += e;
                if (form == SoftmaxForm.Softmax)
                    Lanes.Store512(e, ref *y, p * inner, count);
            }
            if (form == SoftmaxForm.LogSumExp)
            {
                Lanes.Store512(shift + VectorMath.Log<T>(sum), ref *y, 0, count);
                continue;
            }
            Vector512<T> scale = Vector512<T>.One, offset = default;
            T* from = y;
            if (form == SoftmaxForm.Softmax)
                scale /= sum;
            else
            {
                from = x;
                offset = -(max + VectorMath.Log<T>(sum));
            }
            for (nint p = 0; p < length; p++)
            {
                Vector512<T> value = Lanes.MultiplyAdd(Lanes.LoadMasked(from + p * inner, mask), scale, offset);
                Lanes.Store512(value, ref *y, p * inner, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Fold<T, TFold>(T* x, nint length, nint inner, Vector512<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TFold : struct, IFold<T>
    {
        Vector512<T> fold = Vector512.Create(TFold.Identity);
        for (nint p = length; p > 0; p--, x += inner)
            fold = TFold.Invoke(fold, Lanes.LoadMasked(x, mask));
        return fold;
    }
}
