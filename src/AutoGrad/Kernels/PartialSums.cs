using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>A slot of sums for each chunk of a piece of work, added in the chunks' order whoever computed them.</summary>
internal static unsafe class PartialSums
{
    /// <summary>Cleared slots in the calling thread's scratch memory.</summary>
    internal static double* Reserve(int chunks, int sums)
    {
        if (sums == 0)
            return null;
        nint count = (nint)chunks * sums;
        double* slots = Scratch.Current.ReserveSums(count);
        new Span<double>(slots, checked((int)count)).Clear();
        return slots;
    }

    /// <summary>
    /// The same span without its scope: kernels are ref structs, so to the compiler a Flush could keep the span it is given.
    /// None does, and with a scoped span callers may hold both sums and kernel on the stack.
    /// </summary>
    internal static Span<double> Unscoped(scoped Span<double> sums)
        => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(sums), sums.Length);

    internal static void Add(double* slots, int chunks, int sums, Span<double> destination)
    {
        for (int chunk = 0; chunk < chunks; chunk++)
            for (int i = 0; i < sums; i++)
                destination[i] += *slots++;
    }
}
