using System.Runtime.Intrinsics;

namespace AutoGrad;

/// <summary>
/// Random matrices with orthonormal rows or columns, whichever are fewer: the Q of a QR decomposition of a normal matrix
/// whose R has a positive diagonal, which makes every such matrix equally likely (Mezzadri 2007).
/// </summary>
internal static class OrthogonalMatrix
{
    /// <summary>Fills a matrix of <paramref name="rows"/> rows with such a matrix times <paramref name="scale"/>.</summary>
    internal static void Fill(Span<float> destination, int rows, float scale, RandomStream random)
    {
        int columns = destination.Length / rows;
        int count = Math.Min(rows, columns);
        int length = Math.Max(rows, columns);
        int stride = (length + 7) & -8;
        double[] vectors = Normals(count, length, stride, random);
        Orthonormalize(vectors, count, stride);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                destination[i * columns + j] = (float)(scale * (rows <= columns ? vectors[i * stride + j] : vectors[j * stride + i]));
        }
    }

    /// <summary>Rows of normal numbers, each padded with zeros to a multiple of eight.</summary>
    private static double[] Normals(int count, int length, int stride, RandomStream random)
    {
        var vectors = new double[checked(count * stride)];
        for (int i = 0; i < count; i++)
        {
            Span<double> row = vectors.AsSpan(i * stride, length);
            for (int j = 0; j < length; j += 4)
            {
                (double a, double b, double c, double d) = random.NextNormals();
                ReadOnlySpan<double> values = [a, b, c, d];
                values[..Math.Min(4, length - j)].CopyTo(row[j..]);
            }
        }

        return vectors;
    }

    /// <summary>
    /// Gram and Schmidt, each row twice: the second pass takes away what rounding left of the first, after which rows are
    /// orthogonal to the last bits of double.
    /// </summary>
    private static void Orthonormalize(double[] vectors, int count, int stride)
    {
        for (int i = 0; i < count; i++)
        {
            Span<double> row = vectors.AsSpan(i * stride, stride);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < i; j++)
                {
                    ReadOnlySpan<double> earlier = vectors.AsSpan(j * stride, stride);
                    AddMultiple(row, earlier, -Dot(row, earlier));
                }
            }

            double norm = Math.Sqrt(Dot(row, row));
            foreach (ref double element in row)
                element /= norm;
        }
    }

    // Eight lanes whatever the machine, so that all machines add in the same order.
    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = Vector512<double>.Zero;
        for (int i = 0; i < x.Length; i += Vector512<double>.Count)
            sum += Vector512.Create(x[i..]) * Vector512.Create(y[i..]);
        double total = 0;
        for (int i = 0; i < Vector512<double>.Count; i++)
            total += sum[i];
        return total;
    }

    private static void AddMultiple(Span<double> x, ReadOnlySpan<double> y, double factor)
    {
        for (int i = 0; i < x.Length; i += Vector512<double>.Count)
            (Vector512.Create<double>(x[i..]) + Vector512.Create(y[i..]) * factor).CopyTo(x[i..]);
    }
}
