using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace AutoGrad;

public static partial class ShapeCheck
{
    /// <summary>
    /// Checks that a window can pass over an axis: the axis has elements; the window, its stride and its dilation are at least 1, and it fits between the zeros. A pool's window is
    /// at least twice its padding, so that it always holds an element. Throws <see cref="ArgumentException"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Window(nint length, nint window, nint stride, nint padding, nint dilation, bool isPool, string expression)
    {
        if (length < 1 || window < 1 || stride < 1 || dilation < 1 || padding < 0 || dilation * (window - 1) >= length + 2 * padding || (isPool && 2 * padding > window))
            ThrowWindow(length, window, stride, padding, dilation, isPool, expression);
    }

    /// <summary>Checks that groups divide the channels of an image and the filters of a kernel, each of which takes those of its group. Throws <see cref="ArgumentException"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Groups(nint channels, nint filters, nint channelsOfFilter, nint groups, string expression)
    {
        if (groups < 1 || channels % groups != 0 || filters % groups != 0 || channelsOfFilter != channels / groups)
            ThrowGroups(channels, filters, channelsOfFilter, groups, expression);
    }

    [DoesNotReturn]
    private static void ThrowWindow(nint length, nint window, nint stride, nint padding, nint dilation, bool isPool, string expression)
    {
        string fault = window < 1 ? $"a window of {window} is not possible: it is at least 1"
            : stride < 1 ? $"a stride of {stride} is not possible: it is at least 1"
            : dilation < 1 ? $"a dilation of {dilation} is not possible: it is at least 1"
            : padding < 0 ? $"a padding of {padding} is not possible: it is at least 0"
            : length < 1 ? $"there are no images with a length of {length}"
            : isPool && 2 * padding > window ? $"a padding of {padding} is more than half of a window of {window}, which could lie outside"
            : $"a window of {dilation * (window - 1) + 1} does not fit into a length of {length}{(padding == 0 ? "" : $" with {padding} on either side")}";
        throw new ArgumentException($"{expression}: {fault}");
    }

    [DoesNotReturn]
    private static void ThrowGroups(nint channels, nint filters, nint channelsOfFilter, nint groups, string expression)
        => throw new ArgumentException(
            $"{expression}: {groups} groups cannot take {channels} channels to {filters} with kernels of {channelsOfFilter} channels: groups divide both, and a kernel takes the channels of one group");
}
