using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AutoGrad.Kernels;

/// <summary>Rows of a table that ints choose. What the user's program computes is checked.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Rows
{
    /// <summary>destination[i] = table[indices[i]], for rows of <paramref name="length"/> elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of <paramref name="rows"/>.</exception>
    public static void Gather<T>(ref readonly T table, ref readonly int indices, ref T destination, nint count, nint rows, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < count; i++)
        {
            nint row = Indexing.Checked(Indexing.Read(in indices, i), rows);
            Layout.Copy(in Indexing.Row(in table, row, length), length, ref Indexing.Row(in destination, i, length), length, 1, length);
        }
    }

    /// <summary>destination[i] = x[i, labels[i]], of rows of <paramref name="columns"/> elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not one of the columns.</exception>
    public static void Pick<T>(ref readonly T x, ref readonly int labels, ref T destination, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (nint i = 0; i < rows; i++)
            Indexing.Write(ref destination, i, Indexing.Read(in Indexing.Row(in x, i, columns), Indexing.Checked(Indexing.Read(in labels, i), columns)));
    }

    /// <summary>destination = 0, then destination[i, labels[i]] = x[i].</summary>
    /// <exception cref="ArgumentOutOfRangeException">A label is not one of the columns.</exception>
    public static void Place<T>(ref readonly T x, ref readonly int labels, ref T destination, nint rows, nint columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Layout.Fill(ref destination, rows * columns, T.Zero);
        for (nint i = 0; i < rows; i++)
            Indexing.Write(ref Indexing.Row(in destination, i, columns), Indexing.Checked(Indexing.Read(in labels, i), columns), Indexing.Read(in x, i));
    }

    /// <summary>
    /// The same, into the gradient of a table: only rows that are written to, or were by the last pass, are touched. Gives the sum of squares.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of <paramref name="rows"/>; nothing was written then.</exception>
    public static double ScatterAdd(ref readonly float source, ref readonly int indices, ref float destination, nint count, nint rows, nint length, TouchedRows touched)
    {
        ArgumentNullException.ThrowIfNull(touched);
        for (nint i = 0; i < count; i++)
            Indexing.Checked(Indexing.Read(in indices, i), rows);
        if (touched.IsKnown)
        {
            foreach (int row in touched.Rows)
                Layout.Fill(ref Indexing.Row(in destination, row, length), length, 0f);
        }
        else
        {
            Layout.Fill(ref destination, rows * length, 0f);
        }

        touched.Clear((int)rows);
        for (nint i = 0; i < count; i++)
        {
            int row = Indexing.Read(in indices, i);
            Span<float> target = MemoryMarshal.CreateSpan(ref Indexing.Row(in destination, row, length), (int)length);
            ReadOnlySpan<float> added = MemoryMarshal.CreateReadOnlySpan(in Indexing.Row(in source, i, length), (int)length);
            touched.Add(row);
            TensorPrimitives.Add(target, added, target);
        }

        double squares = 0;
        foreach (int row in touched.Rows)
            squares += SumOfSquares.InDouble(MemoryMarshal.CreateReadOnlySpan(in Indexing.Row(in destination, row, length), (int)length));
        return squares;
    }

    /// <summary>destination = 0, then destination[indices[i]] += source[i], one i after the other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is not one of <paramref name="rows"/>.</exception>
    public static void ScatterAdd<T>(ref readonly T source, ref readonly int indices, ref T destination, nint count, nint rows, nint length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Layout.Fill(ref destination, rows * length, T.Zero);
        for (nint i = 0; i < count; i++)
        {
            nint row = Indexing.Checked(Indexing.Read(in indices, i), rows);
            Span<T> target = MemoryMarshal.CreateSpan(ref Indexing.Row(in destination, row, length), (int)length);
            TensorPrimitives.Add(target, MemoryMarshal.CreateReadOnlySpan(in Indexing.Row(in source, i, length), (int)length), target);
        }
    }
}
