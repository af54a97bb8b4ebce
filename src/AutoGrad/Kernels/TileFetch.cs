using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace AutoGrad.Kernels;

/// <summary>
/// What an epilogue is about to read and write, row by row of a tile: the micro-kernel asks the second-level cache for one row every few steps
/// of its loop.
/// </summary>
internal unsafe struct TileFetch
{
    private byte* read, written;
    private nint rowBytes, every, left;

    /// <summary>Begins a tile of that many rows; within three quarters of the steps every row is asked for.</summary>
    internal void Start(byte* firstRead, byte* firstWritten, nint bytes, int rows, nint steps)
    {
        read = firstRead;
        written = firstWritten;
        rowBytes = bytes;
        every = nint.Max(1, steps * 3 / (4 * rows));
        left = rows;
    }

    /// <summary>Asks for the next row of <paramref name="vectorBytes"/> a vector, and returns after how many steps to do so again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal nint Next<TVectors>(nint vectorBytes)
        where TVectors : struct, INumber
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch1(read);
            Sse.Prefetch1(written);
            if (TVectors.Value > 1)
            {
                Sse.Prefetch1(read + vectorBytes);
                Sse.Prefetch1(written + vectorBytes);
            }

            if (TVectors.Value > 2)
            {
                Sse.Prefetch1(read + (2 * vectorBytes));
                Sse.Prefetch1(written + (2 * vectorBytes));
            }

            if (TVectors.Value > 3)
            {
                Sse.Prefetch1(read + (3 * vectorBytes));
                Sse.Prefetch1(written + (3 * vectorBytes));
            }
        }

        read += rowBytes;
        written += rowBytes;
        return --left == 0 ? nint.MaxValue : every;
    }
}
