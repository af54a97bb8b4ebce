using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AutoGrad.Kernels;

/// <summary>
/// A block of rows of an image, copied so that a kernel passes over it by addition of offsets alone: with the zeros around it, and cut into
/// phases. With a stride s, element y s + a of a padded row is element y of phase a: what a kernel reads at neighbouring places are then
/// neighbours, whatever the stride, and each of its elements is at one offset from each place.
/// </summary>
internal unsafe struct ConvSource<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>What is copied: channels of height x width.</summary>
    internal nint Channels, Height, Width;

    /// <summary>The phases, and the zeros before the first row and column.</summary>
    internal nint PhasesDown, PhasesAcross, Above, Before;

    /// <summary>The rows of a block, and the elements of one, in each phase.</summary>
    internal nint Rows, Pitch;

    /// <summary>The elements of all channels and phases.</summary>
    internal readonly nint Count => Channels * PhasesDown * PhasesAcross * Rows * Pitch;

    /// <summary>The distance, in bytes, from a place to what an element of the kernel meets there, in padded coordinates.</summary>
    internal readonly nint Offset(nint channel, nint down, nint across)
    {
        nint phase = (channel * PhasesDown + down % PhasesDown) * PhasesAcross + across % PhasesAcross;
        return ((phase * Rows + down / PhasesDown) * Pitch + across / PhasesAcross) * sizeof(T);
    }

    /// <summary>
    /// Copies the block whose first row is <paramref name="row"/>, in rows of a phase. The elements left and right of the image are not
    /// written: the caller has cleared the whole once.
    /// </summary>
    internal readonly void Copy(T* image, nint row, T* to)
    {
        for (nint c = 0; c < Channels; c++, image += Height * Width)
            for (nint a = 0; a < PhasesDown; a++)
                for (nint b = 0; b < PhasesAcross; b++, to += Rows * Pitch)
                    CopyPhase(image, row, a, b, to);
    }

    private readonly void CopyPhase(T* image, nint row, nint a, nint b, T* to)
    {
        nint first = Before > b ? (Before - b + PhasesAcross - 1) / PhasesAcross : 0;
        nint last = Width - 1 + Before - b, end = last < 0 ? 0 : nint.Min(Pitch, last / PhasesAcross + 1);
        nint x = first * PhasesAcross + b - Before, count = end - first;
        to += first;
        nint y = row * PhasesDown + a - Above;
        for (nint r = 0; r < Rows; r++, y += PhasesDown, to += Pitch)
        {
            if (count <= 0)
                continue;
            if (y < 0 || y >= Height)
                new Span<T>(to, (int)count).Clear();
            else if (PhasesAcross == 1)
                ConvRow.Copy(image + y * Width + x, to, count);
            else
                for (nint j = 0; j < count; j++)
                    to[j] = image[y * Width + x + j * PhasesAcross];
        }
    }
}

/// <summary>Short rows: a call of the base library's copy would take longer than the copy.</summary>
internal static unsafe class ConvRow
{
    /// <summary>Copies elements; the last vector overlaps the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy<T>(T* from, T* to, nint count)
        where T : unmanaged
    {
        nint i = 0;
        if (count >= Vector256<T>.Count)
        {
            for (; i < count - Vector256<T>.Count; i += Vector256<T>.Count)
                Vector256.Load(from + i).Store(to + i);
            Vector256.Load(from + count - Vector256<T>.Count).Store(to + count - Vector256<T>.Count);
            return;
        }
        for (; i < count; i++)
            to[i] = from[i];
    }
}
