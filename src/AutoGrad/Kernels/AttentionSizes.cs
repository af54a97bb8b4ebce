using System.Numerics;

namespace AutoGrad.Kernels;

/// <summary>What attention reads, and where in it a block of a head lies. Queries and keys are taken in blocks of <see cref="Block"/>.</summary>
internal readonly unsafe struct AttentionSizes<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The steps of a block: its scores and their gradients are within the second-level cache, and one of both within the first.</summary>
    internal const int Block = 64;

    private readonly T* x, mask;
    private readonly bool isCausal;

    internal AttentionSizes(T* x, T* mask, bool causal, nint n, nint time, nint width, nint heads)
    {
        if (heads < 1 || width % heads != 0)
            FlashAttention.ThrowHeads(width, heads);
        this.x = x;
        this.mask = mask;
        isCausal = causal;
        N = n;
        Time = time;
        Width = width;
        Heads = heads;
        Size = width / heads;
        Scale = T.One / T.Sqrt(T.CreateTruncating(Size));
    }

    internal nint N { get; }

    internal nint Time { get; }

    internal nint Width { get; }

    internal nint Heads { get; }

    /// <summary>The numbers of one head.</summary>
    internal nint Size { get; }

    /// <summary>From one step of x to the next.</summary>
    internal nint Stride => 3 * Width;

    /// <summary>What scores are multiplied by.</summary>
    internal T Scale { get; }

    internal nint Blocks => (Time + Block - 1) / Block;

    /// <summary>The multiplications of all scores.</summary>
    internal nint Work => N * Time * Time * Width * sizeof(T) / sizeof(float);

    /// <summary>Where the queries (part 0), keys (1) or values (2) of a head begin, from a step on.</summary>
    internal T* Part(nint sample, nint head, int part, nint step) => x + Offset(sample, head, part, step);

    /// <summary>The same place in a tensor of the shape of x.</summary>
    internal nint Offset(nint sample, nint head, int part, nint step) => (sample * Time + step) * Stride + part * Width + head * Size;

    /// <summary>Where a head begins in [n, time, width].</summary>
    internal nint Output(nint sample, nint head, nint step) => (sample * Time + step) * Width + head * Size;

    internal int Rows(nint first) => (int)nint.Min(Block, Time - first);

    /// <summary>How many steps the queries of a block see at most.</summary>
    internal nint Seen(nint firstQuery) => isCausal ? nint.Min(Time, firstQuery + Block) : Time;

    /// <summary>The first query that sees a block of keys.</summary>
    internal nint FirstQuery(nint firstKey) => isCausal ? firstKey : 0;

    /// <summary>The scores q kᵀ of a block, without their scale; those of keys that the mask hides are -infinity.</summary>
    internal void Scores(nint sample, nint head, nint query, nint key, int rows, int columns, T* scores)
    {
        Gemm.Multiply(in *Part(sample, head, 0, query), Stride, 1, in *Part(sample, head, 1, key), 1, Stride, rows, columns, Size, ref *scores, Block);
        if (mask == null)
            return;
        T* seen = mask + sample * Time + key;
        for (int c = 0; c < columns; c++)
            if (seen[c] == T.Zero)
                for (int r = 0; r < rows; r++)
                    scores[r * Block + c] = T.NegativeInfinity;
    }

    /// <summary>How many of a block's keys a query sees, hidden ones included.</summary>
    internal int Visible(nint query, nint key, int columns) => isCausal ? (int)nint.Clamp(query - key + 1, 0, columns) : columns;
}
