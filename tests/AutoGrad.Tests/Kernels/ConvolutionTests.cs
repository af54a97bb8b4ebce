using System.Numerics;
using AutoGrad.Kernels;
using AutoGrad.Tests.Testing;

namespace AutoGrad.Tests.Kernels;

public class ConvolutionTests
{
    private static readonly ConvCase[] s_cases =
    [
        ConvCase.Square(1, 1, 1, 1, 1), ConvCase.Square(2, 3, 5, 4, 3), ConvCase.Square(1, 2, 7, 5, 3, padding: 1), ConvCase.Square(3, 1, 28, 16, 3, padding: 1),
        ConvCase.Square(2, 16, 14, 32, 3, padding: 1), ConvCase.Square(2, 4, 9, 6, 3, stride: 2), ConvCase.Square(1, 4, 10, 6, 3, stride: 2, padding: 1),
        ConvCase.Square(2, 3, 11, 5, 5, stride: 3, padding: 2), ConvCase.Square(1, 2, 12, 3, 3, dilation: 2), ConvCase.Square(2, 2, 13, 3, 3, stride: 2, padding: 2, dilation: 3),
        ConvCase.Square(2, 6, 8, 9, 3, padding: 1, groups: 3), ConvCase.Square(2, 8, 9, 8, 3, padding: 1, groups: 8), ConvCase.Square(1, 4, 9, 8, 3, stride: 2, groups: 4),
        ConvCase.Square(2, 7, 6, 11, 1), ConvCase.Square(1, 3, 6, 5, 1, stride: 2), ConvCase.Square(1, 2, 3, 2, 2, stride: 5, padding: 1), ConvCase.Square(1, 1, 4, 1, 3, padding: 4),
        ConvCase.Square(1, 1, 2, 3, 2, stride: 4, padding: 3, dilation: 2),
        new([2, 3, 1, 40], [4, 3, 1, 5], [1, 2], [0, 3], [1, 2], 1), new([2, 3, 6, 17], [4, 3, 2, 4], [2, 1], [0, 2], [3, 1], 1), new([1, 2, 30, 3], [2, 2, 7, 2], [3, 2], [1, 0], [1, 1], 1),
    ];

    // Above what is split over threads, into blocks of rows, or both.
    private static readonly ConvCase[] s_large =
    [
        ConvCase.Square(40, 16, 14, 32, 3, padding: 1), ConvCase.Square(1, 24, 70, 16, 3, padding: 1), ConvCase.Square(2, 64, 40, 24, 3, stride: 2, padding: 1), ConvCase.Square(3, 64, 19, 64, 3, padding: 2, dilation: 2, groups: 2),
    ];

    [Fact]
    public void All_three_products_of_floats_equal_the_definition() => Assert.All(s_cases, c => Check<float>(c, 1e-5));

    [Fact]
    public void All_three_products_of_doubles_equal_the_definition() => Assert.All(s_cases, c => Check<double>(c, 1e-13));

    [Fact]
    public void Large_ones_equal_the_definition_and_do_not_depend_on_threads() => Assert.All(s_large, c =>
    {
        float[] x = Numbers.Random<float>(c.ImageCount, 1), w = Numbers.Random<float>(c.KernelCount, 2), y = Numbers.Random<float>(c.ResultCount, 3);
        (float[] Y, float[] X, float[] W)[] results = OnThreads.Each(() => (Forward(c, x, w, null), Input(c, y, w, null), Kernel(c, y, x)));
        AssertClose(c.Forward(x, w), results[0].Y, 1e-4, c);
        AssertClose(c.Input(y, w), results[0].X, 1e-4, c);
        AssertClose(c.Kernel(y, x), results[0].W, 1e-3, c);
        Assert.All(results, r => Assert.Equal(results[0].Y, r.Y));
        Assert.All(results, r => Assert.Equal(results[0].X, r.X));
        Assert.All(results, r => Assert.Equal(results[0].W, r.W));
    });

    [Fact]
    public void A_bias_is_added_to_each_channel() => Assert.All(s_cases, c =>
    {
        double[] x = Numbers.Random<double>(c.ImageCount, 1), w = Numbers.Random<double>(c.KernelCount, 2), y = Numbers.Random<double>(c.ResultCount, 3);
        double[] ofY = Numbers.Random<double>(c.Window[0], 4), ofX = Numbers.Random<double>(c.Image[1], 5);
        AssertClose([.. c.Forward(x, w).Select((v, i) => v + ofY[i / (c.Rows * c.Columns) % c.Window[0]])], Forward(c, x, w, ofY), 1e-13, c);
        AssertClose([.. c.Input(y, w).Select((v, i) => v + ofX[i / (c.Image[2] * c.Image[3]) % c.Image[1]])], Input(c, y, w, ofX), 1e-13, c);
    });

