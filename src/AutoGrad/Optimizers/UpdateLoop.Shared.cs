using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <content>Vectors that several parameters share.</content>
internal static partial class UpdateLoop
{
    /// <summary>One granule of elements of several parameters, the first of them <paramref name="p"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Shared<TRule, TDecay>(in UpdatePart part, ref float state, in TRule rule, TDecay decay, int from, int p)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Shared512(in part, ref state, rule, decay, from, p);
        }
        else
        {
            Shared256(in part, ref state, rule, decay, from, p);
            Shared256(in part, ref state, rule, decay, from + Vector256<float>.Count, p);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Shared512<TRule, TDecay>(in UpdatePart part, ref float state, TRule rule, TDecay decay, int from, int p)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        ParameterSet set = part.Set;
        ReadOnlySpan<int> ends = set.Ends;
        Vector512<float> factor = Vector512.Create(set.PendingScales[p]);
        Vector512<int> isMember = Vector512.Create(part.Members[p] ? -1 : 0);
        for (int next = p + 1; next < ends.Length && ends[next - 1] < from + Vector512<float>.Count; next++)
        {
            Vector512<int> later = Vector512.GreaterThanOrEqual(Vector512<int>.Indices, Vector512.Create(ends[next - 1] - from));
            factor = Vector512.ConditionalSelect(later.AsSingle(), Vector512.Create(set.PendingScales[next]), factor);
            isMember = Vector512.ConditionalSelect(later, Vector512.Create(part.Members[next] ? -1 : 0), isMember);
        }

        Vector512<float> value = Vector512.LoadUnsafe(ref set.ValueBlock, (nuint)from);
        Vector512<float> gradient = Vector512.LoadUnsafe(ref set.GradientBlock, (nuint)from) * factor;
        Span<float> own = stackalloc float[MostStates * Vector512<float>.Count];
        for (int s = 0; s < part.States; s++)
            Vector512.LoadUnsafe(ref state, (nuint)(from + (nint)s * set.PaddedLength)).StoreUnsafe(ref own[s * Vector512<float>.Count]);
        Vector512<float> updated = rule.Next(decay.Apply(value), gradient, ref own[0], Vector512<float>.Count);
        for (int s = 0; s < part.States; s++)
        {
            ref float old = ref Unsafe.Add(ref state, from + (nint)s * set.PaddedLength);
            Vector512.ConditionalSelect(isMember.AsSingle(), Vector512.LoadUnsafe(ref own[s * Vector512<float>.Count]), Vector512.LoadUnsafe(ref old)).StoreUnsafe(ref old);
        }

        Vector512.ConditionalSelect(isMember.AsSingle(), updated, value).StoreUnsafe(ref set.ValueBlock, (nuint)from);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Shared256<TRule, TDecay>(in UpdatePart part, ref float state, TRule rule, TDecay decay, int from, int p)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        ParameterSet set = part.Set;
        ReadOnlySpan<int> ends = set.Ends;
        Vector256<float> factor = Vector256.Create(set.PendingScales[p]);
        Vector256<int> isMember = Vector256.Create(part.Members[p] ? -1 : 0);
        for (int next = p + 1; next < ends.Length && ends[next - 1] < from + Vector256<float>.Count; next++)
        {
            Vector256<int> later = Vector256.GreaterThanOrEqual(Vector256<int>.Indices, Vector256.Create(ends[next - 1] - from));
            factor = Vector256.ConditionalSelect(later.AsSingle(), Vector256.Create(set.PendingScales[next]), factor);
            isMember = Vector256.ConditionalSelect(later, Vector256.Create(part.Members[next] ? -1 : 0), isMember);
        }

        Vector256<float> value = Vector256.LoadUnsafe(ref set.ValueBlock, (nuint)from);
        Vector256<float> gradient = Vector256.LoadUnsafe(ref set.GradientBlock, (nuint)from) * factor;
        Span<float> own = stackalloc float[MostStates * Vector256<float>.Count];
        for (int s = 0; s < part.States; s++)
            Vector256.LoadUnsafe(ref state, (nuint)(from + (nint)s * set.PaddedLength)).StoreUnsafe(ref own[s * Vector256<float>.Count]);
        Vector256<float> updated = rule.Next(decay.Apply(value), gradient, ref own[0], Vector256<float>.Count);
        for (int s = 0; s < part.States; s++)
        {
            ref float old = ref Unsafe.Add(ref state, from + (nint)s * set.PaddedLength);
            Vector256.ConditionalSelect(isMember.AsSingle(), Vector256.LoadUnsafe(ref own[s * Vector256<float>.Count]), Vector256.LoadUnsafe(ref old)).StoreUnsafe(ref old);
        }

        Vector256.ConditionalSelect(isMember.AsSingle(), updated, value).StoreUnsafe(ref set.ValueBlock, (nuint)from);
    }
}
