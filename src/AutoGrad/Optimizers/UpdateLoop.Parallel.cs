using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad;

/// <content>Large blocks, cut by their length alone.</content>
internal static unsafe partial class UpdateLoop
{
    /// <summary>
    /// The elements of one piece of work. Adam takes about 0.3 ns for one of them where it computes and 0.6 where memory is what
    /// it waits for, so two pieces are about where a second thread begins to pay.
    /// </summary>
    internal const int ChunkLength = 1 << 16;

    /// <summary>Updates a part of a whole block.</summary>
    internal static void RunAll<TRule, TDecay>(in UpdatePart part, ref float state, in TRule rule, TDecay decay)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        int length = part.Set.PaddedLength;
        if (length < 2 * ChunkLength)
        {
            Run(in part, ref state, in rule, decay, 0, length);
            return;
        }

        // The state is a pinned array's, so its address holds for all threads.
        var work = new Work<TRule, TDecay>(part, (float*)Unsafe.AsPointer(ref state), rule, decay);
        int chunks = (length - 1) / ChunkLength + 1;
        WorkerPool.Run(chunks, &RunChunk<TRule, TDecay>, Unsafe.AsPointer(ref work));
    }

    private static void RunChunk<TRule, TDecay>(void* work, int chunk)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        ref Work<TRule, TDecay> shared = ref Unsafe.AsRef<Work<TRule, TDecay>>(work);
        int from = chunk * ChunkLength;
        int count = Math.Min(ChunkLength, shared.Part.Set.PaddedLength - from);
        Run(in shared.Part, ref *shared.State, in shared.Rule, shared.Decay, from, from + count);
    }

    private readonly struct Work<TRule, TDecay>(UpdatePart part, float* state, TRule rule, TDecay decay)
        where TRule : struct, IUpdateRule
        where TDecay : struct, IWeightDecay
    {
        internal readonly UpdatePart Part = part;
        internal readonly float* State = state;
        internal readonly TRule Rule = rule;
        internal readonly TDecay Decay = decay;
    }
}
