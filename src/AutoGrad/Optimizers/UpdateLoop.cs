using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>
/// Applies an update rule to the parameters of one part in one pass over the block, with each parameter's pending clip factor folded in.
/// Neighbours with equal factors are one run. Blocks are padded to whole vectors, so there is no remainder; a vector that several
/// parameters share gets a factor for each lane, and lanes of other parts keep their values and their state.
/// </summary>
internal static partial class UpdateLoop
{
    /// <summary>The most numbers of state that an element may have.</summary>
    internal const int MostStates = 3;

    /// <summary>Updates elements <paramref name="from"/> to <paramref name="to"/> - 1, both multiples of the granularity.</summary>
    internal static void Run<TRule, TDecay>(in UpdatePart part, ref float state, in TRule rule, TDecay decay, int from, int to)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        Debug.Assert(part.States <= MostStates, "The buffer of shared vectors is too small.");
        ParameterSet set = part.Set;
        ref float w = ref set.ValueBlock;
        ref float g = ref set.GradientBlock;
        ReadOnlySpan<int> ends = set.Ends;
        ReadOnlySpan<float> scales = set.PendingScales;
        ReadOnlySpan<bool> members = part.Members;
        int p = ends.BinarySearch(from + 1);
        p = p < 0 ? ~p : p;
        while (from < to)
        {
            int run = p;
            while (p + 1 < ends.Length && scales[p + 1] == scales[run] && members[p + 1] == members[run])
                p++;

            // The last run takes the padding along.
            int end = p + 1 == ends.Length ? to : Math.Min(to, ends[p] & -ParameterSet.Granularity);
            if (from < end)
            {
                if (members[run])
                    Whole(ref w, ref g, ref state, set.PaddedLength, in rule, decay, from, end, scales[run]);
                from = end;
            }

            if (from < to)
            {
                if (ends[p] > from)
                {
                    Shared(in part, ref state, in rule, decay, from, p);
                    from += ParameterSet.Granularity;
                }

                while (p + 1 < ends.Length && ends[p] <= from)
                    p++;
            }
        }
    }

    /// <summary>Elements with one factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Whole<TRule, TDecay>(
        ref float w, ref float g, ref float state, nint stride, in TRule rule, TDecay decay, nint from, nint to, float scale)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        if (Vector512.IsHardwareAccelerated)
            Whole512(ref w, ref g, ref state, stride, rule, decay, from, to, scale);
        else
            Whole256(ref w, ref g, ref state, stride, rule, decay, from, to, scale);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Whole512<TRule, TDecay>(
        ref float w, ref float g, ref float state, nint stride, TRule rule, TDecay decay, nint from, nint to, float scale)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        Vector512<float> factor = Vector512.Create(scale);
        for (nint i = from; i < to; i += Vector512<float>.Count)
        {
            Vector512<float> value = decay.Apply(Vector512.LoadUnsafe(ref w, (nuint)i));
            Vector512<float> gradient = Vector512.LoadUnsafe(ref g, (nuint)i) * factor;
            rule.Next(value, gradient, ref Unsafe.Add(ref state, i), stride).StoreUnsafe(ref w, (nuint)i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Whole256<TRule, TDecay>(
        ref float w, ref float g, ref float state, nint stride, TRule rule, TDecay decay, nint from, nint to, float scale)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        Vector256<float> factor = Vector256.Create(scale);
        for (nint i = from; i < to; i += Vector256<float>.Count)
        {
            Vector256<float> value = decay.Apply(Vector256.LoadUnsafe(ref w, (nuint)i));
            Vector256<float> gradient = Vector256.LoadUnsafe(ref g, (nuint)i) * factor;
            rule.Next(value, gradient, ref Unsafe.Add(ref state, i), stride).StoreUnsafe(ref w, (nuint)i);
        }
    }
}
