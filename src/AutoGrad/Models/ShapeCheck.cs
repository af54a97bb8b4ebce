using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad;

/// <summary>Checks of arguments against their declared shapes. Generated code calls them before it writes anything.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class ShapeCheck
{
    /// <summary>The number of axes.</summary>
    /// <param name="lengths">The argument's lengths.</param>
    /// <param name="rank">How many it must have.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="declared">Its declared shape, as <c>[batch, 64]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Rank(ReadOnlySpan<nint> lengths, int rank, string argument, string declared)
    {
        if (lengths.Length != rank)
            ThrowShape(lengths, argument, declared);
    }

    /// <summary>The number of axes of an argument that may have several.</summary>
    /// <param name="lengths">The argument's lengths.</param>
    /// <param name="least">How many it must have at least.</param>
    /// <param name="most">How many it may have at most.</param>
    /// <param name="argument">The argument's name.</param>
    public static void Ranks(ReadOnlySpan<nint> lengths, int least, int most, string argument)
    {
        if (lengths.Length < least || lengths.Length > most)
            throw new ArgumentException($"{argument} must have {least} to {most} axes but has lengths [{string.Join(", ", lengths.ToArray())}].", argument);
    }

    /// <summary>One length that is declared as a number.</summary>
    /// <param name="lengths">The argument's lengths.</param>
    /// <param name="axis">Which of them.</param>
    /// <param name="expected">What it must be.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="declared">Its declared shape, as <c>[batch, 64]</c>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Length(ReadOnlySpan<nint> lengths, int axis, nint expected, string argument, string declared)
    {
        if (lengths[axis] != expected)
            ThrowShape(lengths, argument, declared);
    }

    /// <summary>One length that is declared as a symbol which something else has bound.</summary>
    /// <param name="lengths">The argument's lengths.</param>
    /// <param name="axis">Which of them.</param>
    /// <param name="bound">What the symbol stands for.</param>
    /// <param name="argument">The argument's name.</param>
    /// <param name="declared">Its declared shape, as <c>[batch]</c>.</param>
    /// <param name="symbol">The symbol.</param>
    /// <param name="boundBy">The name of what bound it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Bound(
        ReadOnlySpan<nint> lengths, int axis, nint bound, string argument, string declared, string symbol, string boundBy)
    {
        if (lengths[axis] != bound)
            ThrowBound(lengths, bound, argument, declared, symbol, boundBy);
    }

    /// <summary>A length that a mean divides by.</summary>
    /// <param name="length">The length.</param>
    /// <param name="symbol">Its symbol.</param>
    /// <param name="argument">The name of the argument that bound it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void NotEmpty(nint length, string symbol, string argument)
    {
        if (length <= 0)
            ThrowEmpty(length, symbol, argument);
    }

    /// <summary>The lengths of a destination.</summary>
    /// <param name="lengths">Its lengths.</param>
    /// <param name="destination">Its name.</param>
    /// <param name="expected">The lengths of what is written to it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Destination(ReadOnlySpan<nint> lengths, string destination, params ReadOnlySpan<nint> expected)
    {
        if (!lengths.SequenceEqual(expected))
            ThrowDestination(lengths, expected, destination);
    }

    /// <summary>Two destinations may share no memory either.</summary>
    /// <param name="destination">A destination.</param>
    /// <param name="other">Another one.</param>
    /// <param name="destinationName">The destination's name.</param>
    /// <param name="otherName">The other one's name.</param>
    public static void NoOverlap<T>(in TensorSpan<T> destination, in TensorSpan<T> other, string destinationName, string otherName)
        where T : unmanaged
    {
        ReadOnlyTensorSpan<T> input = other;
        NoOverlap(in destination, in input, destinationName, otherName);
    }

    /// <summary>
    /// A destination may share no memory with an input, which is read after the first element was written. Two strided views
    /// whose ranges of addresses interlock are refused too, even if no element is in both.
    /// </summary>
    /// <param name="destination">The destination.</param>
    /// <param name="input">The input.</param>
    /// <param name="destinationName">The destination's name.</param>
    /// <param name="inputName">The input's name.</param>
    public static void NoOverlap<TDestination, TInput>(
        in TensorSpan<TDestination> destination, in ReadOnlyTensorSpan<TInput> input, string destinationName, string inputName)
        where TDestination : unmanaged
        where TInput : unmanaged
    {
        nint destinationBytes = Extent(destination.Lengths, destination.Strides) * Unsafe.SizeOf<TDestination>();
        nint inputBytes = Extent(input.Lengths, input.Strides) * Unsafe.SizeOf<TInput>();
        if (destinationBytes == 0 || inputBytes == 0)
            return;
        ref byte first = ref Unsafe.As<TDestination, byte>(ref TensorMarshal.GetReference(in destination));
        ref byte other = ref Unsafe.As<TInput, byte>(ref Unsafe.AsRef(in TensorMarshal.GetReference(in input)));
        nint distance = Unsafe.ByteOffset(ref first, ref other);
        if (distance < destinationBytes && -distance < inputBytes)
            throw new ArgumentException(
                $"{destinationName} must not overlap {inputName}, which is read while {destinationName} is written.",
                destinationName);
    }

    /// <summary>From the first element to the last one, both counted; 0 if there is none.</summary>
    private static nint Extent(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        if (lengths.IsEmpty)
            return 0;
        nint extent = 1;
        for (int i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] == 0)
                return 0;
            extent += (lengths[i] - 1) * strides[i];
        }

        return extent;
    }

    [DoesNotReturn]
    private static void ThrowShape(ReadOnlySpan<nint> lengths, string argument, string declared)
        => throw new ArgumentException($"{argument} must have shape {declared} but has lengths {Text(lengths)}", argument);

    [DoesNotReturn]
    private static void ThrowBound(ReadOnlySpan<nint> lengths, nint bound, string argument, string declared, string symbol, string boundBy)
        => throw new ArgumentException(
            $"{argument} must have shape {declared} where {symbol} is {bound} (from {boundBy}) but has lengths {Text(lengths)}",
            argument);

    [DoesNotReturn]
    private static void ThrowEmpty(nint length, string symbol, string argument)
        => throw new ArgumentException($"{symbol} (from {argument}) must be at least 1 but is {length}", argument);

    [DoesNotReturn]
    private static void ThrowDestination(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> expected, string destination)
        => throw new ArgumentException($"{destination} must have lengths {Text(expected)} but has lengths {Text(lengths)}", destination);

    private static string Text(ReadOnlySpan<nint> lengths)
        => $"[{string.Join(", ", lengths.ToArray())}]";
}
