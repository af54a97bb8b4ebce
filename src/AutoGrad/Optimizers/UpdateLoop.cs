using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>
/// Applies an update rule to a block of parameters in one pass, with each parameter's pending clip factor folded in. Neighbours
/// with equal factors are one run. Blocks are padded to whole vectors, so there is no remainder; a vector that several
/// parameters share gets a factor for each lane.
/// </summary>
internal static partial class UpdateLoop
{
    /// <summary>Updates elements <paramref name="from"/> to <paramref name="to"/> - 1, both multiples of the granularity.</summary>
    internal static void Run<TRule>(ParameterSet set, ref float state, in TRule rule, int from, int to)
        where TRule : struct, IUpdateRule
    {
        ref float w = ref set.ValueBlock;
        ref float g = ref Unsafe.AsRef(in set.GradientsToRead);
        ReadOnlySpan<int> ends = set.Ends;
        ReadOnlySpan<float> scales = set.PendingScales;
        ReadOnlySpan<bool> trainable = set.Trainable;
        int p = ends.BinarySearch(from + 1);
        p = p < 0 ? ~p : p;
        while (from < to)
        {
            int run = p;
            while (p + 1 < ends.Length && scales[p + 1] == scales[run] && trainable[p + 1] == trainable[run])
                p++;

            // The last run takes the padding along.
            int end = p + 1 == ends.Length ? to : Math.Min(to, ends[p] & -ParameterSet.Granularity);
            if (from < end)
            {
                if (trainable[run])
                    Whole(ref w, ref g, ref state, set.PaddedLength, in rule, from, end, scales[run]);
                from = end;
            }

            if (from < to)
            {
                if (ends[p] > from)
                {
                    Shared(set, ref state, in rule, from, p);
                    from += ParameterSet.Granularity;
                }

                while (p + 1 < ends.Length && ends[p] <= from)
                    p++;
            }
        }
    }

    /// <summary>Elements with one factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Whole<TRule>(ref float w, ref float g, ref float state, nint stride, in TRule rule, nint from, nint to, float scale)
        where TRule : struct, IUpdateRule
    {
        if (Vector512.IsHardwareAccelerated)
            Whole512(ref w, ref g, ref state, stride, rule, from, to, scale);
        else
            Whole256(ref w, ref g, ref state, stride, rule, from, to, scale);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Whole512<TRule>(
        ref float w, ref float g, ref float state, nint stride, TRule rule, nint from, nint to, float scale)
        where TRule : struct, IUpdateRule
    {
        Vector512<float> factor = Vector512.Create(scale);
        for (nint i = from; i < to; i += Vector512<float>.Count)
        {
            Vector512<float> value = Vector512.LoadUnsafe(ref w, (nuint)i);
            Vector512<float> gradient = Vector512.LoadUnsafe(ref g, (nuint)i) * factor;
            rule.Next(value, gradient, ref Unsafe.Add(ref state, i), stride).StoreUnsafe(ref w, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Whole256<TRule>(
        ref float w, ref float g, ref float state, nint stride, TRule rule, nint from, nint to, float scale)
        where TRule : struct, IUpdateRule
    {
        Vector256<float> factor = Vector256.Create(scale);
        for (nint i = from; i < to; i += Vector256<float>.Count)
        {
            Vector256<float> value = Vector256.LoadUnsafe(ref w, (nuint)i);
            Vector256<float> gradient = Vector256.LoadUnsafe(ref g, (nuint)i) * factor;
            rule.Next(value, gradient, ref Unsafe.Add(ref state, i), stride).StoreUnsafe(ref w, (nuint)i);
        }
    }

    /// <summary>One granule of elements of several parameters, the first of them <paramref name="p"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shared<TRule>(ParameterSet set, ref float state, in TRule rule, int from, int p)
        where TRule : struct, IUpdateRule
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Shared512(set, ref state, rule, from, p);
        }
        else
        {
            Shared256(set, ref state, rule, from, p);
            Shared256(set, ref state, rule, from + Vector256<float>.Count, p);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Shared512<TRule>(ParameterSet set, ref float state, TRule rule, int from, int p)
        where TRule : struct, IUpdateRule
    {
        ReadOnlySpan<int> ends = set.Ends;
        Vector512<float> factor = Vector512.Create(set.PendingScales[p]);
        Vector512<int> learns = Vector512.Create(set.Trainable[p] ? -1 : 0);
        for (int next = p + 1; next < ends.Length && ends[next - 1] < from + Vector512<float>.Count; next++)
        {
            Vector512<int> later = Vector512.GreaterThanOrEqual(Vector512<int>.Indices, Vector512.Create(ends[next - 1] - from));
            factor = Vector512.ConditionalSelect(later.AsSingle(), Vector512.Create(set.PendingScales[next]), factor);
            learns = Vector512.ConditionalSelect(later, Vector512.Create(set.Trainable[next] ? -1 : 0), learns);
        }

        Vector512<float> value = Vector512.LoadUnsafe(ref set.ValueBlock, (nuint)from);
        Vector512<float> gradient = Vector512.LoadUnsafe(in set.GradientsToRead, (nuint)from) * factor;
        Vector512<float> updated = rule.Next(value, gradient, ref Unsafe.Add(ref state, from), set.PaddedLength);
        Vector512.ConditionalSelect(learns.AsSingle(), updated, value).StoreUnsafe(ref set.ValueBlock, (nuint)from);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Shared256<TRule>(ParameterSet set, ref float state, TRule rule, int from, int p)
        where TRule : struct, IUpdateRule
    {
        ReadOnlySpan<int> ends = set.Ends;
        Vector256<float> factor = Vector256.Create(set.PendingScales[p]);
        Vector256<int> learns = Vector256.Create(set.Trainable[p] ? -1 : 0);
        for (int next = p + 1; next < ends.Length && ends[next - 1] < from + Vector256<float>.Count; next++)
        {
            Vector256<int> later = Vector256.GreaterThanOrEqual(Vector256<int>.Indices, Vector256.Create(ends[next - 1] - from));
            factor = Vector256.ConditionalSelect(later.AsSingle(), Vector256.Create(set.PendingScales[next]), factor);
            learns = Vector256.ConditionalSelect(later, Vector256.Create(set.Trainable[next] ? -1 : 0), learns);
        }

        Vector256<float> value = Vector256.LoadUnsafe(ref set.ValueBlock, (nuint)from);
        Vector256<float> gradient = Vector256.LoadUnsafe(in set.GradientsToRead, (nuint)from) * factor;
        Vector256<float> updated = rule.Next(value, gradient, ref Unsafe.Add(ref state, from), set.PaddedLength);
        Vector256.ConditionalSelect(learns.AsSingle(), updated, value).StoreUnsafe(ref set.ValueBlock, (nuint)from);
    }
}
