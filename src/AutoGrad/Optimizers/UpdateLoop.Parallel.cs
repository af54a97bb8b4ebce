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

    /// <summary>Updates a whole block.</summary>
    internal static void RunAll<TRule>(ParameterSet set, ref float state, in TRule rule)
        where TRule : struct, IUpdateRule
    {
        if (set.PaddedLength < 2 * ChunkLength)
        {
            Run(set, ref state, in rule, 0, set.PaddedLength);
            return;
        }

        // The state is a pinned array's, so its address holds for all threads.
        var work = new Work<TRule>(set, (float*)Unsafe.AsPointer(ref state), rule);
        int chunks = (set.PaddedLength - 1) / ChunkLength + 1;
        WorkerPool.Run(chunks, &RunChunk<TRule>, Unsafe.AsPointer(ref work));
    }

    private static void RunChunk<TRule>(void* work, int chunk)
        where TRule : struct, IUpdateRule
    {
        ref Work<TRule> shared = ref Unsafe.AsRef<Work<TRule>>(work);
        int from = chunk * ChunkLength;
        int count = Math.Min(ChunkLength, shared.Set.PaddedLength - from);
        Run(shared.Set, ref *shared.State, in shared.Rule, from, from + count);
    }

    private readonly struct Work<TRule>(ParameterSet set, float* state, TRule rule)
        where TRule : struct, IUpdateRule
    {
        internal readonly ParameterSet Set = set;
        internal readonly float* State = state;
        internal readonly TRule Rule = rule;
    }
}
