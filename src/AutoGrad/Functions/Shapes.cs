using System.Numerics;
using System.Numerics.Tensors;
using static System.FormattableString;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>The transpose of a matrix.</summary>
    /// <exception cref="ArgumentException">The rank is not 2.</exception>
    public static Tensor<T> Transpose<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank != 2)
            throw new ArgumentException($"x must have rank 2 but has lengths {Axes.Text(x.Lengths)}: name the axes to swap.", nameof(x));
        return Transpose(x, 0, 1);
    }

    /// <summary>Swaps two axes, which may be negative.</summary>
    public static Tensor<T> Transpose<T>(Tensor<T> x, int axis1, int axis2)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        axis1 = Axes.Normalize(x, axis1);
        axis2 = Axes.Normalize(x, axis2);
        nint[] lengths = x.Lengths.ToArray(), strides = Axes.Strides(lengths);
        (lengths[axis1], lengths[axis2]) = (lengths[axis2], lengths[axis1]);
        (strides[axis1], strides[axis2]) = (strides[axis2], strides[axis1]);
        var values = new T[source.Length];
        StridedCopy.Gather(source, 0, lengths, strides, values);
        return Operand.Result(values, lengths);
    }

    /// <summary>The same elements in the same order under other lengths, of which one may be -1: what is left for it.</summary>
    /// <exception cref="ArgumentException">The lengths do not hold as many elements as x, or -1 is ambiguous.</exception>
    public static Tensor<T> Reshape<T>(Tensor<T> x, params ReadOnlySpan<nint> lengths)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        nint[] resolved = Resolve(x.Lengths, source.Length, lengths);
        return Operand.Result(source.ToArray(), resolved);
    }

    /// <summary>x[index, ...]: one rank less, except that rank 1 gives lengths [1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is not below the length of axis 0.</exception>
    public static Tensor<T> At<T>(Tensor<T> x, int index)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        Axes.Normalize(x, 0, nameof(x));
        if (index < 0 || index >= x.Lengths[0])
        {
            throw new ArgumentOutOfRangeException(
                nameof(index), index, $"index must be at least 0 and below the first of the lengths of x, {Axes.Text(x.Lengths)}.");
        }

        int block = Axes.Count(x.Lengths[1..]);
        return Operand.Result(source.Slice(index * block, block).ToArray(), Axes.Without(x.Lengths, 0));
    }

    /// <summary>The last element along axis 0: At(x, x.Lengths[0] - 1).</summary>
    /// <exception cref="ArgumentException">Axis 0 has length 0.</exception>
    public static Tensor<T> Last<T>(Tensor<T> x)
        where T : IFloatingPointIeee754<T>
    {
        Axes.Normalize(x, 0, nameof(x));
        if (x.Lengths[0] == 0)
            throw new ArgumentException($"x has no last element along axis 0: its lengths are {Axes.Text(x.Lengths)}.", nameof(x));
        return At(x, (int)x.Lengths[0] - 1);
    }

    /// <summary>x[index, ...] of a mask: one axis less; of a vector one element with lengths [1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static Tensor<bool> At(Tensor<bool> x, int index)
    {
        ReadOnlySpan<bool> source = Operand.ReadAny(x);
        if (x.Rank == 0 || index < 0 || index >= x.Lengths[0])
            throw new ArgumentOutOfRangeException(nameof(index), index, Invariant($"x has lengths {Axes.Text(x.Lengths)}."));
        int row = source.Length / (int)x.Lengths[0];
        return Operand.Result(source.Slice(index * row, row).ToArray(), x.Rank == 1 ? [1] : x.Lengths[1..]);
    }

    /// <summary>A mask in another shape, its elements in the same order; one length may be -1.</summary>
    /// <exception cref="ArgumentException">The lengths do not hold as many elements as x.</exception>
    public static Tensor<bool> Reshape(Tensor<bool> x, params ReadOnlySpan<nint> lengths)
    {
        ReadOnlySpan<bool> source = Operand.ReadAny(x);
        return Operand.Result(source.ToArray(), Resolve(x.Lengths, source.Length, lengths));
    }

    /// <summary>The rows of a table that ints choose, <c>table[indices[i, ...], ...]</c>: the axes of the indices, then those of a row.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of a row.</exception>
    public static Tensor<T> Gather<T>(Tensor<T> table, Tensor<int> indices)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(table);
        ReadOnlySpan<int> rows = Operand.ReadAny(indices);
        int count = (int)table.Lengths[0], length = count == 0 ? 0 : source.Length / count;
        var values = new T[rows.Length * length];
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0 || rows[i] >= count)
                throw new ArgumentOutOfRangeException(nameof(indices), rows[i], Invariant($"The index {rows[i]} is outside of the {count} rows of the table."));
            source.Slice(rows[i] * length, length).CopyTo(values.AsSpan(i * length));
        }

        return Operand.Result(values, [.. indices.Lengths, .. table.Lengths[1..]]);
    }

    /// <summary>The elements <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> - 1 along an axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie within the axis.</exception>
    public static Tensor<T> Slice<T>(Tensor<T> x, int axis, int start, int length)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> source = Operand.Read(x);
        axis = Axes.Normalize(x, axis);
        (int outer, int whole, int inner) = Axes.Split(x.Lengths, axis);
        if (start < 0 || start > whole)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start),
                start,
                Invariant($"start must be from 0 to {whole}, the length of axis {axis} of x with lengths {Axes.Text(x.Lengths)}."));
        }

        if (length < 0 || length > whole - start)
        {
            throw new ArgumentOutOfRangeException(
                nameof(length),
                length,
                Invariant($"length must be from 0 to {whole - start}, for start is {start} and axis {axis} of x ")
                + $"with lengths {Axes.Text(x.Lengths)} has no more.");
        }

        var values = new T[outer * length * inner];
        int block = length * inner;
        for (int o = 0; o < outer; o++)
            source.Slice((o * whole + start) * inner, block).CopyTo(values.AsSpan(o * block));
        return Operand.Result(values, Axes.With(x.Lengths, axis, length));
    }

    /// <summary>Checks the lengths of a reshape and replaces -1.</summary>
    private static nint[] Resolve(ReadOnlySpan<nint> from, int count, ReadOnlySpan<nint> lengths)
    {
        if (lengths.IsEmpty)
            throw new ArgumentException("lengths must hold at least one length: there is no tensor of rank 0.", nameof(lengths));

        int free = lengths.IndexOf(-1);
        Int128 known = 1;
        bool negative = false;
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            if (axis == free)
                continue;
            negative |= lengths[axis] < 0;
            known = Int128.Min(known * lengths[axis], long.MaxValue);
        }

        string? misfit =
            negative ? "one length may be -1, the others must not be negative"
            : free < 0 ? known == count ? null : Invariant($"they hold {known}")
            : known == 0 ? "beside a length of 0, -1 could be any length"
            : count % known == 0 ? null : Invariant($"{count} is not a multiple of {known}");
        if (misfit is not null)
        {
            throw new ArgumentException(
                Invariant($"x with lengths {Axes.Text(from)} ({count} elements) cannot take lengths {Axes.Text(lengths)}: {misfit}."),
                nameof(lengths));
        }

        return free < 0 ? lengths.ToArray() : Axes.With(lengths, free, (nint)(count / known));
    }
}
