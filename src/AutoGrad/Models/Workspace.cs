using System.ComponentModel;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>
/// Memory for intermediate values, kept between calls: one block for each element type, which grows and never shrinks. Generated
/// code plans offsets into it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class Workspace
{
    private Block[] blocks = [];
    private Block[] copies = [];

    /// <summary>How many bytes it holds.</summary>
    public nint Bytes { get; private set; }

    /// <summary>
    /// The first of at least <paramref name="elements"/> elements, on a 64-byte boundary. Their contents are undefined. A later
    /// call with the same type gives the same memory, unless it asks for more.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Reserve<T>(nint elements)
        where T : unmanaged
    {
        int type = ElementType<T>.Index;
        if (type < blocks.Length && blocks[type].Length >= elements && blocks[type].Length > 0)
            return ref blocks[type].First<T>();
        return ref Grow<T>(ref blocks, type, elements);
    }

    /// <summary>The same for a method with loops, the longest of which runs so many iterations and keeps something of each.</summary>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Reserve<T>(nint elements, nint iterations, string method)
        where T : unmanaged
    {
        int type = ElementType<T>.Index;
        if (type < blocks.Length && blocks[type].Length >= elements && blocks[type].Length > 0)
            return ref blocks[type].First<T>();
        LoopMemory.Require<T>(elements, iterations, method);
        return ref Grow<T>(ref blocks, type, elements);
    }

    /// <summary>
    /// The elements of a tensor in row-major order: its own memory if it is dense, else a copy in the buffer of
    /// <paramref name="slot"/>, which holds until the next call with that slot.
    /// </summary>
    public ref readonly T Dense<T>(in ReadOnlyTensorSpan<T> x, int slot)
        where T : unmanaged
    {
        if (x.IsDense)
            return ref TensorMarshal.GetReference(in x);
        nint length = x.FlattenedLength;
        ref T first = ref slot < copies.Length && copies[slot].Array is T[] && copies[slot].Length >= length
            ? ref copies[slot].First<T>()
            : ref Grow<T>(ref copies, slot, length);
        x.FlattenTo(MemoryMarshal.CreateSpan(ref first, checked((int)length)));
        return ref first;
    }

    /// <summary>A number of elements rounded up, so that the next buffer starts on a cache line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nint Align(nint elements) => unchecked((elements + 15) & ~15);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ref T Grow<T>(ref Block[] table, int index, nint elements)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(elements);
        if (index >= table.Length)
            Array.Resize(ref table, index + 1);
        T[] array = AlignedArray.Allocate<T>(checked((int)Math.Max(elements, 1)), clear: false, out int start);
        nint size = Unsafe.SizeOf<T>();
        Bytes += array.Length * size - table[index].Bytes;
        table[index] = new Block(array, start, array.Length - start, array.Length * size);
        return ref table[index].First<T>();
    }

    /// <summary>An array with <see cref="Length"/> usable elements from <see cref="Start"/> on.</summary>
    private readonly record struct Block(Array Array, int Start, nint Length, nint Bytes)
    {
        // The table's index stands for the element type, so the cast needs no check.
        internal ref T First<T>()
            => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(Unsafe.As<T[]>(Array)), Start);
    }

    /// <summary>Numbers the element types in the order in which they are first met.</summary>
    private static class ElementTypes
    {
        private static int next = -1;

        internal static int Next() => Interlocked.Increment(ref next);
    }

    private static class ElementType<T>
    {
        internal static readonly int Index = ElementTypes.Next();
    }
}
