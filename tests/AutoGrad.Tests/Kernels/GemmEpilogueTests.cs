using AutoGrad.Kernels;

namespace AutoGrad.Tests.Kernels;

public class GemmEpilogueTests
{
    public static TheoryData<int, int, int> Shapes => new()
    {
        { 1, 1, 4 }, { 1, 40, 9 }, { 70, 1, 9 }, { 2, 40, 9 }, { 32, 25, 20 }, { 32, 10, 64 }, { 13, 33, 5 }, { 24, 192, 8 }, { 256, 600, 64 }, { 3000, 96, 32 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_element_reaches_the_epilogue_once_in_each_form(int m, int n, int k)
    {
        float[] a = Numbers.Random<float>(m * k, 1), b = Numbers.Random<float>(k * n, 2), c = new float[m * n];
        int[] visits = new int[m * n];
        for (int form = 0; form < 4; form++)
        {
            Array.Clear(visits);
            (nint aRow, nint aColumn) = (form & 1) == 0 ? (k, (nint)1) : (1, m);
            (nint bRow, nint bColumn) = (form & 2) == 0 ? (n, (nint)1) : (1, k);
            VisitEpilogue visit = new(ref visits[0], n);
            Gemm.Multiply(in a[0], aRow, aColumn, in b[0], bRow, bColumn, m, n, k, ref visit, []);
            Assert.All(visits, count => Assert.Equal(1, count));

            double[] sums = new double[2];
            SumEpilogue sum = new(ref c[0], n);
            Gemm.Multiply(in a[0], aRow, aColumn, in b[0], bRow, bColumn, m, n, k, ref sum, sums);
            double squares = 0, total = 0;
            foreach (float value in c)
            {
                squares += (double)value * value;
                total += value;
            }
            Numbers.AssertClose(total, sums[0], 1e-4, "sum");
            Numbers.AssertClose(squares, sums[1], 1e-4, "sum of squares");
        }
    }

    [Fact]
    public void Sums_are_added_to_what_the_caller_has()
    {
        float[] a = [2], c = new float[1];
        double[] sums = [10, 20];
        SumEpilogue epilogue = new(ref c[0], 1);
        Gemm.Multiply(in a[0], 1, 1, in a[0], 1, 1, 1, 1, 1, ref epilogue, sums);
        Assert.Equal([14.0, 36.0], sums);
    }

    [Theory]
    [InlineData(256, 300)]
    [InlineData(301, 1003)]
    [InlineData(7, 20)]
    public void Fetching_what_an_epilogue_reads_and_writes_changes_no_bit(int m, int n)
    {
        const int k = 24;
        float[] a = Numbers.Random<float>(m * k, 1), b = Numbers.Random<float>(k * n, 2), plain = new float[m * n], read = Numbers.Random<float>(m * n, 3), fetched = new float[m * n];
        SumEpilogue first = new(ref plain[0], n), second = new(ref fetched[0], n);
        double[] sums = new double[2], fetchedSums = new double[2];
        Gemm.Multiply(in a[0], k, 1, in b[0], n, 1, m, n, k, ref first, sums);
        Gemm.Multiply(in a[0], k, 1, in b[0], n, 1, m, n, k, ref second, fetchedSums, in read[0], in fetched[0]);
        Assert.Equal(plain, fetched);
        Assert.Equal(sums, fetchedSums);
    }

    [Fact]
    public void Sums_have_the_same_bits_on_one_thread_and_on_many()
    {
        foreach ((int m, int n, int k) in new[] { (200, 700, 100), (5000, 24, 64), (128, 1024, 64) })
        {
            float[] a = Numbers.Random<float>(m * k, 1), b = Numbers.Random<float>(k * n, 2);
            double[][] results = OnThreads.Each(() =>
            {
                float[] c = new float[m * n];
                double[] sums = new double[2];
                SumEpilogue epilogue = new(ref c[0], n);
                Gemm.Multiply(in a[0], k, 1, in b[0], n, 1, m, n, k, ref epilogue, sums);
                return sums;
            });
            Assert.All(results, sums => Assert.Equal(results[0], sums));
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void An_epilogue_that_sums_rows_sees_them_in_order_and_in_one_chunk(int m, int n, int k)
    {
        float[] a = Numbers.Random<float>(m * k, 1), b = Numbers.Random<float>(k * n, 2);
        float[][] results = OnThreads.Each(() =>
        {
            float[] c = new float[m * n], columnSums = new float[n];
            int[] lastRow = Numbers.Filled(n, -1);
            RowSumEpilogue epilogue = new(ref c[0], ref columnSums[0], ref lastRow[0], n);
            Gemm.Multiply(in a[0], k, 1, in b[0], n, 1, m, n, k, ref epilogue, []);
            Assert.All(lastRow, last => Assert.Equal(m - 1, last));
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int i = 0; i < m; i++)
                    sum += c[i * n + j];
                Numbers.AssertClose(sum, columnSums[j], 1e-4, $"column {j}");
            }
            return columnSums;
        });
        Assert.All(results, sums => Assert.Equal(results[0], sums));
    }

    private readonly ref struct VisitEpilogue(ref int visits, nint stride) : IEpilogue<VisitEpilogue, float>
    {
        private readonly ref int visits = ref visits;
        private readonly nint stride = stride;

        public static int Sums => 0;

        public static bool SumsRows => false;

        public void Invoke<TVector>(TVector product, nint row, nint column, int count)
            where TVector : struct, ISimd<TVector, float>
            => Visit(row, column, count);

        private void Visit(nint row, nint column, int count)
        {
            for (int i = 0; i < count; i++)
                Interlocked.Increment(ref System.Runtime.CompilerServices.Unsafe.Add(ref visits, row * stride + column + i));
        }
    }

    /// <summary>Stores, and sums the elements and their squares.</summary>
    private ref struct SumEpilogue(ref float c, nint stride) : IEpilogue<SumEpilogue, float>
    {
        private readonly ref float c = ref c;
        private readonly nint stride = stride;
        private Accumulator<float> sum;
        private SquareAccumulator<float> squares;

        public static int Sums => 2;

        public static bool SumsRows => false;

        public void Invoke<TVector>(TVector product, nint row, nint column, int count)
            where TVector : struct, ISimd<TVector, float>
        {
            TVector.Store(product, ref c, row * stride + column, count);
            sum.Add(product, count);
            squares.AddSquares(product, count);
        }

        public static void Flush(ref SumEpilogue epilogue, scoped Span<double> sums)
        {
            sums[0] += epilogue.sum.Take();
            sums[1] += epilogue.squares.Take();
        }
    }

    private readonly ref struct RowSumEpilogue(ref float c, ref float columnSums, ref int lastRow, nint stride) : IEpilogue<RowSumEpilogue, float>
    {
        private readonly ref float c = ref c;
        private readonly ref float columnSums = ref columnSums;
        private readonly ref int lastRow = ref lastRow;
        private readonly nint stride = stride;

        public static int Sums => 0;

        public static bool SumsRows => true;

        public void Invoke<TVector>(TVector product, nint row, nint column, int count)
            where TVector : struct, ISimd<TVector, float>
        {
            for (int i = 0; i < count; i++)
            {
                ref int last = ref System.Runtime.CompilerServices.Unsafe.Add(ref lastRow, column + i);
                if (last != row - 1)
                    throw new InvalidOperationException($"row {row} of column {column + i} came after row {last}");
                last = (int)row;
            }
            TVector.Store(product, ref c, row * stride + column, count);
            TVector.Store(product + TVector.Load(in columnSums, column, count), ref columnSums, column, count);
        }
    }
}
