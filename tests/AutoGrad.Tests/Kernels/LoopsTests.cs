using System.Runtime.CompilerServices;
using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class LoopsTests
{
    public static TheoryData<int, int> Shapes => new()
    {
        { 1, 1 }, { 1, 16 }, { 1, 17 }, { 3, 15 }, { 5, 33 }, { 64, 10 }, { 1, 100_003 }, { 70_001, 1 }, { 300, 257 }, { 2, 60_000 }, { 0, 5 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_element_is_computed_once_and_every_row_ended_once_after_it(int rows, int columns)
    {
        float[] x = Numbers.Random<float>(rows * columns + 1, 1);
        (float[], float[], double[])[] results = OnThreads.Each(() =>
        {
            float[] y = new float[rows * columns + 1], rowSums = new float[rows + 1];
            double[] sums = [0, 0];
            RowSums kernel = new(ref x[0], ref y[0], ref rowSums[0], columns);
            Loops.RunRows<RowSums, float>(ref kernel, rows, columns, sums);
            return (y, rowSums, sums);
        });
        (float[] first, float[] firstRows, double[] firstSums) = results[0];
        double total = 0;
        for (int i = 0; i < rows; i++)
        {
            double sum = 0;
            for (int j = 0; j < columns; j++)
            {
                Assert.Equal(2 * x[i * columns + j] + 1, first[i * columns + j]);
                sum += x[i * columns + j];
            }
            Numbers.AssertClose(sum, firstRows[i], 1e-3, $"row {i}");
            total += sum;
        }
        Assert.Equal(0, first[^1]);
        Numbers.AssertClose(total, (float)firstSums[0], 1e-3, "sum");
        Assert.Equal((double)rows * columns, firstSums[1]);
        Assert.All(results, result =>
        {
            Assert.Equal(first, result.Item1);
            Assert.Equal(firstRows, result.Item2);
            Assert.Equal(firstSums, result.Item3);
        });
    }

    [Fact]
    public void One_long_row_is_cut_by_columns_and_its_sums_are_complete()
    {
        float[] x = Numbers.Random<float>(200_003, 1);
        float[][] results = OnThreads.Each(() =>
        {
            float[] y = new float[x.Length], rowSum = new float[1];
            double[] sums = [0, 0];
            RowSums kernel = new(ref x[0], ref y[0], ref rowSum[0], x.Length);
            Loops.Run<RowSums, float>(ref kernel, 1, x.Length, sums);
            Assert.Equal(x.Length, sums[1]);
            Numbers.AssertClose(x.Sum(value => (double)value), (float)sums[0], 1e-4, "sum");
            return y;
        });
        Assert.All(results, y => Assert.Equal(x.Select(value => 2 * value + 1), y));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_kernel_that_sums_rows_sees_all_rows_of_a_column_in_order(int rows, int columns)
    {
        float[] x = Numbers.Random<float>(rows * columns + 1, 1);
        float[][] results = OnThreads.Each(() =>
        {
            float[] columnSums = new float[columns];
            ColumnSums kernel = new(ref x[0], ref columnSums[0], columns);
            Loops.Run<ColumnSums, float>(ref kernel, rows, columns);
            return columnSums;
        });
        for (int j = 0; j < columns; j++)
        {
            float sum = 0;
            for (int i = 0; i < rows; i++)
                sum += x[i * columns + j];
            Assert.Equal(sum, results[0][j]);
        }
        Assert.All(results, sums => Assert.Equal(results[0], sums));
    }

    [Fact]
    public void Rows_are_ended_even_where_there_are_no_columns()
    {
        float[] x = new float[1], rowSums = [5, 5, 5];
        RowSums kernel = new(ref x[0], ref x[0], ref rowSums[0], 0);
        double[] sums = [0, 0];
        Loops.Run<RowSums, float>(ref kernel, 3, 0, sums);
        Assert.Equal([0f, 0f, 0f], rowSums);
    }

    [Fact]
    public void Sums_are_added_to_what_the_caller_has()
    {
        float[] x = [1, 2, 3], y = new float[3], rowSums = new float[1];
        double[] sums = [10, 100];
        RowSums kernel = new(ref x[0], ref y[0], ref rowSums[0], 3);
        Loops.Run<RowSums, float>(ref kernel, 1, 3, sums);
        Loops.Run<RowSums, float>(ref kernel, 1, 3, sums);
        Assert.Equal([22.0, 106.0], sums);
    }

    /// <summary>y = 2 x + 1, the sums of the rows, and over all: the sum of x, and the number of elements.</summary>
    private ref struct RowSums(ref float x, ref float y, ref float rowSums, nint stride) : IFusedKernel<RowSums, float>
    {
        private readonly ref float x = ref x;
        private readonly ref float y = ref y;
        private readonly ref float rowSums = ref rowSums;
        private readonly nint stride = stride;
        private Accumulator<float> sum, rowSum;
        private double elements;

        public static int Sums => 2;

        public static bool SumsRows => false;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Invoke<TVector>(nint row, nint column, int count)
            where TVector : struct, ISimd<TVector, float>
        {
            TVector value = TVector.Load(in x, row * stride + column, count);
            TVector.Store(value + value + TVector.One, ref y, row * stride + column, count);
            sum.Add(value, count);
            rowSum.Add(value, count);
            elements += count;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void EndRow(ref RowSums kernel, nint row) => Unsafe.Add(ref kernel.rowSums, row) = kernel.rowSum.Take();

        public static void Flush(ref RowSums kernel, scoped Span<double> sums)
        {
            sums[0] += kernel.sum.Take();
            sums[1] += kernel.elements;
            kernel.elements = 0;
        }
    }

    private readonly ref struct ColumnSums(ref float x, ref float columnSums, nint stride) : IFusedKernel<ColumnSums, float>
    {
        private readonly ref float x = ref x;
        private readonly ref float columnSums = ref columnSums;
        private readonly nint stride = stride;

        public static int Sums => 0;

        public static bool SumsRows => true;

        public void Invoke<TVector>(nint row, nint column, int count)
            where TVector : struct, ISimd<TVector, float>
        {
            TVector before = row == 0 ? default : TVector.Load(in columnSums, column, count);
            TVector.Store(before + TVector.Load(in x, row * stride + column, count), ref columnSums, column, count);
        }
    }
}
