using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Tests.Testing;

namespace AutoGrad.Tests.Kernels;

public class PoolingTests
{
    /// <summary>planes, height, width, window, stride, padding.</summary>
    public static TheoryData<int, int, int, int, int, int> Shapes => new()
    {
        { 1, 1, 1, 1, 1, 0 }, { 3, 4, 4, 2, 2, 0 }, { 2, 28, 28, 2, 2, 0 }, { 2, 14, 14, 2, 2, 0 }, { 3, 7, 9, 2, 2, 0 }, { 2, 9, 35, 3, 2, 1 }, { 2, 11, 13, 3, 1, 1 },
        { 2, 10, 40, 4, 3, 2 }, { 1, 8, 17, 5, 1, 2 }, { 2, 6, 6, 2, 3, 1 }, { 4, 33, 18, 3, 2, 0 }, { 90, 40, 40, 2, 2, 0 }, { 1, 2, 3, 3, 2, 1 }, { 1, 20, 16, 2, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Pools_of_floats_and_their_transposes_equal_the_definition(int planes, int height, int width, int window, int stride, int padding)
        => Check<float>(planes, height, width, window, stride, padding, 1e-6);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Pools_of_doubles_and_their_transposes_equal_the_definition(int planes, int height, int width, int window, int stride, int padding)
        => Check<double>(planes, height, width, window, stride, padding, 1e-14);

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 1)]
    [InlineData(3, 3)]
    public void Of_equal_elements_the_first_is_taken_and_a_NaN_before_all(int window, int stride)
    {
        const int Width = 24;
        int places = (Width - window) / stride + 1;
        float[] x = Numbers.Filled(Width * Width, 1f), y = new float[places * places];
        int[] found = new int[places * places];
        Pooling.Max(in x[0], ref y[0], ref found[0], [1, 1, Width, Width], [window, window], [stride, stride], [0, 0]);
        for (int i = 0; i < found.Length; i++)
            Assert.Equal(i / places * stride * Width + i % places * stride, found[i]);

        for (int at = 0; at < Width; at++)
        {
            float[] bad = Numbers.Filled(Width * Width, float.PositiveInfinity);
            bad[at + Width] = float.NaN;
            Pooling.Max(in bad[0], ref y[0], ref found[0], [1, 1, Width, Width], [window, window], [stride, stride], [0, 0]);
            for (int i = 0; i < places; i++)
                Assert.Equal(at >= i * stride && at < i * stride + window, float.IsNaN(y[i]) && found[i] == at + Width);
        }
    }

    [Fact]
    public unsafe void Nothing_beyond_the_image_is_read_or_written()
    {
        foreach ((nint width, nint window, nint stride) in new (nint, nint, nint)[] { (28, 2, 2), (14, 2, 2), (7, 3, 2), (19, 3, 1), (8, 2, 2), (17, 2, 2) })
        {
            nint places = (width - window) / stride + 1;
            using GuardedMemory<float> x = new(Numbers.Random<float>(width * width, 1)), y = new(new float[places * places]);
            using GuardedMemory<int> found = new(new int[places * places]);
            Pooling.Max(in *x.Pointer, ref *y.Pointer, ref *found.Pointer, [1, 1, width, width], [window, window], [stride, stride], [0, 0]);
            Pooling.Scatter(in *y.Pointer, in *found.Pointer, ref *x.Pointer, 1, places * places, width * width);
            Pooling.Average(in *x.Pointer, ref *y.Pointer, [1, 1, width, width], [window, window], [stride, stride], [0, 0]);
        }
    }

    [Fact]
    public void After_the_first_call_nothing_is_allocated()
    {
        float[] x = Numbers.Random<float>(200 * 30 * 30, 1), y = new float[200 * 15 * 15];
        int[] places = new int[y.Length];
        OnThreads.Each(() =>
        {
            Allocation.AssertNone(() =>
            {
                Pooling.Max(in x[0], ref y[0], ref places[0], [20, 10, 30, 30], [2, 2], [2, 2], [0, 0]);
                Pooling.Scatter(in y[0], in places[0], ref x[0], 200, 225, 900);
            });
            return 0;
        });
    }

    private static void Check<T>(int planes, int height, int width, int window, int stride, int padding, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int rows = (height + 2 * padding - window) / stride + 1, columns = (width + 2 * padding - window) / stride + 1;
        nint[] image = [1, planes, height, width], sizes = [window, window], strides = [stride, stride], paddings = [padding, padding];
        T[] x = Numbers.Random<T>(planes * height * width, 1), max = new T[planes * rows * columns], mean = new T[max.Length], alone = new T[max.Length], gathered = new T[max.Length];
        int[] places = new int[max.Length];
        Pooling.Max(in x[0], ref max[0], ref places[0], image, sizes, strides, paddings);
        Pooling.Max(in x[0], ref alone[0], image, sizes, strides, paddings);
        Pooling.Average(in x[0], ref mean[0], image, sizes, strides, paddings);
        Pooling.Gather(in x[0], in places[0], ref gathered[0], planes, height * width, rows * columns);
        Assert.Equal(max, alone);
        Assert.Equal(max, gathered);

        T[] g = Numbers.Random<T>(max.Length, 2), scattered = new T[x.Length], shared = new T[x.Length];
        Pooling.Scatter(in g[0], in places[0], ref scattered[0], planes, rows * columns, height * width);
        Pooling.AverageGradient(in g[0], ref shared[0], image, sizes, strides, paddings);
        double[] expectedScattered = new double[x.Length], expectedShared = new double[x.Length];
        for (int at = 0; at < max.Length; at++)
        {
            int plane = at / (rows * columns), i = at / columns % rows, j = at % columns, largest = -1;
            double sum = 0;
            for (int k = i * stride - padding; k < i * stride - padding + window; k++)
                for (int l = j * stride - padding; l < j * stride - padding + window; l++)
                {
                    if (k < 0 || k >= height || l < 0 || l >= width)
                        continue;
                    int element = (plane * height + k) * width + l;
                    sum += double.CreateChecked(x[element]);
                    expectedShared[element] += double.CreateChecked(g[at]) / (window * window);
                    largest = largest < 0 || x[element] > x[largest] ? element : largest;
                }
            expectedScattered[largest] += double.CreateChecked(g[at]);
            Assert.Equal(x[largest], max[at]);
            Assert.Equal(largest - plane * height * width, places[at]);
            Numbers.AssertClose(sum / (window * window), mean[at], tolerance, $"mean {at}");
        }

        for (int i = 0; i < x.Length; i++)
        {
            Numbers.AssertClose(expectedScattered[i], scattered[i], 10 * tolerance, $"scattered {i}");
            Numbers.AssertClose(expectedShared[i], shared[i], 10 * tolerance, $"shared {i}");
        }
    }
}
