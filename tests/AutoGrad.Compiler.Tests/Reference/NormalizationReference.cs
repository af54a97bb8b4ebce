namespace AutoGrad.Compiler.Tests.Reference;

/// <summary>Normalisation of rows and its gradient, row by row; with three operands or five, rows are centred.</summary>
internal static class NormalizationReference
{
    public static NdArray[] Forward(NdArray[] x, double epsilon)
    {
        bool isCentred = x.Length == 3;
        int columns = x[1].Count, rows = x[0].Count / columns;
        double[] mean = new double[rows], r = new double[rows], y = new double[x[0].Count];
        for (int i = 0; i < rows; i++)
        {
            double[] row = x[0].Items[(i * columns)..((i + 1) * columns)];
            mean[i] = isCentred ? row.Average() : 0;
            r[i] = 1 / Math.Sqrt(row.Average(v => (v - mean[i]) * (v - mean[i])) + epsilon);
            for (int j = 0; j < columns; j++)
                y[(i * columns) + j] = ((row[j] - mean[i]) * r[i] * x[1].Items[j]) + (isCentred ? x[2].Items[j] : 0);
        }

        int[] statistics = x[0].Lengths[..^1];
        return isCentred ? [new(x[0].Lengths, y), new(statistics, mean), new(statistics, r)] : [new(x[0].Lengths, y), new(statistics, r)];
    }

    public static NdArray[] Gradient(NdArray[] x)
    {
        bool isCentred = x.Length == 5;
        int columns = x[1].Count, rows = x[0].Count / columns;
        double[] dx = new double[x[0].Count], dScale = new double[columns], dOffset = new double[columns];
        for (int i = 0; i < rows; i++)
        {
            double mean = isCentred ? x[2].Items[i] : 0, r = x[^2].Items[i];
            double[] g = x[^1].Items[(i * columns)..((i + 1) * columns)];
            double[] n = [.. x[0].Items.Skip(i * columns).Take(columns).Select(v => (v - mean) * r)];
            double[] h = [.. g.Zip(x[1].Items, (a, b) => a * b)];
            double ofH = isCentred ? h.Average() : 0, ofProduct = h.Zip(n, (a, b) => a * b).Average();
            for (int j = 0; j < columns; j++)
            {
                dx[(i * columns) + j] = r * (h[j] - ofH - (n[j] * ofProduct));
                dScale[j] += g[j] * n[j];
                dOffset[j] += g[j];
            }
        }

        return isCentred ? [new(x[0].Lengths, dx), new([columns], dScale), new([columns], dOffset)] : [new(x[0].Lengths, dx), new([columns], dScale)];
    }
}
