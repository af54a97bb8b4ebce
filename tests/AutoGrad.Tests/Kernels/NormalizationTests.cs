using System.Numerics;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class NormalizationTests
{
    public static TheoryData<int, int> Shapes => new() { { 1, 1 }, { 3, 7 }, { 5, 8 }, { 4, 33 }, { 64, 300 }, { 700, 100 }, { 3, 20_000 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_of_floats_equal_the_definition(int rows, int columns) => Check<float>(rows, columns, 1e-4);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Rows_of_doubles_equal_the_definition(int rows, int columns) => Check<double>(rows, columns, 1e-11);

    [Theory]
    [InlineData(64, 300)]
    [InlineData(700, 100)]
    public void The_bits_do_not_depend_on_the_threads(int rows, int columns)
    {
        float[][] gradients = OnThreads.Each(() => Results<float>(rows, columns).SelectMany(r => r).ToArray());
        Assert.All(gradients, g => Assert.Equal(gradients[0], g));
    }

    [Fact]
    public void A_constant_row_is_the_offset_and_its_gradient_finite()
    {
        float[] x = Numbers.Filled(20, 3f), scale = Numbers.Filled(20, 2f), offset = Numbers.Filled(20, 7f), y = new float[20], g = Numbers.Random<float>(20, 1);
        float[] dx = new float[20], dScale = new float[20], dOffset = new float[20];
        float mean = 0, r = 0;
        Normalization.Layer(in x[0], in scale[0], in offset[0], ref y[0], ref mean, ref r, 1, 20, 1e-5f);
        Assert.All(y, v => Assert.Equal(7, v));
        Normalization.LayerGradient(in x[0], in scale[0], in mean, in r, in g[0], ref dx[0], ref dScale[0], ref dOffset[0], 1, 20);
        Assert.All(dx, v => Assert.True(float.IsFinite(v)));
        Assert.Equal(g, dOffset);
    }

    [Fact]
    public void A_NaN_makes_its_own_row_NaN()
    {
        float[] x = Numbers.Random<float>(3 * 20, 1), scale = Numbers.Filled(20, 1f), y = new float[60], r = new float[3];
        x[25] = float.NaN;
        Normalization.Rms(in x[0], in scale[0], ref y[0], ref r[0], 3, 20, 1e-5f);
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(i / 20 == 1, float.IsNaN(y[i]));
    }

    // y, dx, dScale and dOffset with a mean, then y, dx and dScale without.
    private static T[][] Results<T>(int rows, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Numbers.Random<T>(rows * columns, 1), g = Numbers.Random<T>(rows * columns, 2), scale = Numbers.Random<T>(columns, 3), offset = Numbers.Random<T>(columns, 4);
        T[] y = new T[x.Length], mean = new T[rows], r = new T[rows], dx = new T[x.Length], dScale = new T[columns], dOffset = new T[columns];
        T[] z = new T[x.Length], s = new T[rows], dz = new T[x.Length], dzScale = new T[columns];
        T epsilon = T.CreateChecked(1e-5);
        Normalization.Layer(in x[0], in scale[0], in offset[0], ref y[0], ref mean[0], ref r[0], rows, columns, epsilon);
        Normalization.LayerGradient(in x[0], in scale[0], in mean[0], in r[0], in g[0], ref dx[0], ref dScale[0], ref dOffset[0], rows, columns);
        Normalization.Rms(in x[0], in scale[0], ref z[0], ref s[0], rows, columns, epsilon);
        Normalization.RmsGradient(in x[0], in scale[0], in s[0], in g[0], ref dz[0], ref dzScale[0], rows, columns);
        return [y, dx, dScale, dOffset, z, dz, dzScale];
    }

    private static void Check<T>(int rows, int columns, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] Doubles(int count, int seed) => Array.ConvertAll(Numbers.Random<T>(count, seed), v => double.CreateChecked(v));
        double[] x = Doubles(rows * columns, 1), g = Doubles(rows * columns, 2), scale = Doubles(columns, 3), offset = Doubles(columns, 4);
        T[][] found = Results<T>(rows, columns);
        foreach (bool isCentred in new[] { true, false })
        {
            double[] dScale = new double[columns], dOffset = new double[columns];
            T[][] results = isCentred ? found[..4] : found[4..];
            for (int i = 0; i < rows; i++)
            {
                int[] at = [.. Enumerable.Range(i * columns, columns)];
                double mean = isCentred ? at.Average(p => x[p]) : 0, r = 1 / Math.Sqrt(at.Average(p => (x[p] - mean) * (x[p] - mean)) + 1e-5);
                double N(int p) => (x[p] - mean) * r;
                double H(int p) => g[p] * scale[p % columns];
                double ofH = isCentred ? at.Average(H) : 0, ofProduct = at.Average(p => H(p) * N(p));
                foreach (int p in at)
                {
                    Numbers.AssertClose((N(p) * scale[p % columns]) + (isCentred ? offset[p % columns] : 0), results[0][p], tolerance, $"y {p}");
                    Numbers.AssertClose(r * (H(p) - ofH - (N(p) * ofProduct)), results[1][p], tolerance, $"dx {p}");
                    dScale[p % columns] += g[p] * N(p);
                    dOffset[p % columns] += g[p];
                }
            }

            for (int j = 0; j < columns; j++)
            {
                Numbers.AssertClose(dScale[j], results[2][j], tolerance, $"dScale {j}");
                if (isCentred)
                    Numbers.AssertClose(dOffset[j], results[3][j], tolerance, $"dOffset {j}");
            }
        }
    }
}
