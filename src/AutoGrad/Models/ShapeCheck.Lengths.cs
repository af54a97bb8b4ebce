using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AutoGrad;

public static partial class ShapeCheck
{
    /// <summary>Checks that <paramref name="length"/> elements from <paramref name="start"/> are within an axis. Throws <see cref="ArgumentOutOfRangeException"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Within(nint start, nint length, nint axis, string expression)
    {
        if (start < 0 || length < 0 || start > axis - length)
            ThrowOutside(start, length, axis, expression);
    }

    /// <summary>Checks that a reshape keeps the number of elements. Throws <see cref="ArgumentException"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SameCount(nint found, nint expected, string expression)
    {
        if (found != expected)
            ThrowCount(found, expected, expression);
    }

    [DoesNotReturn]
    private static void ThrowOutside(nint start, nint length, nint axis, string expression)
        => throw new ArgumentOutOfRangeException(nameof(start), $"{expression} takes elements {start} to {start + length} of an axis of {axis}");

    [DoesNotReturn]
    private static void ThrowCount(nint found, nint expected, string expression)
        => throw new ArgumentException($"{expression} needs {expected} elements but there are {found}");
}
