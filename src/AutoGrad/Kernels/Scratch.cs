using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>
/// Memory of one thread for packed operands: 64-byte aligned, grows and never shrinks, contents undefined. The arrays are
/// pinned, so pointers into them stay valid while the thread lives.
/// </summary>
internal sealed unsafe class Scratch
{
    private const int Alignment = 64;

    [ThreadStatic]
    private static Scratch? current;

    private Buffer a, b, sums;

    /// <summary>The calling thread's scratch memory.</summary>
    internal static Scratch Current => current ??= new Scratch();

    /// <summary>Which block of which product lies packed in A's buffer; 0 for none.</summary>
    internal long PackedProduct { get; set; }

    internal nint PackedRow { get; set; }

    /// <summary>The convolution for which B's buffer was last cleared; 0 for none.</summary>
    internal long ClearedConvolution { get; set; }

    internal T* ReserveA<T>(nint elements)
        where T : unmanaged
    {
        if (a.Reserve(elements * sizeof(T)))
            PackedProduct = 0;
        return (T*)a.Start;
    }

    internal T* ReserveB<T>(nint elements)
        where T : unmanaged
    {
        b.Reserve(elements * sizeof(T));
        return (T*)b.Start;
    }

    /// <summary>Zeros, once for each convolution and thread, and some bytes behind them.</summary>
    internal T* ReserveCleared<T>(nint elements, nint more, long convolution)
        where T : unmanaged
    {
        if (b.Reserve(elements * sizeof(T) + more) || ClearedConvolution != convolution)
            new Span<T>(b.Start, checked((int)elements)).Clear();
        ClearedConvolution = convolution;
        return (T*)b.Start;
    }

    internal double* ReserveSums(nint count)
    {
        sums.Reserve(count * sizeof(double));
        return (double*)sums.Start;
    }

    private struct Buffer
    {
        private byte[]? memory;
        private nint capacity;

        internal byte* Start { get; private set; }

        /// <summary>True if the buffer is a new one.</summary>
        internal bool Reserve(nint bytes)
        {
            if (bytes <= capacity)
                return false;
            capacity = checked((int)nint.Max(bytes, 2 * capacity));
            memory = GC.AllocateUninitializedArray<byte>((int)capacity + Alignment, pinned: true);
            nint address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(memory));
            Start = (byte*)((address + Alignment - 1) & ~(Alignment - 1));
            return true;
        }
    }
}
