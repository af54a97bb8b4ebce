using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>
/// What the iterations of a loop leave for its backward pass, where their number is not known before: grows by doubling, and is used again,
/// so that nothing is allocated once the longest run has been seen. One thread's tapes are its own.
/// </summary>
/// <typeparam name="T">The type of an element.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Tape<T>
    where T : unmanaged
{
    private const int FirstLength = 64;

    [ThreadStatic]
    private static Stack<Tape<T>>? s_free;

    private T[] _items = new T[FirstLength];
    private int _count;
    private string _method = "";

    private Tape()
    {
    }

    /// <summary>The first element.</summary>
    public ref T First => ref MemoryMarshal.GetArrayDataReference(_items);

    /// <summary>An empty tape. What is rented and not returned is left to the garbage collector.</summary>
    /// <param name="method">The method whose loop it is for.</param>
#pragma warning disable CA1000 // A tape is named with its element type, as generated code does.
    public static Tape<T> Rent(string method)
    {
        Tape<T> tape = s_free is { Count: > 0 } free ? free.Pop() : new Tape<T>();
        tape._count = 0;
        tape._method = method;
        return tape;
    }

    /// <summary>Gives a tape back.</summary>
    public static void Return(Tape<T> tape)
    {
        ArgumentNullException.ThrowIfNull(tape);
        (s_free ??= new Stack<Tape<T>>()).Push(tape);
    }
#pragma warning restore CA1000

    /// <summary>Room for <paramref name="length"/> more elements, and a reference to the first of them.</summary>
    /// <exception cref="InsufficientMemoryException">The memory cannot be had.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref T Append(nint length)
    {
        int start = _count;
        long end = start + (long)length;
        if (end > _items.Length)
            Grow(end, length);
        _count = (int)end;
        return ref _items[start];
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(long end, nint length)
    {
        long doubled = Math.Min(2L * _items.Length, Array.MaxLength - 64);
        LoopMemory.Require<T>(Math.Max(end, doubled), end / Math.Max(length, 1), _method);
        Array.Resize(ref _items, (int)Math.Max(end, doubled));
    }
}
