using System.Numerics;
using System.Numerics.Tensors;
using static System.FormattableString;

namespace AutoGrad;

public static partial class Nn
{
    // A panel of B of this many rows and columns stays in the second-level cache while all rows of A pass over it.
    private const int PanelRows = 64;
    private const int PanelColumns = 512;

    // Below this many columns a call on a row of B costs more than its arithmetic: dot products with columns instead.
    private const int NarrowColumns = 16;

    /// <summary>
    /// The matrix product over the last two axes, [..., m, k] by [..., k, n] to [..., m, n]; leading axes broadcast.
    /// </summary>
    /// <exception cref="ArgumentException">A rank is below 2, the inner lengths differ, or leading lengths do not broadcast.</exception>
    public static Tensor<T> MatMul<T>(Tensor<T> a, Tensor<T> b)
        where T : IFloatingPointIeee754<T>
    {
        ReadOnlySpan<T> left = Operand.Read(a);
        ReadOnlySpan<T> right = Operand.Read(b);
        RequireMatrix(a, nameof(a));
        RequireMatrix(b, nameof(b));
        int m = (int)a.Lengths[^2], k = (int)a.Lengths[^1], n = (int)b.Lengths[^1];
        if (b.Lengths[^2] != k)
        {
            throw new ArgumentException(
                $"a with lengths {Axes.Text(a.Lengths)} cannot be multiplied by b with lengths {Axes.Text(b.Lengths)}: "
                + Invariant($"the last length of a, {k}, must equal the second last of b, {b.Lengths[^2]}."),
                nameof(b));
        }

        ReadOnlySpan<nint> batchOfA = a.Lengths[..^2], batchOfB = b.Lengths[..^2];
        nint[] batch = Broadcasting.Common(batchOfA, batchOfB) ?? throw new ArgumentException(
            $"the leading lengths of a and b do not broadcast: a has lengths {Axes.Text(a.Lengths)}, b has lengths {Axes.Text(b.Lengths)}.",
            nameof(b));
        nint[] lengths = [.. batch, m, n];
        var values = new T[Axes.Count(lengths)];
        nint[] stridesOfA = Broadcasting.Strides(batchOfA, batch), stridesOfB = Broadcasting.Strides(batchOfB, batch);
        for (int i = 0; values.Length > 0 && i < Axes.Count(batch); i++)
        {
            int matrixOfA = Offset(i, batch, stridesOfA), matrixOfB = Offset(i, batch, stridesOfB);
            Multiply(left.Slice(matrixOfA * m * k, m * k), right.Slice(matrixOfB * k * n, k * n), values.AsSpan(i * m * n, m * n), m, k, n);
        }

        return Operand.Result(values, lengths);
    }

    /// <summary>c = a b; c holds zeros on entry.</summary>
    private static void Multiply<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int m, int k, int n)
        where T : IFloatingPointIeee754<T>
    {
        if (n < NarrowColumns)
        {
            MultiplyNarrow(a, b, c, m, k, n);
            return;
        }

        for (int column = 0; column < n; column += PanelColumns)
        {
            int width = Math.Min(PanelColumns, n - column);
            for (int first = 0; first < k; first += PanelRows)
            {
                int end = Math.Min(first + PanelRows, k);
                for (int row = 0; row < m; row++)
                {
                    Span<T> sums = c.Slice(row * n + column, width);
                    for (int p = first; p < end; p++)
                        TensorPrimitives.MultiplyAdd(b.Slice(p * n + column, width), a[row * k + p], sums, sums);
                }
            }
        }
    }

    private static void MultiplyNarrow<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, int m, int k, int n)
        where T : IFloatingPointIeee754<T>
    {
        var columnOfB = new T[k];
        for (int column = 0; column < n; column++)
        {
            for (int p = 0; p < k; p++)
                columnOfB[p] = b[p * n + column];
            for (int row = 0; row < m; row++)
                c[row * n + column] = TensorPrimitives.Dot(a.Slice(row * k, k), columnOfB);
        }
    }

    /// <summary>The offset that the strides give the element with a row-major index.</summary>
    private static int Offset(int index, ReadOnlySpan<nint> lengths, ReadOnlySpan<nint> strides)
    {
        int offset = 0;
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            offset += index % (int)lengths[axis] * (int)strides[axis];
            index /= (int)lengths[axis];
        }

        return offset;
    }

    private static void RequireMatrix<T>(Tensor<T> x, string name)
    {
        if (x.Rank < 2)
            throw new ArgumentException($"{name} must have rank 2 or more but has lengths {Axes.Text(x.Lengths)}.", name);
    }
}
