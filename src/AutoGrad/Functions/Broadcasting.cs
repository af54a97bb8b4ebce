using System.Numerics.Tensors;

namespace AutoGrad;

/// <summary>
/// Broadcasting as the operators of the base library do it: lengths are aligned at the last axis, a missing axis counts as
/// length 1, and length 1 repeats.
/// </summary>
internal static class Broadcasting
{
    /// <summary>The common lengths, or null where some axis has two lengths that are not 1.</summary>
    public static nint[]? Common(ReadOnlySpan<nint> x, ReadOnlySpan<nint> y)
    {
        var common = new nint[Math.Max(x.Length, y.Length)];
        for (int back = 1; back <= common.Length; back++)
        {
            nint ofX = back <= x.Length ? x[^back] : 1;
            nint ofY = back <= y.Length ? y[^back] : 1;
            if (ofX != ofY && ofX != 1 && ofY != 1)
                return null;
            common[^back] = ofX == 1 ? ofY : ofX;
        }

        return common;
    }

    /// <summary>The common lengths of two arguments of the same call.</summary>
    public static nint[] Common(ReadOnlySpan<nint> x, string nameX, ReadOnlySpan<nint> y, string nameY)
        => Common(x, y) ?? throw new ArgumentException(
            $"{nameX} and {nameY} do not broadcast: {nameX} has lengths {Axes.Text(x)}, {nameY} has lengths {Axes.Text(y)}.", nameY);

    /// <summary>The strides with which a dense tensor of the given lengths reads as <paramref name="common"/>.</summary>
    public static nint[] Strides(ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> common)
    {
        nint[] own = Axes.Strides(lengths);
        var strides = new nint[common.Length];
        for (int back = 1; back <= lengths.Length; back++)
            strides[^back] = lengths[^back] == 1 ? 0 : own[^back];
        return strides;
    }

    /// <summary>The elements of <paramref name="x"/> repeated to <paramref name="common"/>.</summary>
    public static ReadOnlySpan<T> Expand<T>(Tensor<T> x, ReadOnlySpan<nint> common)
    {
        ReadOnlySpan<T> source = Operand.ReadAny(x);
        if (x.Lengths.SequenceEqual(common))
            return source;

        var expanded = new T[Axes.Count(common)];
        StridedCopy.Gather(source, 0, common, Strides(x.Lengths, common), expanded);
        return expanded;
    }
}