    [Fact]
    public unsafe void Nothing_beyond_the_operands_is_read_or_written() => Assert.All(s_cases, c =>
    {
        using GuardedMemory<float> x = new(Numbers.Random<float>(c.ImageCount, 1)), w = new(Numbers.Random<float>(c.KernelCount, 2)), y = new(new float[c.ResultCount]), bias = new(new float[c.Window[0]]);
        Convolution.Forward(in *x.Pointer, in *w.Pointer, in *bias.Pointer, ref *y.Pointer, c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
        Convolution.InputGradient(in *y.Pointer, in *w.Pointer, ref *x.Pointer, c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
        Convolution.KernelGradient(in *y.Pointer, in *x.Pointer, ref *w.Pointer, c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
    });

    [Fact]
    public void What_was_computed_before_does_not_matter_even_where_it_was_not_a_number()
    {
        ConvCase c = ConvCase.Square(2, 4, 9, 6, 3, stride: 2, padding: 1), larger = ConvCase.Square(3, 8, 14, 8, 3);
        float[] x = Numbers.Random<float>(c.ImageCount, 1), y = Numbers.Random<float>(c.ResultCount, 3);
        float[] before = Kernel(c, y, x);
        Kernel(larger, Numbers.Filled(larger.ResultCount, float.NaN), Numbers.Filled(larger.ImageCount, float.NaN));
        Assert.Equal(before, Kernel(c, y, x));
    }

    [Fact]
    public void After_the_first_call_nothing_is_allocated()
        => OnThreads.Each(() =>
        {
            ConvCase c = s_large[0];
            float[] x = Numbers.Random<float>(c.ImageCount, 1), w = Numbers.Random<float>(c.KernelCount, 2), y = new float[c.ResultCount];
            Allocation.AssertNone(() =>
            {
                Convolution.Forward(in x[0], in w[0], ref y[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
                Convolution.InputGradient(in y[0], in w[0], ref x[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
                Convolution.KernelGradient(in y[0], in x[0], ref w[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
            });
            return 0;
        });

    [Fact]
    public void Of_no_images_the_gradient_of_kernels_is_zero()
    {
        ConvCase c = ConvCase.Square(0, 2, 5, 3, 3);
        float[] w = Numbers.Filled(c.KernelCount, 7f), empty = [0];
        Convolution.KernelGradient(in empty[0], in empty[0], ref w[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
        Assert.All(w, v => Assert.Equal(0, v));
    }

    private static void Check<T>(ConvCase c, double tolerance)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Numbers.Random<T>(c.ImageCount, 1), w = Numbers.Random<T>(c.KernelCount, 2), y = Numbers.Random<T>(c.ResultCount, 3);
        AssertClose(c.Forward(x, w), Forward(c, x, w, null), tolerance, c);
        AssertClose(c.Input(y, w), Input(c, y, w, null), tolerance, c);
        AssertClose(c.Kernel(y, x), Kernel(c, y, x), 10 * tolerance, c);
    }

    private static T[] Forward<T>(ConvCase c, T[] x, T[] w, T[]? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] y = Numbers.Filled(c.ResultCount, T.NaN);
        if (bias is null)
            Convolution.Forward(in x[0], in w[0], ref y[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
        else
            Convolution.Forward(in x[0], in w[0], in bias[0], ref y[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
        return y;
    }

    private static T[] Input<T>(ConvCase c, T[] y, T[] w, T[]? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] x = Numbers.Filled(c.ImageCount, T.NaN);
        if (bias is null)
            Convolution.InputGradient(in y[0], in w[0], ref x[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
        else
            Convolution.InputGradient(in y[0], in w[0], in bias[0], ref x[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
        return x;
    }

    private static T[] Kernel<T>(ConvCase c, T[] y, T[] x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] w = Numbers.Filled(c.KernelCount, T.NaN);
        Convolution.KernelGradient(in y[0], in x[0], ref w[0], c.Image, c.Window, c.Stride, c.Padding, c.Dilation, c.Groups);
        return w;
    }

    private static void AssertClose<T>(double[] expected, T[] actual, double tolerance, ConvCase c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < expected.Length; i++)
            Numbers.AssertClose(expected[i], actual[i], tolerance, $"{c}, element {i}");
    }
}
