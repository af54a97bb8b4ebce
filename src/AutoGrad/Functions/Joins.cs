using System.Numerics;
using System.Numerics.Tensors;
using static System.FormattableString;

namespace AutoGrad;

public static partial class Nn
{
    /// <summary>Joins tensors along an axis that they have; all other lengths must agree.</summary>
    /// <exception cref="ArgumentException">There is no part, or lengths differ beside the axis.</exception>
    public static Tensor<T> Concat<T>(int axis, params ReadOnlySpan<Tensor<T>> parts)
        where T : IFloatingPointIeee754<T>
    {
        RequireParts(parts);
        ReadOnlySpan<nint> first = parts[0].Lengths;
        axis = Axes.Normalize(axis, parts[0].Rank, nameof(axis), $"for parts[0] with lengths {Axes.Text(first)}");
        nint joined = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            ReadOnlySpan<nint> lengths = parts[i].Lengths;
            if (lengths.Length != first.Length || !Axes.With(lengths, axis, 0).AsSpan().SequenceEqual(Axes.With(first, axis, 0)))
                throw new ArgumentException(Unequal(i, lengths, first, Invariant($" beside axis {axis}")), nameof(parts));
            joined += lengths[axis];
        }

        return Join(parts, axis, Axes.With(first, axis, joined));
    }

    /// <summary>Joins tensors of equal lengths along a new axis; -1 puts it last.</summary>
    /// <exception cref="ArgumentException">There is no part, or lengths differ.</exception>
    public static Tensor<T> Stack<T>(int axis, params ReadOnlySpan<Tensor<T>> parts)
        where T : IFloatingPointIeee754<T>
    {
        RequireParts(parts);
        ReadOnlySpan<nint> first = parts[0].Lengths;
        axis = Axes.Normalize(axis, parts[0].Rank + 1, nameof(axis), $"for a stack of parts with lengths {Axes.Text(first)}");
        for (int i = 1; i < parts.Length; i++)
        {
            if (!parts[i].Lengths.SequenceEqual(first))
                throw new ArgumentException(Unequal(i, parts[i].Lengths, first, ""), nameof(parts));
        }

        return Join(parts, axis, [.. first[..axis], parts.Length, .. first[axis..]]);
    }

    /// <summary>Copies block after block: of each part as many elements as it has for one index of the axes before the join.</summary>
    private static Tensor<T> Join<T>(ReadOnlySpan<Tensor<T>> parts, int axis, nint[] lengths)
        where T : IFloatingPointIeee754<T>
    {
        var values = new T[Axes.Count(lengths)];
        int outer = Axes.Count(lengths.AsSpan(0, axis));
        int row = outer == 0 ? 0 : values.Length / outer;
        int offset = 0;
        foreach (Tensor<T> part in parts)
        {
            ReadOnlySpan<T> source = Operand.Read(part);
            int block = outer == 0 ? 0 : source.Length / outer;
            for (int o = 0; o < outer; o++)
                source.Slice(o * block, block).CopyTo(values.AsSpan(o * row + offset));
            offset += block;
        }

        return Operand.Result(values, lengths);
    }

    private static void RequireParts<T>(ReadOnlySpan<Tensor<T>> parts)
        where T : IFloatingPointIeee754<T>
    {
        Operand.RequireFloatOrDouble<T>();
        if (parts.IsEmpty)
            throw new ArgumentException("parts must hold at least one tensor.", nameof(parts));
        for (int i = 0; i < parts.Length; i++)
            ArgumentNullException.ThrowIfNull(parts[i], Invariant($"parts[{i}]"));
    }

    private static string Unequal(int index, ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> first, string where)
        => Invariant($"parts[{index}] has lengths {Axes.Text(lengths)}, parts[0] has lengths {Axes.Text(first)}: they must agree{where}.");
}
